using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The block sizes of the packed GEMM, named as in the BLIS papers.</summary>
/// <param name="Mc">Rows of A packed at a time: MC·KC elements stay in the second-level cache.</param>
/// <param name="Kc">Depth of a block: KC·NR elements of B stay in the first-level cache, or near it.</param>
/// <param name="Nc">Columns of B packed at a time: KC·NC elements stay in the last-level cache.</param>
internal readonly record struct GemmBlocking(int Mc, int Kc, int Nc)
{
    /// <summary>Depth in bytes, so that float gets twice the elements of double.</summary>
    /// <remarks>
    /// Chosen together with <see cref="McRows"/> for the least dependence on where the system puts the pages, and on neighbours in
    /// the shared caches. `spanlinalg bench gemm --against none`, double, Zen 5 with 1 MiB L2, AVX-512, share of the FMA peak over
    /// separate processes: n = 512 81–84 %, 1024 81–85 %. With 4096 bytes and 96 rows the best runs are better (85, 87 %) and the worst
    /// are worse (75, 74 %). AVX2: 88–91 %.
    /// </remarks>
    public const int KcBytes = 2048;

    /// <summary>Rows: with the depth above, 96 KiB of A, which leaves room for B in the second-level cache of any processor.</summary>
    private const int McRows = 48;

    /// <summary>Columns: with the depth above, 6 MiB of B at most, for the last-level cache.</summary>
    private const int NcColumns = 3072;

    /// <summary>The blocks for a product C (m × n) of the given depth.</summary>
    /// <remarks>
    /// Equal parts of at most the largest size, instead of a sliver at the end. A block of an operand that is not packed need not fit
    /// anywhere; but the depth is divided alike in any case, so that the sums are formed in the same order.
    /// </remarks>
    public static GemmBlocking For<T>(KernelSet<T> kernels, int m, int n, int depth, bool packA, bool packB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmBlocking largest = Largest(kernels, m, n, depth);
        (int tileRows, int tileVectors) = kernels.FullTile;
        return new(
            packA ? RoundUp(Even(m, largest.Mc), tileRows) : m,
            Even(depth, largest.Kc),
            packB ? RoundUp(Even(n, largest.Nc), tileVectors * kernels.Lanes) : n
        );
    }

    /// <summary>Bounds for the blocks of this product and of all smaller ones: what a workspace must have room for.</summary>
    public static unsafe GemmBlocking Largest<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int tileRows, int tileVectors) = kernels.FullTile;
        return new(
            RoundUp(Math.Min(m, McRows), tileRows),
            Math.Min(depth, KcBytes / sizeof(T)),
            RoundUp(Math.Min(n, NcColumns), tileVectors * kernels.Lanes)
        );
    }

    /// <summary>The part of a length that is cut evenly into the fewest parts of at most the largest size.</summary>
    public static int Even(int length, int largest) =>
        length <= largest ? length : DivideUp(length, DivideUp(length, largest));

    public static int DivideUp(int length, int size) => (int)(((long)length + size - 1) / size);

    private static int RoundUp(int length, int step) => checked(DivideUp(length, step) * step);
}
