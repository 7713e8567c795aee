using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Products of a matrix with a few contiguous columns (or of a few contiguous rows with a matrix): a matrix-vector product for each.</summary>
/// <remarks>
/// The micro-kernel wants the rows of B contiguous, and a copy of B that is so would be used for few rows of A or in tiles of few lanes. 4×2×513 with B in
/// columns, AVX2: 2.3 µs packed, 0.5 µs so.
/// </remarks>
internal static class SkinnyGemm
{
    private const int MostVectors = 4;

    private const int LeastDepth = 32;

    /// <summary>Bytes up to which the matrix surely stays in the second-level cache, since it is read once for each vector.</summary>
    private static readonly long MostBytes = ProcessorCaches.Level2 / 4;

    /// <summary>Whether B is a few columns, and those of C can be gone through one by one; for a few rows of A, ask for the transposed product.</summary>
    public static unsafe bool Suits<T>(in ReadOnlyMatrixView<T> a, in ReadOnlyMatrixView<T> b, in MatrixView<T> c)
        where T : unmanaged =>
        b.Columns is > 1 and <= MostVectors
        && a.Columns >= LeastDepth
        && b.RowStride == 1
        && (a.RowStride == 1 || a.ColumnStride == 1)
        && (long)a.Rows * a.Columns * sizeof(T) <= MostBytes
        && !GemmPlan.IsCrowded<T>(c.Rows, c.RowStride);

    /// <summary>C ← αAB + βC, a column at a time.</summary>
    public static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        int threads
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < c.Columns; j++)
        {
            Gemv.Update(kernels, alpha, a, b.Column(j), beta, c.Column(j), threads);
        }
    }
}
