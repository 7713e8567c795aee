using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The block sizes of the packed GEMM, named as in the BLIS papers.</summary>
/// <param name="Mc">Rows of A packed at a time: MC·KC elements stay in the second-level cache.</param>
/// <param name="Kc">Depth of a block: KC·NR elements of B stay in the first-level cache.</param>
/// <param name="Nc">Columns of B packed at a time: KC·NC elements stay in the last-level cache.</param>
internal readonly record struct GemmBlocking(int Mc, int Kc, int Nc)
{
    /// <summary>Depth in bytes, so that float gets twice the elements of double.</summary>
    /// <remarks>
    /// The micro-panel of B (NR wide) leaves the first-level cache for it, but the kernel lives well on the second, and C is read and
    /// written less often. Share of FMA peak, double, n = 512, 768, 1024, Zen 5 with 1 MiB L2, median of three runs of
    /// GEMM against a probe of the peak: AVX-512 0.83, 0.86, 0.84 (with 1536 bytes: 0.82, 0.81, 0.80), AVX2 0.89, 0.90, 0.88 (with 2048: 0.86, 0.87,
    /// 0.85).
    /// </remarks>
    private const int KcBytes = 4096;

    /// <summary>Rows: with the depth above, 384 KiB of A. Twice as many measured no better, and smaller caches exist.</summary>
    private const int McRows = 96;

    /// <summary>Columns: with the depth above, 12 MiB of B at most, for the last-level cache.</summary>
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
