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

    /// <summary>Whether nothing is packed, nor C computed in a copy.</summary>
    public readonly bool NeedsNoScratch => !Plan.PackA && !Plan.PackB && ColumnStride == 1;

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
        BlockOperands<T> block = new()
        {
            Rows = rows,
            Columns = columns,
            Depth = steps,
            A = a,
            B = b,
            Alpha = Alpha,
            Beta = step == 0 ? Beta : T.One,
            C = C + (row * RowStride) + (column * ColumnStride),
            RowStrideC = RowStride,
        };
        if (ColumnStride == 1)
        {
            Kernels.MultiplyBlock(block, Plan.Tile, Plan.Method);
        }
        else
        {
            MultiplyThroughTile(block, tile);
        }
    }

    /// <summary>A block of a C without contiguous rows: each tile is computed in a copy.</summary>
    private readonly void MultiplyThroughTile(in BlockOperands<T> block, T* copy)
    {
        for (int j = 0; j < block.Columns; j += TileColumns)
        {
            int wide = Math.Min(TileColumns, block.Columns - j);
            for (int i = 0; i < block.Rows; i += Plan.Tile.Rows)
            {
                int tall = Math.Min(Plan.Tile.Rows, block.Rows - i);
                T* c = block.C + (i * RowStride) + (j * ColumnStride);
                MatrixView<T> inC = new(c, tall, wide, RowStride, ColumnStride);
                MatrixView<T> inCopy = new(copy, tall, wide, TileColumns, 1);
                if (!T.IsZero(block.Beta))
                {
                    inC.CopyTo(inCopy);
                }
                BlockOperands<T> tile = block with
                {
                    Rows = tall,
                    Columns = wide,
                    A = block.A.From(i),
                    B = block.B.From(j),
                    C = copy,
                    RowStrideC = TileColumns,
                };
                Kernels.MultiplyBlock(tile, Plan.Tile, BlockMethod.TilesByColumns);
                inCopy.CopyTo(inC);
            }
        }
    }
}
