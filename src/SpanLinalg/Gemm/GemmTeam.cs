using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Computes a product, alone or with others: who does which part of C.</summary>
/// <remarks>
/// C is cut, never the depth, so no sum depends on the number of threads. Where A stays in place, the parts have nothing in common, and a thread
/// that packs B packs its own columns. Where both are packed, a block of B is packed once, by all together, and then used by all, each with
/// rows of A of its own.
/// </remarks>
internal sealed unsafe class GemmTeam<T> : WorkTeam
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Parts for each thread, so that one that is interrupted does not make the others wait for long.</summary>
    private const int PartsPerThread = 4;

    /// <summary>Columns of C below which a part is not cut, since its rows of A are packed again for each part.</summary>
    private const int FewestColumns = 192;

    [ThreadStatic]
    private static GemmTeam<T>? ofThisThread;

    private BlockedProduct<T> product;
    private GemmScratch<T> scratch;
    private Stage stage;
    private int partRows;
    private int partColumns;
    private int partsAcross;

    // The block of B, where it is shared.
    private int column;
    private int columns;
    private int step;
    private int steps;

    private enum Stage
    {
        Part,
        PackB,
        MultiplyBlock,
    }

    /// <summary>One for each thread that multiplies, kept so that a call allocates nothing.</summary>
    public static GemmTeam<T> OfThisThread => ofThisThread ??= new();

    /// <summary>Computes a product.</summary>
    /// <param name="what">The product.</param>
    /// <param name="memory">Scratch for as many threads.</param>
    /// <param name="threads">Threads, the caller's included.</param>
    public void Multiply(in BlockedProduct<T> what, in GemmScratch<T> memory, int threads)
    {
        product = what;
        scratch = memory;
        Open(threads);
        try
        {
            if (product.Plan.PackA)
            {
                MultiplySharingB(threads);
            }
            else
            {
                CutRowsFirst(threads, product.Rows, product.Columns);
                stage = Stage.Part;
                RunStage(Parts(product.Rows, product.Columns));
            }
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc/>
    protected override void Do(int chunk, int member)
    {
        if (stage == Stage.PackB)
        {
            int first = chunk * partColumns;
            int count = Math.Min(partColumns, columns - first);
            product.B.Pack(
                product.Kernels,
                column + first,
                count,
                step,
                steps,
                product.TileColumns,
                scratch.SharedB + (first * steps)
            );
            return;
        }

        (int down, int across) = Math.DivRem(chunk, partsAcross);
        int row = down * partRows,
            firstColumn = across * partColumns;
        int rows = Math.Min(partRows, product.Rows - row);
        T* tile = scratch.Tile(member);
        T* own = scratch.Own(member);
        if (stage == Stage.Part)
        {
            int wide = Math.Min(partColumns, product.Columns - firstColumn);
            product.MultiplyPart(row, rows, firstColumn, wide, own, tile);
        }
        else
        {
            int wide = Math.Min(partColumns, columns - firstColumn);
            product.MultiplyBlock(
                row,
                rows,
                column + firstColumn,
                wide,
                step,
                steps,
                product.A.Pack(product.Kernels, row, rows, step, steps, product.Plan.Tile.Rows, own),
                product.Plan.PackB
                    ? TileOperand<T>.Packed(scratch.SharedB, steps, product.TileColumns).From(firstColumn)
                    : product.B.InPlace<T>(column + firstColumn, step),
                tile
            );
        }
    }

    /// <summary>Loops 5, 4 and 3 of the BLIS papers, the last of them in parallel.</summary>
    private void MultiplySharingB(int threads)
    {
        GemmBlocking blocks = product.Plan.Blocks;
        for (column = 0; column < product.Columns; column += columns)
        {
            columns = Math.Min(blocks.Nc, product.Columns - column);
            for (step = 0; step < product.Depth; step += steps)
            {
                steps = Math.Min(blocks.Kc, product.Depth - step);

                if (product.Plan.PackB)
                {
                    stage = Stage.PackB;
                    partColumns = PartColumns(columns, Wanted(threads));
                    RunStage(Partition.Count(columns, partColumns));
                }

                stage = Stage.MultiplyBlock;
                CutRowsFirst(threads, product.Rows, columns);
                RunStage(Parts(product.Rows, columns));
            }
        }
    }

    /// <summary>Cuts C into rows, and where these are too few, the rows into columns.</summary>
    private void CutRowsFirst(int threads, int m, int n)
    {
        // Long stretches of the rows of B are what makes a sweep fast.
        bool sweeps = product.Plan.Method == BlockMethod.RowSweep;
        int wanted = sweeps ? threads : Wanted(threads);
        int tileRows = product.Plan.Tile.Rows;
        bool sharesRowsOfB = sweeps || (product.Plan.PackB && !product.Plan.PackA && n > product.TileColumns);
        int down = sharesRowsOfB ? 1 : Math.Min(wanted, Math.Max(1, m / (4 * tileRows)));
        int mc = product.Plan.Blocks.Mc;
        int tallest = product.Plan.PackA ? mc - (mc % tileRows) : m;
        partRows = Math.Min(tallest, Partition.RoundUp(Partition.Count(m, down), tileRows));

        int missing = Partition.Count(wanted, Partition.Count(m, partRows));
        if (product.Plan.PackA)
        {
            missing = Math.Min(missing, Math.Max(1, n / FewestColumns));
        }
        partColumns = PartColumns(n, missing);
        partsAcross = Partition.Count(n, partColumns);
    }

    private static int Wanted(int threads) => threads == 1 ? 1 : threads * PartsPerThread;

    private int PartColumns(int n, int parts) => Partition.RoundUp(Partition.Count(n, parts), product.TileColumns);

    private int Parts(int m, int n) => Partition.Count(m, partRows) * Partition.Count(n, partColumns);
}
