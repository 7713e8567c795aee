using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>A product C ← αAB + βC with all its decisions made: what can be asked for is any part of C.</summary>
/// <remarks>
/// Every element of C goes through the same operations in the same order, wherever its tile lies, whatever is packed and whoever
/// computes it: depth block by depth block, in each of them one chain of multiply-adds, or two where C is at most a vector wide.
/// </remarks>
internal unsafe struct BlockedProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required KernelSet<T> Kernels { get; init; }

    public required GemmPlan Plan { get; init; }

    public required T Alpha { get; init; }

    public required StoredOperand A { get; init; }

    public required StoredOperand B { get; init; }

    public required T Beta { get; init; }

    public required T* C { get; init; }

    public required nint RowStride { get; init; }

    public required nint ColumnStride { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Depth { get; init; }

    /// <summary>Columns of a tile, and of a panel of B.</summary>
    public readonly int TileColumns => Plan.Tile.Vectors * Kernels.Lanes;

    /// <summary>A part of C over the whole depth, each block of B packed in a place of its own, if at all; A stays where it is.</summary>
    /// <param name="row">First row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="column">First column.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="packedB">Room for a block of B, if the plan says that it is packed.</param>
    /// <param name="tile">Room for a tile, if C has no contiguous rows.</param>
    public readonly void MultiplyPart(int row, int rows, int column, int columns, T* packedB, T* tile)
    {
        int end = column + columns;
        for (int wide; column < end; column += wide)
        {
            wide = Math.Min(Plan.Blocks.Nc, end - column);
            for (int step = 0, steps; step < Depth; step += steps)
            {
                steps = Math.Min(Plan.Blocks.Kc, Depth - step);
                TileOperand<T> b = Plan.PackB
                    ? B.Pack(Kernels, column, wide, step, steps, TileColumns, packedB)
                    : B.InPlace<T>(column, step);
                MultiplyBlock(row, rows, column, wide, step, steps, A.InPlace<T>(row, step), b, tile);
            }
        }
    }

    /// <summary>What one block of the depth adds to a block of C; the first block applies β, the others add to what it left.</summary>
    public readonly void MultiplyBlock(
        int row,
        int rows,
        int column,
        int columns,
        int step,
        int steps,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T* tile
    )
    {
        T beta = step == 0 ? Beta : T.One;
        T* c = C + (row * RowStride) + (column * ColumnStride);
        if (ColumnStride == 1)
        {
            Kernels.MultiplyBlock(rows, columns, steps, a, b, Alpha, beta, c, RowStride, Plan.Tile, Plan.Method);
        }
        else
        {
            MultiplyThroughTile(rows, columns, steps, a, b, beta, c, tile);
        }
    }

    /// <summary>A block of a C without contiguous rows: each tile is computed in a copy.</summary>
    private readonly void MultiplyThroughTile(
        int rows,
        int columns,
        int steps,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T beta,
        T* c,
        T* copy
    )
    {
        for (int j = 0; j < columns; j += TileColumns)
        {
            int wide = Math.Min(TileColumns, columns - j);
            for (int i = 0; i < rows; i += Plan.Tile.Rows)
            {
                int tall = Math.Min(Plan.Tile.Rows, rows - i);
                MatrixView<T> inC = new(c + (i * RowStride) + (j * ColumnStride), tall, wide, RowStride, ColumnStride);
                MatrixView<T> inCopy = new(copy, tall, wide, TileColumns, 1);
                if (!T.IsZero(beta))
                {
                    inC.CopyTo(inCopy);
                }
                Kernels.MultiplyBlock(
                    tall,
                    wide,
                    steps,
                    a.From(i),
                    b.From(j),
                    Alpha,
                    beta,
                    copy,
                    TileColumns,
                    Plan.Tile,
                    BlockMethod.TilesByColumns
                );
                inCopy.CopyTo(inC);
            }
        }
    }
}
