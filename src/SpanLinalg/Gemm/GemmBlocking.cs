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
    private const int KcBytes = 2048;

    /// <summary>Rows: with the depth above, 96 KiB of A, which leaves room for B in the second-level cache of any processor.</summary>
    private const int McRows = 48;

    /// <summary>Columns: with the depth above, 6 MiB of B at most, for the last-level cache.</summary>
    private const int NcColumns = 3072;

    /// <summary>The blocks for a product C (m × n) of the given depth.</summary>
    /// <remarks>Equal parts of at most the largest size, instead of a sliver at the end.</remarks>
    public static GemmBlocking For<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmBlocking largest = Largest(kernels, m, n, depth);
        return new(
            Balance(m, largest.Mc, kernels.TileRows),
            Balance(depth, largest.Kc, 1),
            Balance(n, largest.Nc, kernels.TileColumns)
        );
    }

    /// <summary>Bounds for the blocks of this product and of all smaller ones: what a workspace must have room for.</summary>
    public static unsafe GemmBlocking Largest<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new(
            RoundUp(Math.Min(m, McRows), kernels.TileRows),
            Math.Min(depth, KcBytes / sizeof(T)),
            RoundUp(Math.Min(n, NcColumns), kernels.TileColumns)
        );
    }

    private static int Balance(int length, int largest, int step)
    {
        int parts = Math.Max(DivideUp(length, largest), 1);
        return RoundUp(DivideUp(length, parts), step);
    }

    private static int RoundUp(int length, int step) => checked(DivideUp(length, step) * step);

    private static int DivideUp(int length, int size) => size == 0 ? 0 : (int)(((long)length + size - 1) / size);
}
