using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>How a product is computed: which operands are packed, in which blocks and tiles, in which order.</summary>
/// <remarks>
/// The micro-kernel reads both operands where they lie, if only the rows of B are contiguous. Packing costs a pass over an operand; it
/// pays when the operand is read often, and from a cache that it would not stay in, or would fill badly: rows of B a power of two
/// apart fall into few sets of the cache. The thresholds were measured by `spanlinalg bench gemm --against openblas`, f64 and f32, on
/// a Zen 5 with SPANLINALG_SIMD=256 and 512; near each of them both ways take the same time.
/// </remarks>
internal readonly struct GemmPlan
{
    /// <summary>Rows of A from which a B that is too large for the first cache is packed.</summary>
    /// <remarks>16×4096×64, f64, 256 bits: 1.1 to 1.2 of OpenBLAS's speed packed, 0.9 to 1.04 in place.</remarks>
    private const int PackedRows = 12;

    /// <summary>Bytes of B up to which it is read in place: a share of the second-level cache.</summary>
    /// <remarks>n = 128, f64: 95 % of the FMA peak in place.</remarks>
    private const int InPlaceBytes = 128 * 1024;

    /// <summary>Rows of A from which A, too, is packed. Below, its tiles stay in the first-level cache as they are.</summary>
    /// <remarks>n = 192 and 256, f64: 95 and 92 % of the FMA peak with A in place.</remarks>
    private const int PackedRowsOfA = 256;

    /// <summary>Bytes of B up to which all of it is multiplied by some rows of A before the next: it stays in the cache.</summary>
    private const int SmallBytes = 64 * 1024;

    /// <summary>Columns of C from which a packed A is read often enough.</summary>
    private const int ReusingColumns = 64;

    /// <summary>Whether A is packed.</summary>
    public required bool PackA { get; init; }

    /// <summary>Whether B is packed.</summary>
    public required bool PackB { get; init; }

    /// <summary>Whether one block is all, and nothing is packed.</summary>
    public required bool IsDirect { get; init; }

    /// <summary>The blocks.</summary>
    public required GemmBlocking Blocks { get; init; }

    /// <summary>The tile of the micro-kernel, in rows and vectors.</summary>
    public required (int Rows, int Vectors) Tile { get; init; }

    /// <summary>Whether the tiles of some rows come one after the other, or those of some columns.</summary>
    public required bool ByRows { get; init; }

    /// <summary>The plan for C = AB, where A is m × k and B is k × n.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="depth">k.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="contiguousC">Whether C has contiguous rows.</param>
    public static unsafe GemmPlan For<T>(
        KernelSet<T> kernels,
        int m,
        int n,
        int depth,
        in StoredOperand a,
        in StoredOperand b,
        bool contiguousC
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytesB = (long)depth * n * sizeof(T);
        bool widensA = a.Format != StorageFormat.Computed,
            widensB = b.Format != StorageFormat.Computed;
        bool packB = widensA || widensB || b.Across != 1 || (m >= PackedRows && bytesB > InPlaceBytes);
        bool packA = widensA || (packB && (a.Along != 1 || m > PackedRowsOfA) && n > ReusingColumns);
        bool isDirect = contiguousC && !packA && !packB && depth <= GemmBlocking.KcBytes / sizeof(T);
        return new()
        {
            PackA = packA,
            PackB = packB,
            IsDirect = isDirect,
            Blocks = isDirect ? new(m, depth, n) : GemmBlocking.For(kernels, m, n, depth, packA, packB),
            Tile = packB ? kernels.FullTile : kernels.TileFor(m, n),
            ByRows = !packB && bytesB <= SmallBytes,
        };
    }
}
