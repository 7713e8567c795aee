using System.Globalization;

namespace SpanLinalg.OpenBlas;

/// <summary>What a native provider computes with.</summary>
/// <param name="Configuration">The library about itself: version and options of its build.</param>
/// <param name="Core">The processor whose kernels it chose.</param>
/// <param name="Threads">The number of threads it uses.</param>
/// <param name="IntegerBits">32 for the LP64 interface, 64 for ILP64.</param>
/// <param name="Path">Where OpenBLAS was loaded from.</param>
/// <param name="LapackePath">Where LAPACKE was loaded from; the same path where OpenBLAS contains it.</param>
/// <param name="LapackUsesThisBlas">
/// Whether LAPACKE is known to compute with this OpenBLAS. Where it is not, the times of QR and SVD say nothing of it,
/// and they heed their own setting of threads.
/// </param>
public sealed record OpenBlasDescription(
    string Configuration,
    string Core,
    int Threads,
    int IntegerBits,
    string Path,
    string LapackePath,
    bool LapackUsesThisBlas
)
{
    /// <summary>All of it in one line.</summary>
    public override string ToString()
    {
        string lapacke =
            LapackePath == Path ? ""
            : LapackUsesThisBlas ? $", LAPACKE from {LapackePath}"
            : $", LAPACKE from {LapackePath}, which may compute with another BLAS";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Configuration}, core {Core}, {Threads} thread{(Threads == 1 ? "" : "s")}, "
                + $"{IntegerBits}-bit integers, from {Path}{lapacke}"
        );
    }
}
