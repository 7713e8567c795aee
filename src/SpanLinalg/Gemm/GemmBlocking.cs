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
    /// Chosen together with <see cref="McRows"/>: `spanlinalg bench gemm --against openblas`, n = 384, 512, 1024 on a Zen 5 with 1 MiB L2.
    /// Geometric mean of the speed relative to OpenBLAS for f64 at 256 bits, f32 at 256, f64 at 512 against SkylakeX kernels:
    /// 1.00, 1.00, 1.19; with 2048 bytes 1.02, 0.98, 1.16; with 1024 bytes 0.99, 0.98, 1.16; with 2048 bytes and 48 rows 0.97, 0.99, 1.16.
    /// </remarks>
    public const int KcBytes = 1536;

    /// <summary>Rows: with the depth above, 144 KiB of A, which leaves room for B in the second-level cache.</summary>
    private const int McRows = 96;

    /// <summary>Columns: with the depth above, 4.5 MiB of B at most, for the last-level cache.</summary>
    private const int NcColumns = 3072;

    /// <summary>Columns where A stays in place: with the depth above, 288 KiB of B at most, for the second-level cache.</summary>
    /// <remarks>B is then read again as soon as it is packed. 16×4096×64, f64, 256 bits: 1.2 of OpenBLAS's speed; 0.95 with 768 columns.</remarks>
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
        (int tileRows, int tileVectors) = kernels.FullTile;
        return new(
            packA ? Partition.RoundUp(Partition.Even(m, largest.Mc), tileRows) : m,
            Partition.Even(depth, largest.Kc),
            packB
                ? Partition.RoundUp(
                    Partition.Even(n, packA ? largest.Nc : Math.Min(largest.Nc, NcColumnsInPlace)),
                    tileVectors * kernels.Lanes
                )
                : n
        );
    }

    /// <summary>Bounds for the blocks of this product and of all smaller ones: what a workspace must have room for.</summary>
    public static unsafe GemmBlocking Largest<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int tileRows, int tileVectors) = kernels.FullTile;
        return new(
            Partition.RoundUp(Math.Min(m, McRows), tileRows),
            Math.Min(depth, KcBytes / sizeof(T)),
            Partition.RoundUp(Math.Min(n, NcColumns), tileVectors * kernels.Lanes)
        );
    }
}
