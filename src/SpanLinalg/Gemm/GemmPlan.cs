using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The ways to compute a product.</summary>
internal enum GemmPath
{
    /// <summary>C is empty.</summary>
    Nothing,

    /// <summary>C ← βC, since the depth or α is zero.</summary>
    Scaling,

    /// <summary>Small matrices, straight to the kernel: <see cref="DirectGemm"/>.</summary>
    Direct,

    /// <summary>A matrix times one vector or a few: <see cref="Gemv"/> for each.</summary>
    Vectors,

    /// <summary>The five loops: <see cref="GemmLoops{T}"/>.</summary>
    Blocks,
}

/// <summary>How a product is computed: all that there is to decide, decided once and here.</summary>
/// <remarks>
/// The micro-kernel reads both operands where they lie, if only the rows of B are contiguous. Packing costs a pass over
/// an operand. It pays where the operand is read often, and from a cache that it would not stay in, or would fill
/// badly. Whatever is decided, an element of C is the same chain of operations in the same order, except by interleaved
/// steps and by GEMV.
/// </remarks>
internal readonly record struct GemmPlan
{
    /// <summary>The way.</summary>
    public required GemmPath Path { get; init; }

    /// <summary>
    /// Whether Cᵀ = BᵀAᵀ is computed instead, because C has contiguous columns, or is a row of vectors.
    /// </summary>
    public bool IsTransposed { get; init; }

    /// <summary>How a block of C is computed.</summary>
    public BlockMethod Method { get; init; }

    /// <summary>Whether A is packed, block by block.</summary>
    public bool PackA { get; init; }

    /// <summary>Whether B is packed, block by block.</summary>
    public bool PackB { get; init; }

    /// <summary>MC: rows of a block of A, if it is packed.</summary>
    public int BlockRows { get; init; }

    /// <summary>NC: columns of a block of B, if it is packed.</summary>
    public int BlockColumns { get; init; }

    /// <summary>KC: the depth of blocks.</summary>
    public int BlockDepth { get; init; }

    /// <summary>The rows of tiles and of panels of A, and the vectors in a row of a tile.</summary>
    public (int Rows, int Vectors) Tile { get; init; }

    /// <summary>Columns of a panel of B, and of a part of C, are a multiple of this.</summary>
    public int PanelColumns { get; init; }

    /// <summary>
    /// Elements of a tile, if each is computed in a copy because C has neither contiguous rows nor columns.
    /// </summary>
    public int CopyLength { get; init; }

    /// <summary>Threads, the caller's included.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether a block of B is packed by all threads together and used by all; else each packs what it uses.
    /// </summary>
    public bool SharesB => PackA && PackB;

    /// <summary>Elements of a block of B that all threads use.</summary>
    public int SharedLength => SharesB ? BlockColumns * BlockDepth : 0;

    /// <summary>Elements that a thread packs for itself: a block of A, or of B where A stays in place.</summary>
    public int OwnLength =>
        PackA ? BlockRows * BlockDepth
        : PackB ? BlockColumns * BlockDepth
        : 0;

    /// <summary>Whether the product is one for the direct way; α is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDirect<T>(in ReadOnlyMatrixView<T> a, in ReadOnlyMatrixView<T> b, in MatrixView<T> c)
        where T : unmanaged
    {
        if (!IsSmall(c.Rows, c.Columns, a.Columns))
        {
            return false;
        }
        return c.ColumnStride == 1
            ? b.ColumnStride != 1 || !NeedsPanels<T>(c.Rows, a.Columns, b.RowStride)
            : c.RowStride == 1 && (a.RowStride != 1 || !NeedsPanels<T>(c.Columns, a.Columns, a.ColumnStride));
    }

    /// <remarks>Zero, less one, is the largest number.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSmall(int m, int n, int depth)
    {
        uint largest = (uint)(m - 1) | (uint)(n - 1) | (uint)(depth - 1);
        if (largest >= GemmTuning.ShortVector && (m == 1 || n == 1))
        {
            return false;
        }
        return largest < GemmTuning.DirectDepth
            || (
                largest < GemmTuning.DirectElements
                && depth <= GemmTuning.DirectDepth
                && m * n <= GemmTuning.DirectElements
                && Math.Max(m, n) * depth <= GemmTuning.DirectElements
            );
    }

    /// <summary>Whether the rows of B are so crowded, and so often used, that even a small B is packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool NeedsPanels<T>(int m, int depth, nint rowStrideB)
        where T : unmanaged => m >= GemmTuning.CrowdedUses && IsCrowded<T>(depth, rowStrideB);

    /// <summary>How a block whose operands lie in place is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMethod MethodInPlace(int interleavedColumns, int n, int depth, nint alongA)
    {
        if (n > interleavedColumns || depth < GemmTuning.TwoStepsDepth || alongA != 1)
        {
            return BlockMethod.TilesByColumns;
        }

        // Half of two lanes is one column, whose product is GEMV's.
        return 2 * n <= interleavedColumns && interleavedColumns > 2 && depth >= GemmTuning.FourStepsDepth
            ? BlockMethod.FourStepsAtOnce
            : BlockMethod.TwoStepsAtOnce;
    }

    /// <summary>The plan for C ← αAB + βC.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="tuning">The numbers.</param>
    /// <param name="isZero">Whether α is zero.</param>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n.</param>
    /// <param name="c">C.</param>
    /// <param name="parallelism">How many threads may compute.</param>
    public static GemmPlan For<T>(
        KernelSet<T> kernels,
        GemmTuning tuning,
        bool isZero,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        in MatrixView<T> c,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty)
        {
            return new() { Path = GemmPath.Nothing };
        }
        if (isZero || a.Columns == 0)
        {
            return new() { Path = GemmPath.Scaling };
        }
        if (IsDirect(a, b, c))
        {
            return new() { Path = GemmPath.Direct };
        }

        int threads = ThreadsFor(parallelism, c.Rows, c.Columns, a.Columns);
        ReadOnlyMatrixView<T> turnedA = b.Transposed,
            turnedB = a.Transposed;
        MatrixView<T> turnedC = c.Transposed;
        bool isForGemv = IsForGemv(tuning, a, b, c);
        if (isForGemv || IsForGemv(tuning, turnedA, turnedB, turnedC))
        {
            return new()
            {
                Path = GemmPath.Vectors,
                IsTransposed = !isForGemv,
                Threads = threads,
            };
        }

        // The kernels store rows of C.
        bool turns = c.RowStride < c.ColumnStride;
        GemmPlan plan = turns ? Blocks(kernels, tuning, turnedA, turnedB, turnedC) : Blocks(kernels, tuning, a, b, c);
        return plan with { IsTransposed = turns, Threads = threads };
    }

    /// <summary>Threads for C (m × n).</summary>
    public static int ThreadsFor(Parallelism parallelism, int m, int n, int depth) =>
        parallelism.ThreadsFor(2.0 * m * n * depth, GemmTuning.FlopsPerThread);

    /// <summary>Elements of scratch that this plan needs.</summary>
    /// <exception cref="OverflowException">More than 2³¹ − 1.</exception>
    public int ScratchLength<T>()
        where T : unmanaged =>
        OwnLength + CopyLength > 0 ? Scratch<T>(SharedLength, OwnLength, CopyLength, Threads) : 0;

    /// <summary>
    /// Elements of scratch for C (m × n), for any strides; enough for every smaller product and fewer threads, too.
    /// </summary>
    /// <remarks>Zero where the stack does.</remarks>
    /// <exception cref="OverflowException">More than 2³¹ − 1.</exception>
    public static int WorkspaceLength<T>(
        KernelSet<T> kernels,
        GemmTuning tuning,
        int m,
        int n,
        int depth,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int threads = ThreadsFor(parallelism, m, n, depth);
        int panel = kernels.FullTile.Vectors * kernels.Lanes;
        int deep = Math.Min(depth, DepthOf<T>(tuning));
        int needed = Math.Max(Needed(m, n), Needed(n, m));
        return FitsOnStack<T>(needed) ? 0 : needed;

        // Sizes are rounded up to whole panels, and which operand plays A depends on the strides of C.
        int Needed(int rows, int columns)
        {
            long blockOfA = (long)deep * (Math.Min(rows, tuning.Rows) + TileShape.MostRows),
                blockOfB = (long)deep * (Math.Min(columns, tuning.Columns) + panel);
            int copy = TileShape.MostRows * panel;
            return Math.Max(Scratch<T>(blockOfB, blockOfA, copy, threads), Scratch<T>(0, blockOfB, copy, threads));
        }
    }

    /// <summary>Whether so many elements are taken from the stack.</summary>
    public static unsafe bool FitsOnStack<T>(int length)
        where T : unmanaged => (long)length * sizeof(T) <= GemmTuning.StackBytes;

    /// <summary>
    /// Whether lines of a matrix are almost a multiple of 4096 bytes apart, and too many for the sets of the
    /// first-level cache that they share.
    /// </summary>
    /// <remarks>
    /// Such a cache has 64 sets of eight lines or twelve, and addresses 4096 bytes apart share one; sixteen bytes more,
    /// and each fourth line begins the next set. Lines 2048 bytes apart do no harm.
    /// </remarks>
    /// <param name="lines">The lines.</param>
    /// <param name="stride">Elements from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool IsCrowded<T>(int lines, nint stride)
        where T : unmanaged => lines > 8 && stride != 0 && (((stride * sizeof(T)) + 15) & 4095) < 31;

    /// <summary>
    /// Whether GEMV is fast at the columns of B: one, or a few that are multiplied by contiguous rows of A.
    /// </summary>
    private static unsafe bool IsForGemv<T>(
        GemmTuning tuning,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> x,
        in MatrixView<T> y
    )
        where T : unmanaged =>
        x.RowStride == 1
        && (
            y.Columns == 1
                ? y.RowStride == 1 && (a.RowStride == 1 || a.ColumnStride == 1)
                : y.Columns <= GemmTuning.FewVectors
                    && a.Columns >= GemmTuning.FewVectorsDepth
                    && a.ColumnStride == 1
                    && (long)a.Rows * a.Columns * sizeof(T) <= tuning.LargeBytes
        );

    private static unsafe GemmPlan Blocks<T>(
        KernelSet<T> kernels,
        GemmTuning tuning,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = c.Rows,
            n = c.Columns,
            depth = a.Columns;
        bool hasRows = c.ColumnStride == 1;
        (int fullRows, int fullVectors) = kernels.FullTile;
        long bytesB = (long)depth * n * sizeof(T);
        bool isCrowded = IsCrowded<T>(depth, b.RowStride);

        BlockMethod method = hasRows
            ? MethodInPlace(kernels.InterleavedColumns, n, depth, a.ColumnStride)
            : BlockMethod.TilesByColumns;
        if (
            b.ColumnStride == 1
            && hasRows
            && isCrowded
            && m <= (m > fullRows ? GemmTuning.SweptRows : GemmTuning.SweptRowsOfTile)
            && n >= GemmTuning.SweptTiles * fullVectors * kernels.Lanes
            && depth >= GemmTuning.SweptDepth
        )
        {
            method = BlockMethod.RowSweep;
        }
        else if (
            method == BlockMethod.TilesByColumns
            && hasRows
            && bytesB <= GemmTuning.RowwiseBytes
            && (long)m * (depth + n) * sizeof(T) > tuning.LargeBytes
        )
        {
            method = BlockMethod.TilesByRows;
        }

        bool packB =
            b.ColumnStride != 1
            || (
                method != BlockMethod.RowSweep
                && (
                    (NeedsPanels<T>(m, depth, b.RowStride) && bytesB <= tuning.CrowdedBytes)
                    || (m >= GemmTuning.PackedRows && bytesB > tuning.InPlaceBytes * fullRows)
                )
            );
        bool packA = packB && m > GemmTuning.PackedRowsOfA && n > GemmTuning.ReusingColumns;
        (int rows, int vectors) tile = kernels.TileFor(m, n);
        if (packA && tile.rows > 4)
        {
            // Panels of four and eight rows of an A in columns are packed by whole lines, others element by element.
            tile.rows = tile.rows / 4 * 4;
        }
        bool isNarrow = method is BlockMethod.TwoStepsAtOnce or BlockMethod.FourStepsAtOnce;
        int panel = isNarrow ? n : tile.vectors * kernels.Lanes;
        return new()
        {
            Path = GemmPath.Blocks,
            Method = method,
            PackA = packA,
            PackB = packB,
            BlockRows = packA ? Partition.RoundUp(Partition.Even(m, tuning.Rows), tile.rows) : m,
            BlockColumns = packB ? Partition.RoundUp(Partition.Even(n, tuning.Columns), panel) : n,
            BlockDepth = Partition.Even(depth, (isNarrow ? GemmTuning.NarrowDepths : 1) * DepthOf<T>(tuning)),
            Tile = tile,
            PanelColumns = panel,
            CopyLength = hasRows ? 0 : tile.rows * panel,
        };
    }

    private static unsafe int DepthOf<T>(GemmTuning tuning)
        where T : unmanaged => tuning.DepthBytes / sizeof(T);

    private static int Scratch<T>(long shared, long own, long copy, int threads)
        where T : unmanaged =>
        checked(
            Workspace<T>.Size(shared)
            + (threads * (Workspace<T>.Size(own) + Workspace<T>.Size(copy)))
            + Workspace<T>.Slack
        );
}
