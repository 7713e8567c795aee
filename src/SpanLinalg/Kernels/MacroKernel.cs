using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

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
        return (EvenRows(rows, vectors).Size, vectors);
    }

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C and the operands.</param>
    /// <param name="tile">The tile's rows, and columns in vectors: those of the panels, where an operand is packed.</param>
    /// <param name="method">The method: <see cref="BlockMethod.RowSweep"/> only if nothing is packed, <see cref="BlockMethod.Narrow"/> only with contiguous rows of A, or panels of one row.</param>
    public static void Run(in BlockOperands<T> block, (int Rows, int Vectors) tile, BlockMethod method)
    {
        if (method == BlockMethod.RowSweep)
        {
            RowSweep<TSimd, TVector, T>.Run(block);
        }
        else if (TSimd.Lanes > 1 && method == BlockMethod.Narrow)
        {
            NarrowBlock<TSimd, TVector, T>.Run(block);
        }
        else
        {
            RunStrips(block, tile, method == BlockMethod.TilesByRows);
        }
    }

    /// <summary>C ← α·A·B + β·C for a few tiles, nothing being packed.</summary>
    /// <param name="block">C and the operands.</param>
    /// <remarks>
    /// A C with at most half of 512 bits in a row is computed 256 bits wide: whole vectors need no masks, which cost as much as the
    /// arithmetic of 4×4×4. Sums are formed in the same order.
    /// </remarks>
    public static void RunDirect(in BlockOperands<T> block)
    {
        if (NarrowBlock<TSimd, TVector, T>.Suits(block.Columns, block.Depth, block.A.Along))
        {
            NarrowBlock<TSimd, TVector, T>.Run(block);
        }
        else if (typeof(TSimd) == typeof(Simd512<T>) && block.Columns <= Simd256<T>.Lanes)
        {
            MacroKernel<Simd256<T>, Vector256<T>, T>.RunFewTiles(block);
        }
        else
        {
            RunFewTiles(block);
        }
    }

    private static void RunFewTiles(in BlockOperands<T> block) =>
        RunStrips(block, TileFor(block.Rows, block.Columns), byRows: false);

    /// <summary>A sum for each vector of the tile, a row of B and a broadcast of A must fit into the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TallestTile(int vectors) =>
        Math.Min((TSimd.Registers - vectors - 1) / vectors, TileShape.MostRows);

    /// <summary>Rows in tiles of almost one height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Parts EvenRows(int rows, int vectors) =>
        vectors switch
        {
            1 => Parts.Even(rows, TallestTile(1)),
            2 => Parts.Even(rows, TallestTile(2)),
            _ => Parts.Even(rows, TallestTile(TileShape.MostVectors)),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunStrips(in BlockOperands<T> o, (int Rows, int Vectors) tile, bool byRows)
    {
        if (byRows || o.Rows <= tile.Rows)
        {
            for (int i = 0; i < o.Rows; i += tile.Rows)
            {
                int rows = Math.Min(tile.Rows, o.Rows - i);
                RunRow(rows, o.A.Origin + (i * o.A.Step), o.C + (i * o.RowStrideC), tile.Vectors, o);
            }
        }
        else
        {
            for (int j = 0, wide; j < o.Columns; j += wide)
            {
                (wide, _) = Strips(o.Columns - j, tile.Vectors, o.B.HasPanels);
                RunStrip(Math.Min(wide, o.Columns - j), o.B.Origin + (j * o.B.Step), o.C + j, tile.Rows, o);
            }
        }
    }

    /// <summary>Tiles beside each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunRow(int rows, T* a, T* c, int vectors, in BlockOperands<T> o)
    {
        for (int j = 0, wide, count; j < o.Columns; j += wide * count)
        {
            (wide, count) = Strips(o.Columns - j, vectors, o.B.HasPanels);
            Tiles tiles = new()
            {
                A = a,
                B = o.B.Origin + (j * o.B.Step),
                C = c + j,
                Count = count,
                NextB = wide * o.B.Step,
                NextC = wide,
            };
            RunTiles(rows, Math.Min(wide, o.Columns - j), tiles, o);
        }
    }

    /// <summary>Tiles one below the other.</summary>
    /// <remarks>
    /// Panels of A are as tall as they were packed, and the last one is what is left. Where A lies, a narrower strip can have taller tiles, and
    /// the rows that are missing at the end are taken from as many tiles: a low tile has too few sums to keep the multipliers busy.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunStrip(int columns, T* b, T* c, int panelRows, in BlockOperands<T> o)
    {
        Parts rows = o.A.HasPanels
            ? Parts.WithRest(o.Rows, panelRows)
            : EvenRows(o.Rows, Partition.Count(columns, TSimd.Lanes));
        Tiles tiles = new()
        {
            A = o.A.Origin,
            B = b,
            C = c,
            Count = rows.Count,
            NextA = rows.Size * o.A.Step,
            NextC = rows.Size * o.RowStrideC,
        };
        RunTiles(rows.Size, columns, tiles, o);
        if (rows.LastCount > 0)
        {
            tiles.A += tiles.Count * tiles.NextA;
            tiles.C += tiles.Count * tiles.NextC;
            tiles.Count = rows.LastCount;
            tiles.NextA = rows.LastSize * o.A.Step;
            tiles.NextC = rows.LastSize * o.RowStrideC;
            RunTiles(rows.LastSize, columns, tiles, o);
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
            return (wide, columns < 2 * wide ? 1 : columns / wide);
        }
        int reserved = (TileShape.MostVectors + 1) * TSimd.Lanes;
        return Partition.Count(columns, TSimd.Lanes) == TileShape.MostVectors + 1
            ? (2 * TSimd.Lanes, 1)
            : (wide, columns > reserved + wide ? (columns - reserved) / wide : 1);
    }

    private static void RunTiles(int rows, int columns, in Tiles tiles, in BlockOperands<T> operands)
    {
        switch (rows)
        {
            case 1:
                Run<One>(columns, tiles, operands);
                break;
            case 2:
                Run<Two>(columns, tiles, operands);
                break;
            case 3:
                Run<Three>(columns, tiles, operands);
                break;
            case 4:
                Run<Four>(columns, tiles, operands);
                break;
            case 5:
                Run<Five>(columns, tiles, operands);
                break;
            case 6:
                Run<Six>(columns, tiles, operands);
                break;
            case 7:
                Run<Seven>(columns, tiles, operands);
                break;
            default:
                Run<Eight>(columns, tiles, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(int columns, in Tiles tiles, in BlockOperands<T> operands)
        where TRows : struct, IExtent
    {
        switch (Partition.Count(columns, TSimd.Lanes))
        {
            case 1:
                Run<TRows, One>(columns, tiles, operands);
                break;
            case 2:
                Run<TRows, Two>(columns, tiles, operands);
                break;
            default:
                Run<TRows, Three>(columns, tiles, operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TColumns>(int columns, in Tiles tiles, in BlockOperands<T> operands)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent
    {
        int lastLanes = columns % TSimd.Lanes;
        if (lastLanes == 0)
        {
            Run<TRows, TColumns, WholeEdge>(lastLanes, tiles, operands);
        }
        else if (TColumns.Value > 1)
        {
            Run<TRows, TColumns, SharedEdge>(lastLanes, tiles, operands);
        }
        else
        {
            Run<TRows, TColumns, MaskedEdge>(lastLanes, tiles, operands);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TColumns, TEdge>(int lastLanes, in Tiles tiles, in BlockOperands<T> o)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent
        where TEdge : struct, ITileEdge =>
        MicroKernel<TSimd, TVector, T, TRows, TColumns, TEdge>.Run(
            o.Depth,
            tiles.A,
            o.A.Across,
            o.A.Along,
            tiles.B,
            o.B.Along,
            o.Alpha,
            o.Beta,
            tiles.C,
            o.RowStrideC,
            lastLanes,
            tiles.Count,
            tiles.NextA,
            tiles.NextB,
            tiles.NextC
        );

    /// <summary>Tiles of one shape, one after the other: where the first begins, and how far it is to the next.</summary>
    private struct Tiles
    {
        public T* A;
        public T* B;
        public T* C;
        public int Count;
        public nint NextA;
        public nint NextB;
        public nint NextC;
    }
}
