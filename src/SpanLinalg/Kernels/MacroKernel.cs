using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>An operand of the macro-kernel, packed into panels or where it lies.</summary>
internal readonly unsafe struct TileOperand<T>
    where T : unmanaged
{
    /// <summary>The first element.</summary>
    public required T* Origin { get; init; }

    /// <summary>Elements from one line to the next (rows of A, columns of B), counted from panel to panel.</summary>
    public required nint Step { get; init; }

    /// <summary>Elements from one line to the next within a panel; 1 for B.</summary>
    public required nint Across { get; init; }

    /// <summary>Elements from one step along the depth to the next.</summary>
    public required nint Along { get; init; }

    /// <summary>Whether panels are filled up with zeros, so that they may be read as a whole.</summary>
    public bool IsPadded { get; init; }

    /// <summary>The lines from a later one on: the first of a panel, if they are packed.</summary>
    public TileOperand<T> From(int line) => this with { Origin = Origin + (line * Step) };

    /// <summary>Lines that are read where they lie.</summary>
    public static TileOperand<T> InPlace(T* origin, nint across, nint along) =>
        new()
        {
            Origin = origin,
            Step = across,
            Across = across,
            Along = along,
        };

    /// <summary>Lines in panels, as <c>Packing</c> leaves them.</summary>
    public static TileOperand<T> Packed(T* origin, int depth, int panelWidth) =>
        new()
        {
            Origin = origin,
            Step = depth,
            Across = 1,
            Along = panelWidth,
            IsPadded = true,
        };
}

