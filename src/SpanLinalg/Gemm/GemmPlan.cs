using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

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

    /// <summary>Rows of A from which a B is packed, however small, that is wide enough for a panel: its loads are then aligned, and the pass over it is nothing beside the rows.</summary>
    /// <remarks>1000×300×50, f32, 256 bits: 0.87 of OpenBLAS's speed in place, 1.01 packed; 1000×30×30, f64, 0.96 and 1.20.</remarks>
    private const int PackingRows = 192;

    /// <summary>Uses from which a strip is packed whose lines push each other out of the first-level cache.</summary>
    private const int CrowdedUses = 24;

    /// <summary>Rows of A from which A, too, is packed. Below, its tiles stay in the first-level cache as they are.</summary>
    /// <remarks>n = 192 and 256, f64: 95 and 92 % of the FMA peak with A in place.</remarks>
    private const int PackedRowsOfA = 256;

    /// <summary>Bytes of B up to which all of it is multiplied by some rows of A before the next, if A or C is large.</summary>
    /// <remarks>1024×1024×12, f64, 256 bits: 0.94 of OpenBLAS's speed column by column, 1.5 to 1.6 row by row; 128 and 256 KiB do equally well.</remarks>
    private const int SmallBytes = 128 * 1024;

    /// <summary>Bytes of A and C from which each of their rows is better gone through once: what the second-level cache does not keep.</summary>
    private static readonly long LargeBytes = ProcessorCaches.Level2 / 2;

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
    /// <param name="rowStrideC">Elements from one row of C to the next; zero, if the rows are not contiguous.</param>
    public static unsafe GemmPlan For<T>(
        KernelSet<T> kernels,
        int m,
        int n,
        int depth,
        in StoredOperand a,
        in StoredOperand b,
        nint rowStrideC
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = kernels.FullTile.Vectors * kernels.Lanes;
        long bytesB = (long)depth * n * sizeof(T);
        bool widensA = a.Format != StorageFormat.Computed,
            widensB = b.Format != StorageFormat.Computed;
        bool packB =
            widensB
            || b.Across != 1
            || (m >= PackedRows && bytesB > InPlaceBytes)
            || (m >= PackingRows && n >= panel)
            || IsCrowded<T>(m, depth, b.Along);
        bool packA =
            widensA
            || (packB && (a.Along != 1 || m > PackedRowsOfA) && n > ReusingColumns)
            || (a.Across == 1 && n > panel && IsCrowded<T>(depth, a.Along));
        bool isDirect = rowStrideC != 0 && !packA && !packB && depth <= GemmBlocking.KcBytes / sizeof(T);
        return new()
        {
            PackA = packA,
            PackB = packB,
            IsDirect = isDirect,
            Blocks = isDirect ? new(m, depth, n) : GemmBlocking.For(kernels, m, n, depth, packA, packB),
            Tile = TileFor(kernels, m, n, packA, packB),
            ByRows =
                bytesB <= SmallBytes
                && ((long)m * (depth + n) * sizeof(T) > LargeBytes || IsCrowded<T>(n, m, rowStrideC)),
        };
    }

    /// <summary>Whether a strip is gone through often enough to be packed if its lines are so far apart that they share few sets of the first-level cache.</summary>
    /// <param name="uses">How often the strip is gone through.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="stride">Elements from one of them to the next.</param>
    public static bool IsCrowded<T>(int uses, int lines, nint stride)
        where T : unmanaged => uses >= CrowdedUses && IsCrowded<T>(lines, stride);

    /// <summary>Whether lines of a matrix, within a strip of it, are so far apart that they share few sets of the first-level cache, and are too many for them.</summary>
    /// <remarks>
    /// A cache of 32 KiB has 64 sets of eight lines, and addresses 4096 bytes apart share one: lines 2ᵗ bytes apart fall into 4096/2ᵗ places. Such operands
    /// are packed: n = 64 and 128 in double, AVX2, 77 and 78 % of peak in place, 82 to 93 and 92 % packed. Such a C is gone through row by row.
    /// </remarks>
    /// <param name="lines">The lines.</param>
    /// <param name="stride">Elements from one of them to the next.</param>
    public static unsafe bool IsCrowded<T>(int lines, nint stride)
        where T : unmanaged
    {
        nint bytes = stride * sizeof(T);
        nint apart = Math.Min(bytes & -bytes, 4096);
        return lines * apart > 8 * 4096;
    }

    /// <summary>The tile that divides C most evenly, or the largest one where B is packed into panels for several strips.</summary>
    /// <remarks>
    /// One vector beyond a full tile would be a strip of its own, with too few sums; so it is divided, too. Panels of four and eight rows of A are packed by
    /// whole lines, others element by element.
    /// </remarks>
    private static (int Rows, int Vectors) TileFor<T>(KernelSet<T> kernels, int m, int n, bool packA, bool packB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int vectors) =
            packB && n > (kernels.FullTile.Vectors + 1) * kernels.Lanes ? kernels.FullTile : kernels.TileFor(m, n);
        return (packA && rows > 4 ? rows / 4 * 4 : rows, vectors);
    }
}
