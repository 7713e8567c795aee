using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>How a product is computed: which operands are packed, in which blocks and tiles, in which order.</summary>
/// <remarks>
/// The micro-kernel reads both operands where they lie, if only the rows of B are contiguous. Packing costs a pass over an operand; it
/// pays when the operand is read often, and from a cache that it would not stay in, or would fill badly: rows of B 4096 bytes
/// apart fall into few sets of the cache. The thresholds were measured by `spanlinalg bench gemm --against openblas`, f64 and f32, on
/// a Zen 5 with SPANLINALG_SIMD=256 and 512; near each of them both ways take the same time.
/// </remarks>
internal readonly struct GemmPlan
{
    /// <summary>Rows of A from which a B is packed that is too large to be read in place so often.</summary>
    /// <remarks>
    /// 256 bits, times the speed of OpenBLAS, packed and in place: 12×1000×200, f32, 1.00 and 1.34, f64, 1.32 and 1.69; 100×1000×300, f32, 1.01 and 1.05;
    /// 160×500×1000, f64, 1.06 and 1.02.
    /// </remarks>
    private const int PackedRows = 192;

    /// <summary>Rows of A, or columns of C, from which it pays to pack crowded rows of B, or to go through a crowded C row by row; small products have a bound of their own.</summary>
    /// <remarks>16×100×100 with lines 4096 bytes apart, f32, 256 bits: 0.76 of OpenBLAS's speed in place, 1.03 packed; 12×100×100, 0.83 and 0.99.</remarks>
    private const int CrowdedUses = 12;

    /// <summary>Rows of A up to which crowded rows of B are better gone through one after the other than packed, or strip by strip.</summary>
    /// <remarks>
    /// 256 bits, times the speed of OpenBLAS, packed and so: 16×1024×256, f32, 1.17 and 1.34, f64, 1.76 and 1.95; 24×2048×500, f32, 1.03 and 0.98. In place and so: 4×1024×1024, f32, 1.55 and
    /// 2.05, f64, 3.3 and 4.4; 8×1024×64, f32, 1.11 and 1.44.
    /// </remarks>
    private const int SweptRows = 16;

    /// <summary>Rows of A up to which this also holds where a single tile would be as tall as A, and read B only once: with so few rows, it would do too little in the meantime.</summary>
    /// <remarks>512 bits, f64, in place and so: 4×1024×1024, 174 and 149 µs; 6×1024×1024, 177 and 259.</remarks>
    private const int SweptRowsOfTile = 4;

    /// <summary>Depth from which it is worth to begin such sums in memory.</summary>
    /// <remarks>256 bits, f32, times the speed of OpenBLAS, packed and so: 16×1024×32, 1.07 and 0.95; 16×1024×64, 1.06 and 1.11.</remarks>
    private const int SweptDepth = 64;

    /// <summary>Full tiles beside each other from which a row of B is long enough.</summary>
    /// <remarks>256 bits, f32, times the speed of OpenBLAS, rows 4096 bytes apart, packed or in place and so: 16×100×100, 1.04 and 0.89; 8×128×512, 1.21 and 1.42; f64, 8×64×512, 1.35 and 1.6.</remarks>
    private const int SweptTiles = 5;

    /// <summary>Rows of A from which A, too, is packed. Below, its tiles stay in the first-level cache as they are.</summary>
    /// <remarks>n = 192 and 256, f64: 95 and 92 % of the FMA peak with A in place.</remarks>
    private const int PackedRowsOfA = 256;

    /// <summary>Bytes of B up to which all of it is multiplied by some rows of A before the next, if A or C is large.</summary>
    /// <remarks>1024×1024×12, f64, 256 bits: 0.94 of OpenBLAS's speed column by column, 1.5 to 1.6 row by row; 128 and 256 KiB do equally well.</remarks>
    private const int SmallBytes = 128 * 1024;

    /// <summary>Bytes of A and C from which each of their rows is better gone through once: the second-level cache has B and others to keep as well.</summary>
    private static readonly long LargeBytes = ProcessorCaches.Level2 / 4;

    /// <summary>Bytes of B for each row of a tile up to which it is read in place: tall tiles read it less often.</summary>
    /// <remarks>
    /// A cache of 1 MiB, times OpenBLAS's speed, packed and in place: 384×384×384, 256 bits, f32, 1.01 and 1.03; 640×640×640, 1.01 and 1.03, f64, 1.02
    /// and 0.95; 384×384×384, 512 bits, f64, 1.24 and 1.31; 768×768×768, 1.21 and 1.20.
    /// </remarks>
    private static readonly long InPlaceBytes = ProcessorCaches.Level2 / 4;

    /// <summary>Columns of C from which a packed A is read often enough.</summary>
    private const int ReusingColumns = 64;

    /// <summary>Depth up to which a sixth of the first-level cache keeps the lines of an A in columns from one tile to the next, so that it may stay where it is.</summary>
    /// <remarks>
    /// Aᵀ in rows, 256 bits, a cache of 48 KiB, times the speed of OpenBLAS, in place and packed: 200×200×200, f32, 1.06 and 0.97; 250×250×250, f64, 0.87 and 1.00;
    /// 250×250×500, f32, 0.88 and 0.99.
    /// </remarks>
    private static readonly int DeepestColumns = (int)(ProcessorCaches.Level1 / 6 / 64);

    /// <summary>Whether A is packed.</summary>
    public required bool PackA { get; init; }

    /// <summary>Whether B is packed.</summary>
    public required bool PackB { get; init; }

    /// <summary>The blocks.</summary>
    public required GemmBlocking Blocks { get; init; }

    /// <summary>The tile of the micro-kernel, in rows and vectors; without tiles, what C is better not cut through.</summary>
    public required (int Rows, int Vectors) Tile { get; init; }

    /// <summary>How a block is computed.</summary>
    public required BlockMethod Method { get; init; }

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
        bool sweeps =
            !widensA
            && !widensB
            && b.Across == 1
            && rowStrideC != 0
            && m <= (m > kernels.FullTile.Rows ? SweptRows : SweptRowsOfTile)
            && n >= SweptTiles * panel
            && depth >= SweptDepth
            && IsCrowded<T>(depth, b.Along);

        bool isNarrow = rowStrideC != 0 && kernels.SuitsNarrowBlock(n, depth, a.Along);
        bool packB =
            !sweeps
            && (
                widensB
                || b.Across != 1
                || (m >= CrowdedUses && IsCrowded<T>(depth, b.Along))
                || (m >= PackedRows && bytesB > InPlaceBytes * kernels.FullTile.Rows)
            );
        bool isReused = n > ReusingColumns;
        bool packRowsOfA = isReused && packB && m > PackedRowsOfA;
        bool packColumnsOfA =
            (isReused && (packB || depth > DeepestColumns))
            || (a.Across == 1 && n > panel && IsCrowded<T>(depth, a.Along));
        bool packA = !sweeps && (widensA || (a.Along == 1 ? packRowsOfA : packColumnsOfA));
        return new()
        {
            PackA = packA,
            PackB = packB,
            Blocks = GemmBlocking.For(kernels, m, n, depth, packA, packB, isNarrow),
            Tile =
                isNarrow ? (1, 1)
                : sweeps ? (1, 2)
                : TileFor(kernels, m, n, packA, packB),
            Method =
                isNarrow ? BlockMethod.Narrow
                : sweeps ? BlockMethod.RowSweep
                : bytesB <= SmallBytes
                && ((long)m * (depth + n) * sizeof(T) > LargeBytes || (n >= CrowdedUses && IsCrowded<T>(m, rowStrideC)))
                    ? BlockMethod.TilesByRows
                : BlockMethod.TilesByColumns,
        };
    }

    /// <summary>Whether lines of a matrix, within a strip of it, are almost a multiple of 4096 bytes apart, and too many for the few sets of the first-level cache that they share.</summary>
    /// <remarks>
    /// Such a cache has 64 sets of eight lines or twelve, and addresses 4096 bytes apart share one; sixteen bytes more, and each fourth line begins the next set. Such operands
    /// are packed: n = 64 and 128, 256 bits, 55 to 63 % of peak in place, 87 to 93 % packed. Such a C is gone through row by row. Lines 2048 bytes apart do no harm.
    /// </remarks>
    /// <param name="lines">The lines.</param>
    /// <param name="stride">Elements from one of them to the next.</param>
    public static unsafe bool IsCrowded<T>(int lines, nint stride)
        where T : unmanaged => lines > 8 && stride != 0 && (((stride * sizeof(T)) + 15) & 4095) < 31;

    /// <summary>The tile that divides C most evenly, or the largest one where B is packed and has more columns than that and a vector.</summary>
    /// <remarks>
    /// One vector beyond a full tile would be a strip of its own, with too few sums; so it is divided, too. Panels of four and eight rows of an A in columns are
    /// packed by whole lines, others element by element.
    /// </remarks>
    private static (int Rows, int Vectors) TileFor<T>(KernelSet<T> kernels, int m, int n, bool packA, bool packB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int vectors) =
            packB && n > (kernels.FullTile.Vectors + 1) * kernels.Lanes ? kernels.FullTile : kernels.TileFor(m, n);
        return (packA && rows > 4 ? rows / 4 * 4 : rows, vectors);
    }
}