/// <summary>Loops 2 and 1 of GEMM: a block of C, tile by tile.</summary>
internal static unsafe class MacroKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostRows = 8;

    private const int MostVectors = 3;

    /// <summary>The largest tile of C that the micro-kernel has registers for: what operands are packed for.</summary>
    public static (int Rows, int Vectors) FullTile => (TallestTile(MostVectors, isMasked: false), MostVectors);

    /// <summary>The tile that divides C most evenly, where nothing is packed.</summary>
    public static (int Rows, int Vectors) TileFor(int rows, int columns)
    {
        int vectors = Partition.Even(Partition.Count(columns, TSimd.Lanes), MostVectors);
        bool isMasked = columns % TSimd.Lanes != 0;
        return vectors switch
        {
            1 => (Partition.Even(rows, TallestTile(1, isMasked)), 1),
            2 => (Partition.Even(rows, TallestTile(2, isMasked)), 2),
            _ => (Partition.Even(rows, TallestTile(MostVectors, isMasked)), MostVectors),
        };
    }

    /// <summary>A sum for each vector of the tile, a row of B, a broadcast of A, and the mask must fit into the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TallestTile(int vectors, bool isMasked) =>
        Math.Min((TSimd.Registers - vectors - (isMasked ? 2 : 1)) / vectors, MostRows);

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, with contiguous rows.</param>
    /// <param name="rowStride">Elements from one row of C to the next.</param>
    /// <param name="tile">The tile's rows, and columns in vectors: those of the panels, where an operand is packed.</param>
    /// <param name="byRows">Whether all tiles of some rows come before the next rows, or all of some columns before the next.</param>
    public static void Run(
        int rows,
        int columns,
        int depth,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T alpha,
        T beta,
        T* c,
        nint rowStride,
        (int Rows, int Vectors) tile,
        bool byRows
    )
    {
        int tileColumns = tile.Vectors * TSimd.Lanes;
        if (byRows)
        {
            for (int i = 0; i < rows; i += tile.Rows)
            {
                int tall = Math.Min(tile.Rows, rows - i);
                for (int j = 0; j < columns; j += tileColumns)
                {
                    int wide = Math.Min(tileColumns, columns - j);
                    Tile(tall, wide, depth, a, i, b, j, alpha, beta, c, rowStride);
                }
            }
        }
        else
        {
            for (int j = 0; j < columns; j += tileColumns)
            {
                int wide = Math.Min(tileColumns, columns - j);
                for (int i = 0; i < rows; i += tile.Rows)
                {
                    int tall = Math.Min(tile.Rows, rows - i);
                    Tile(tall, wide, depth, a, i, b, j, alpha, beta, c, rowStride);
                }
            }
        }
    }

    /// <summary>C ← α·A·B + β·C for a few tiles, nothing being packed.</summary>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="a">A.</param>
    /// <param name="across">Elements from one row of A to the next.</param>
    /// <param name="along">Elements from one column of A to the next.</param>
    /// <param name="b">B, with contiguous rows.</param>
    /// <param name="rowStrideB">Elements from one row of B to the next.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, with contiguous rows.</param>
    /// <param name="rowStrideC">Elements from one row of C to the next.</param>
    public static void RunDirect(
        int rows,
        int columns,
        int depth,
        T* a,
        nint across,
        nint along,
        T* b,
        nint rowStrideB,
        T alpha,
        T beta,
        T* c,
        nint rowStrideC
    )
    {
        (int tall, int vectors) = TileFor(rows, columns);
        int wide = vectors * TSimd.Lanes;
        Operands operands = new()
        {
            Depth = depth,
            Across = across,
            Along = along,
            RowStrideB = rowStrideB,
            Alpha = alpha,
            Beta = beta,
            RowStrideC = rowStrideC,
        };
        for (int i = 0; i < rows; i += tall, a += tall * across, c += tall * rowStrideC)
        {
            for (int j = 0; j < columns; j += wide)
            {
                operands.A = a;
                operands.B = b + j;
                operands.C = c + j;
                RunTile(Math.Min(tall, rows - i), Math.Min(wide, columns - j), isPadded: false, operands);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(
        int rows,
        int columns,
        int depth,
        in TileOperand<T> a,
        int i,
        in TileOperand<T> b,
        int j,
        T alpha,
        T beta,
        T* c,
        nint rowStride
    )
    {
        Operands operands = new()
        {
            Depth = depth,
            A = a.Origin + (i * a.Step),
            Across = a.Across,
            Along = a.Along,
            B = b.Origin + (j * b.Step),
            RowStrideB = b.Along,
            Alpha = alpha,
            Beta = beta,
            C = c + (i * rowStride) + j,
            RowStrideC = rowStride,
        };
        RunTile(rows, columns, b.IsPadded, operands);
    }

    private static void RunTile(int rows, int columns, bool isPadded, in Operands operands)
    {
        switch (rows)
        {
            case 1:
                Run<One>(columns, isPadded, operands);
                break;
            case 2:
                Run<Two>(columns, isPadded, operands);
                break;
            case 3:
                Run<Three>(columns, isPadded, operands);
                break;
            case 4:
                Run<Four>(columns, isPadded, operands);
                break;
            case 5:
                Run<Five>(columns, isPadded, operands);
                break;
            case 6:
                Run<Six>(columns, isPadded, operands);
                break;
            case 7:
                Run<Seven>(columns, isPadded, operands);
                break;
            default:
                Run<Eight>(columns, isPadded, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(int columns, bool isPadded, in Operands operands)
        where TRows : struct, IExtent
    {
        switch (Partition.Count(columns, TSimd.Lanes))
        {
            case 1:
                Run<TRows, One>(columns, isPadded, operands);
                break;
            case 2:
                Run<TRows, Two>(columns, isPadded, operands);
                break;
            default:
                Run<TRows, Three>(columns, isPadded, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TColumns>(int columns, bool isPadded, in Operands operands)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent
    {
        int lastLanes = columns % TSimd.Lanes;
        if (lastLanes == 0)
        {
            Run<TRows, TColumns, WholeEdge>(lastLanes, operands);
        }
        else if (isPadded)
        {
            Run<TRows, TColumns, PaddedEdge>(lastLanes, operands);
        }
        else
        {
            Run<TRows, TColumns, MaskedEdge>(lastLanes, operands);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TColumns, TEdge>(int lastLanes, in Operands o)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent
        where TEdge : struct, ITileEdge =>
        MicroKernel<TSimd, TVector, T, TRows, TColumns, TEdge>.Run(
            o.Depth,
            o.A,
            o.Across,
            o.Along,
            o.B,
            o.RowStrideB,
            o.Alpha,
            o.Beta,
            o.C,
            o.RowStrideC,
            lastLanes
        );

    /// <summary>What the micro-kernel takes, of whichever shape.</summary>
    private struct Operands
    {
        public int Depth;
        public T* A;
        public nint Across;
        public nint Along;
        public T* B;
        public nint RowStrideB;
        public T Alpha;
        public T Beta;
        public T* C;
        public nint RowStrideC;
    }
}
