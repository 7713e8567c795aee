using System.Numerics;
using SpanLinalg.Kernels;

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
    /// the first-level cache and comes from the second, which is fast enough; fewer passes over C are worth more. On a Zen 5 (48 KiB, 1 MiB), 256 and 512 bits, 2048 to 6144 bytes differ by
    /// 2 % up to n = 1024, in no order that would repeat; 6144 lose 4 % at 1536.
    /// </remarks>
    private static readonly int KcBytes = (int)Math.Clamp(ProcessorCaches.Level1 * 3 / 32, 1536, 4096);

    /// <summary>How much deeper the blocks are where C is one vector wide.</summary>
    /// <remarks>
    /// A panel of B is one vector wide then, not three, and long stretches of the rows of A are what prefetchers want. 256 bits, f32, times the speed of OpenBLAS, with depths of 512, 1024 and
    /// 2048: 1024×8×1024, 1.52, 1.67 and 1.62; 1024×8×4096, 1.81, 1.95 and 1.93; 256×8×4096, 1.58, 1.65 and 1.59.
    /// </remarks>
    private const int NarrowDepths = 2;

    /// <summary>Rows of A: with the depth above, three sixteenths of the second-level cache, the rest being B's and C's, and perhaps another thread's.</summary>
    /// <remarks>
    /// 48 or 64 rows for 1 MiB. On a Zen 4 there was little between 48 and 144; on a Zen 5 whose core others use as well, 256 bits, f64, 96 rows were slower than 48: n = 1024, 1 to 3 %, n = 1536, 1 to 4 %.
    /// </remarks>
    private static readonly int McRows = (int)Math.Clamp(ProcessorCaches.Level2 * 3 / 16 / KcBytes / 8 * 8, 24, 192);

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
    /// direction; the depth is cut alike whatever is packed, so that the sums are formed in the same order.
    /// </remarks>
    public static GemmBlocking For<T>(
        KernelSet<T> kernels,
        int m,
        int n,
        int depth,
        bool packA,
        bool packB,
        bool isNarrow
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int depths = isNarrow ? NarrowDepths : 1;
        int kc = Partition.Even(depth, depths * DepthOf<T>());
        if (!packA && !packB)
        {
            return new(m, kc, n);
        }
        int panel = isNarrow ? kernels.Lanes : kernels.FullTile.Vectors * kernels.Lanes;
        return new(
            packA ? Partition.RoundUp(Partition.Even(m, LargestRows(m) / depths), TileShape.MostRows) : m,
            kc,
            packB ? Partition.RoundUp(Partition.Even(n, LargestColumns(n, packA, panel)), panel) : n
        );
    }

    /// <summary>Bounds for the blocks of this product and of all smaller ones: what a workspace must have room for.</summary>
    /// <remarks>Narrow blocks are deeper, and have as many rows and, of a panel of three vectors, columns less: MC·KC and KC·NC are bounded.</remarks>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="depth">The depth.</param>
    /// <param name="packA">Whether A is packed, too.</param>
    /// <param name="tileColumns">Columns of the largest tile.</param>
    public static GemmBlocking Largest<T>(int m, int n, int depth, bool packA, int tileColumns)
        where T : unmanaged =>
        new(LargestRows(m), Math.Min(depth, DepthOf<T>()), LargestColumns(n, packA, tileColumns));

    private static unsafe int DepthOf<T>()
        where T : unmanaged => KcBytes / sizeof(T);

    private static int LargestRows(int m) => Partition.RoundUp(Math.Min(m, McRows), NarrowDepths * TileShape.MostRows);

    private static int LargestColumns(int n, bool packA, int panel) =>
        Partition.RoundUp(Math.Min(n, packA ? NcColumns : NcColumnsInPlace), panel);
}
