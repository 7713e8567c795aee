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

    /// <summary>Whether the lines are in panels, as tall or wide as the tiles.</summary>
    public bool HasPanels { get; init; }

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
            HasPanels = true,
        };
}

/// <summary>Loops 2 and 1 of GEMM: a block of C, tile by tile.</summary>
internal static unsafe class MacroKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest tile of C that the micro-kernel has registers for.</summary>
    public static (int Rows, int Vectors) FullTile => (TallestTile(TileShape.MostVectors), TileShape.MostVectors);

    /// <summary>The tile that divides C most evenly.</summary>
    public static (int Rows, int Vectors) TileFor(int rows, int columns)
    {
        int vectors = Partition.Even(Partition.Count(columns, TSimd.Lanes), TileShape.MostVectors);
        return vectors switch
        {
            1 => (Partition.Even(rows, TallestTile(1)), 1),
            2 => (Partition.Even(rows, TallestTile(2)), 2),
            _ => (Partition.Even(rows, TallestTile(TileShape.MostVectors)), TileShape.MostVectors),
        };
    }

    /// <summary>A sum for each vector of the tile, a row of B and a broadcast of A must fit into the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TallestTile(int vectors) =>
        Math.Min((TSimd.Registers - vectors - 1) / vectors, TileShape.MostRows);

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
    /// <param name="method">The method: <see cref="BlockMethod.RowSweep"/> only if nothing is packed, <see cref="BlockMethod.Narrow"/> only with contiguous rows of A, or panels of one row.</param>
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
        BlockMethod method
    )
    {
        if (method == BlockMethod.RowSweep)
        {
            SweepRows(rows, columns, depth, a, b, alpha, beta, c, rowStride);
            return;
        }
        if (TSimd.Lanes > 1 && method == BlockMethod.Narrow)
        {
            NarrowBlock<TSimd, TVector, T>.Run(
                rows,
                columns,
                depth,
                a.Origin,
                a.Step,
                b.Origin,
                b.Along,
                alpha,
                beta,
                c,
                rowStride
            );
            return;
        }

        Operands operands = new()
        {
            Depth = depth,
            A = a.Origin,
            StepA = a.Step,
            HasPanelsOfA = a.HasPanels,
            Across = a.Across,
            Along = a.Along,
            B = b.Origin,
            StepB = b.Step,
            RowStrideB = b.Along,
            HasPanelsOfB = b.HasPanels,
            Alpha = alpha,
            Beta = beta,
            C = c,
            RowStrideC = rowStride,
        };
        RunStrips(rows, columns, ref operands, tile, method == BlockMethod.TilesByRows);
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
        Operands operands = new()
        {
            Depth = depth,
            A = a,
            StepA = across,
            Across = across,
            Along = along,
            B = b,
            StepB = 1,
            RowStrideB = rowStrideB,
            Alpha = alpha,
            Beta = beta,
            C = c,
            RowStrideC = rowStrideC,
        };
        RunStrips(rows, columns, ref operands, TileFor(rows, columns), byRows: false);
    }

    /// <summary>A row of B after the other, but for a last few columns.</summary>
    private static void SweepRows(
        int rows,
        int columns,
        int depth,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T alpha,
        T beta,
        T* c,
        nint rowStride
    )
    {
        int rest = columns % RowSweep<TSimd, TVector, T>.ColumnsTogether;
        columns -= rest;
        RowSweep<TSimd, TVector, T>.Run(
            rows,
            columns,
            depth,
            a.Origin,
            a.Across,
            a.Along,
            b.Origin,
            b.Along,
            alpha,
            beta,
            c,
            rowStride
        );
        if (rest > 0)
        {
            RunDirect(
                rows,
                rest,
                depth,
                a.Origin,
                a.Across,
                a.Along,
                b.Origin + columns,
                b.Along,
                alpha,
                beta,
                c + columns,
                rowStride
            );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunStrips(int rows, int columns, ref Operands o, (int Rows, int Vectors) tile, bool byRows)
    {
        T* a = o.A;
        T* b = o.B;
        T* c = o.C;
        if (byRows || rows <= tile.Rows)
        {
            for (int i = 0; i < rows; i += tile.Rows, a += tile.Rows * o.StepA, c += tile.Rows * o.RowStrideC)
            {
                int tall = Math.Min(tile.Rows, rows - i);
                for (int j = 0, wide; j < columns; j += wide * o.Tiles)
                {
                    (wide, o.Tiles) = Strips(columns - j, tile.Vectors, o.HasPanelsOfB);
                    o.A = a;
                    o.B = b + (j * o.StepB);
                    o.C = c + j;
                    o.NextA = 0;
                    o.NextB = wide * o.StepB;
                    o.NextC = wide;
                    RunTiles(tall, Math.Min(wide, columns - j), o);
                }
            }
        }
        else
        {
            for (int j = 0, wide; j < columns; j += wide, b += wide * o.StepB, c += wide)
            {
                (wide, _) = Strips(columns - j, tile.Vectors, o.HasPanelsOfB);
                int columnsHere = Math.Min(wide, columns - j);

                // Panels of A are as tall as they were packed, and the last one is what is left. Where A lies, a narrower strip can have taller tiles, and
                // the rows that are missing at the end are taken from as many tiles: a low tile has too few sums to keep the multipliers busy.
                int tall = o.HasPanelsOfA ? tile.Rows : TileFor(rows, columnsHere).Rows;
                int tiles = Partition.Count(rows, tall);
                int missing = (tiles * tall) - rows;
                int lower = o.HasPanelsOfA ? Math.Min(missing, 1) : missing;
                o.A = a;
                o.B = b;
                o.C = c;
                o.NextA = tall * o.StepA;
                o.NextB = 0;
                o.NextC = tall * o.RowStrideC;
                o.Tiles = tiles - lower;
                RunTiles(tall, columnsHere, o);
                if (lower > 0)
                {
                    int low = o.HasPanelsOfA ? tall - missing : tall - 1;
                    o.A += o.Tiles * o.NextA;
                    o.C += o.Tiles * o.NextC;
                    o.NextA = low * o.StepA;
                    o.NextC = low * o.RowStrideC;
                    o.Tiles = lower;
                    RunTiles(low, columnsHere, o);
                }
            }
        }
    }

    /// <summary>The width of the next strip of columns, and how many strips of it may follow one another.</summary>
    /// <remarks>
    /// A strip of one vector has too few sums to keep the multipliers busy, so four vectors that are left are cut into two and two, not three and one.
    /// Panels are as wide as they were packed.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Width, int Count) Strips(int columns, int vectors, bool hasPanels)
    {
        int wide = vectors * TSimd.Lanes;
        if (hasPanels || vectors < TileShape.MostVectors)
        {
            return (wide, Math.Max(columns / wide, 1));
        }
        int reserved = (TileShape.MostVectors + 1) * TSimd.Lanes;
        return Partition.Count(columns, TSimd.Lanes) == TileShape.MostVectors + 1
            ? (2 * TSimd.Lanes, 1)
            : (wide, columns > reserved + wide ? (columns - reserved) / wide : 1);
    }

    private static void RunTiles(int rows, int columns, in Operands operands)
    {
        switch (rows)
        {
            case 1:
                Run<One>(columns, operands);
                break;
            case 2:
                Run<Two>(columns, operands);
                break;
            case 3:
                Run<Three>(columns, operands);
                break;
            case 4:
                Run<Four>(columns, operands);
                break;
            case 5:
                Run<Five>(columns, operands);
                break;
            case 6:
                Run<Six>(columns, operands);
                break;
            case 7:
                Run<Seven>(columns, operands);
                break;
            default:
                Run<Eight>(columns, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(int columns, in Operands operands)
        where TRows : struct, IExtent
    {
        switch (Partition.Count(columns, TSimd.Lanes))
        {
            case 1:
                Run<TRows, One>(columns, operands);
                break;
            case 2:
                Run<TRows, Two>(columns, operands);
                break;
            default:
                Run<TRows, Three>(columns, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TColumns>(int columns, in Operands operands)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent
    {
        int lastLanes = columns % TSimd.Lanes;
        if (lastLanes == 0)
        {
            Run<TRows, TColumns, WholeEdge>(lastLanes, operands);
        }
        else if (TColumns.Value > 1)
        {
            Run<TRows, TColumns, SharedEdge>(lastLanes, operands);
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
            lastLanes,
            o.Tiles,
            o.NextA,
            o.NextB,
            o.NextC
        );

    /// <summary>What the micro-kernel takes, of whichever shape.</summary>
    private struct Operands
    {
        public int Depth;
        public T* A;
        public nint StepA;
        public bool HasPanelsOfA;
        public nint Across;
        public nint Along;
        public T* B;
        public nint StepB;
        public nint RowStrideB;
        public bool HasPanelsOfB;
        public T Alpha;
        public T Beta;
        public T* C;
        public nint RowStrideC;
        public int Tiles;
        public nint NextA;
        public nint NextB;
        public nint NextC;
    }
}
