using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>The block sizes of the packed GEMM, named as in the BLIS papers.</summary>
/// <param name="Mc">Rows of A packed at a time: MC·KC elements stay in the second-level cache.</param>
/// <param name="Kc">Depth of a block: a panel of KC rows of B stays near the first-level cache.</param>
/// <param name="Nc">Columns of B packed at a time: KC·NC elements stay in the last-level cache.</param>
internal readonly record struct GemmBlocking(int Mc, int Kc, int Nc)
{
    /// <summary>Depth in bytes, so that float gets twice the elements of double: 3 KiB for a first-level cache of 32 KiB.</summary>
    /// <remarks>
    /// Measured on a Zen 4 (32 KiB, 1 MiB), AVX2, share of peak at n = 384, 512, 768, 1024, 2048 in double: 84, 87, 86, 85, 89 % with 1536 bytes,
    /// 90, 88, 90, 90, 90 % with 3072, as much with 4096; float 89, 86, 89, 89, 88 % and 90, 90, 92, 91, 91 %. A panel of B then is a little larger than
    /// the first-level cache and comes from the second, which is fast enough; fewer passes over C are worth more.
    /// </remarks>
    public static readonly int KcBytes = (int)Math.Clamp(ProcessorCaches.Level1 * 3 / 32, 1536, 4096);

    /// <summary>Rows of A: with the depth above, a bit more than a quarter of the second-level cache, the rest being B's and C's.</summary>
    /// <remarks>96 rows for 1 MiB; from 48 to 144 there is little between them.</remarks>
    private static readonly int McRows = (int)Math.Clamp(ProcessorCaches.Level2 * 9 / 32 / KcBytes / 8 * 8, 24, 192);

    /// <summary>Columns of B: with the depth above, a quarter of the last-level cache, which other cores use as well.</summary>
    /// <remarks>n = 2048 on a machine with 32 MiB: 86 to 90 % of peak with 1024, 1536 and 3072 columns, in no order that would repeat.</remarks>
    private static readonly int NcColumns = (int)
        Math.Clamp(ProcessorCaches.Level3 / 4 / KcBytes / 192 * 192, 768, 3072);

    /// <summary>Columns where A stays in place: B is then read again as soon as it is packed.</summary>
    /// <remarks>16×4096×64, f64, 256 bits: 1.2 of OpenBLAS's speed; 0.95 with 768 columns.</remarks>
    private const int NcColumnsInPlace = 192;

    /// <summary>The blocks for a product C (m × n) of the given depth.</summary>
    /// <remarks>
    /// Equal parts of at most the largest size, instead of a sliver at the end. An operand that is not packed is not cut in its other
    /// direction; the depth is cut alike in any case, so that the sums are formed in the same order.
    /// </remarks>
    public static GemmBlocking For<T>(KernelSet<T> kernels, int m, int n, int depth, bool packA, bool packB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmBlocking largest = Largest(kernels, m, n, depth);
        int tileColumns = kernels.FullTile.Vectors * kernels.Lanes;
        return new(
            packA ? Partition.RoundUp(Partition.Even(m, largest.Mc), TileShape.MostRows) : m,
            Partition.Even(depth, largest.Kc),
            packB
                ? Partition.RoundUp(Partition.Even(n, packA ? largest.Nc : LargestInPlace(kernels, n)), tileColumns)
                : n
        );
    }

    /// <summary>Bounds for the blocks of this product and of all smaller ones: what a workspace must have room for.</summary>
    public static unsafe GemmBlocking Largest<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileColumns = kernels.FullTile.Vectors * kernels.Lanes;
        return new(
            Partition.RoundUp(Math.Min(m, McRows), TileShape.MostRows),
            Math.Min(depth, KcBytes / sizeof(T)),
            Partition.RoundUp(Math.Min(n, NcColumns), tileColumns)
        );
    }

    /// <summary>A bound for the columns of a block of B where A stays in place.</summary>
    public static int LargestInPlace<T>(KernelSet<T> kernels, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Partition.RoundUp(Math.Min(n, NcColumnsInPlace), kernels.FullTile.Vectors * kernels.Lanes);
}
