using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>C ← αAB + βC by blocks: loops 5, 4 and 3 of Goto and van de Geijn, by one thread or several.</summary>
/// <remarks>
/// K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008; the loops
/// are numbered as in F. G. Van Zee, R. A. van de Geijn, "BLIS", ACM TOMS 41(3), 2015. Loops 2 and 1 are
/// <see cref="MacroKernel{TSimd, TVector, T}"/>'s.
/// <para>
/// Threads split C, never the depth, so no sum depends on their number. Where both operands are packed, a block of B is
/// packed by all of them together, and then used by all, each with rows of A of its own. Elsewhere the parts have
/// nothing in common, and a thread packs the columns of B that it uses: to wait for one another costs more in products
/// so small.
/// </para>
/// </remarks>
internal sealed unsafe class GemmLoops<T> : WorkTeam
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static GemmLoops<T>? ofThisThread;

    private KernelSet<T> kernels = null!;
    private GemmPlan plan;
    private GemmOperands<T> product;

    private T* shared;
    private T* own;
    private T* copies;

    // The block of B that is shared, or all of B; and how C is cut.
    private bool isPacking;
    private int column;
    private int columns;
    private int step;
    private int steps;
    private int partRows;
    private int partColumns;
    private int partsAcross;

    /// <summary>Kept for each thread that multiplies, so that a call allocates nothing.</summary>
    public static GemmLoops<T> OfThisThread => ofThisThread ??= new();

    /// <summary>C ← αAB + βC: loops 5, 4 and 3; where no block of B is shared, loop 4 is inside 3.</summary>
    /// <param name="set">The kernels.</param>
    /// <param name="how">The plan.</param>
    /// <param name="what">The product.</param>
    /// <param name="scratch">As much as the plan needs, in memory that stays where it is.</param>
    public void Multiply(KernelSet<T> set, in GemmPlan how, in GemmOperands<T> what, Workspace<T> scratch)
    {
        kernels = set;
        plan = how;
        product = what;
        shared = scratch.Pinned(how.SharedLength);
        own = scratch.Pinned(how.Threads * Workspace<T>.Size(how.OwnLength));
        copies = scratch.Pinned(how.Threads * Workspace<T>.Size(how.CopyLength));
        int widest = plan.SharesB ? plan.BlockColumns : product.Columns,
            deepest = plan.SharesB ? plan.BlockDepth : product.Depth;
        Open(plan.Threads);
        try
        {
            for (column = 0; column < product.Columns; column += columns)
            {
                columns = Math.Min(widest, product.Columns - column);
                for (step = 0; step < product.Depth; step += steps)
                {
                    steps = Math.Min(deepest, product.Depth - step);
                    if (plan.SharesB)
                    {
                        isPacking = true;
                        partColumns = PartColumns(WantedParts);
                        RunStage(Partition.Count(columns, partColumns));
                        isPacking = false;
                    }
                    CutRowsFirst();
                    RunStage(Partition.Count(product.Rows, partRows) * partsAcross);
                }
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
        if (isPacking)
        {
            int first = chunk * partColumns;
            int count = Math.Min(partColumns, columns - first);
            TileOperand<T> source = product.B.From(column + first, step);
            Packing.Pack(kernels, source, count, steps, plan.PanelColumns, shared + ((nint)first * steps));
            return;
        }

        (int down, int across) = Math.DivRem(chunk, partsAcross);
        int row = down * partRows,
            start = across * partColumns;
        int rows = Math.Min(partRows, product.Rows - row),
            wide = Math.Min(partColumns, columns - start);
        T* packed = own + (member * (nint)Workspace<T>.Size(plan.OwnLength));
        for (int from = step, deep; from < step + steps; from += deep)
        {
            deep = Math.Min(plan.BlockDepth, step + steps - from);
            TileOperand<T> a = product.A.From(row, from),
                b = product.B.From(column + start, from);
            if (plan.SharesB)
            {
                a = Packing.Pack(kernels, a, rows, deep, plan.Tile.Rows, packed);
                b = TileOperand<T>.Packed(shared, deep, plan.PanelColumns).From(start);
            }
            else if (plan.PackB)
            {
                b = Packing.Pack(kernels, b, wide, deep, plan.PanelColumns, packed);
            }
            Block<T>.Begin(
                rows,
                wide,
                deep,
                product.Alpha,
                a,
                b,
                from == 0 ? product.Beta : T.One,
                product.C + (row * product.RowStrideC) + ((column + start) * product.ColumnStrideC),
                product.RowStrideC,
                out Block<T> block
            );
            if (product.ColumnStrideC == 1)
            {
                kernels.MultiplyBlock(ref block, plan.Tile, plan.Method);
            }
            else
            {
                MultiplyInCopies(block, copies + (member * (nint)Workspace<T>.Size(plan.CopyLength)));
            }
        }
    }

    /// <summary>A block of a C without contiguous rows: each tile is computed in a copy.</summary>
    private void MultiplyInCopies(in Block<T> block, T* copy)
    {
        for (int j = 0; j < block.Columns; j += plan.PanelColumns)
        {
            int wide = Math.Min(plan.PanelColumns, block.Columns - j);
            for (int i = 0; i < block.Rows; i += plan.Tile.Rows)
            {
                int tall = Math.Min(plan.Tile.Rows, block.Rows - i);
                T* c = block.C + (i * block.RowStrideC) + (j * product.ColumnStrideC);
                MatrixView<T> tile = new(c, tall, wide, block.RowStrideC, product.ColumnStrideC);
                MatrixView<T> inCopy = new(copy, tall, wide, plan.PanelColumns, 1);
                if (!T.IsZero(block.Beta))
                {
                    tile.CopyTo(inCopy);
                }
                Block<T> part = block.Part(i, tall, j, wide);
                part.C = copy;
                part.RowStrideC = plan.PanelColumns;
                kernels.MultiplyBlock(ref part, plan.Tile, plan.Method);
                inCopy.CopyTo(tile);
            }
        }
    }

    /// <summary>Cuts C into rows, and where these are too few, the rows into columns.</summary>
    private void CutRowsFirst()
    {
        // Long stretches of the rows of B are what makes a sweep fast, and columns that a thread packs are for all
        // rows.
        bool sweeps = plan.Method == BlockMethod.RowSweep,
            packsColumns = plan.PackB && !plan.PackA;
        int wanted = sweeps ? plan.Threads : WantedParts;
        int tileRows = plan.Tile.Rows;
        int down = sweeps || packsColumns ? 1 : Math.Min(wanted, Math.Max(1, product.Rows / (4 * tileRows)));
        int tallest = plan.PackA ? plan.BlockRows : product.Rows;
        partRows = Math.Min(tallest, Partition.RoundUp(Partition.Count(product.Rows, down), tileRows));

        int missing = Partition.Count(wanted, Partition.Count(product.Rows, partRows));
        if (plan.PackA)
        {
            missing = Math.Min(missing, Math.Max(1, columns / GemmTuning.PartColumns));
        }
        partColumns = packsColumns ? Math.Min(plan.BlockColumns, PartColumns(missing)) : PartColumns(missing);
        partsAcross = Partition.Count(columns, partColumns);
    }

    private int WantedParts => plan.Threads == 1 ? 1 : plan.Threads * GemmTuning.PartsPerThread;

    private int PartColumns(int parts) => Partition.RoundUp(Partition.Count(columns, parts), plan.PanelColumns);
}

/// <summary>A whole product C ← αAB + βC, its operands where they lie.</summary>
internal readonly unsafe struct GemmOperands<T>
    where T : unmanaged
{
    public required T Alpha { get; init; }

    public required TileOperand<T> A { get; init; }

    public required TileOperand<T> B { get; init; }

    public required T Beta { get; init; }

    public required T* C { get; init; }

    public required nint RowStrideC { get; init; }

    public required nint ColumnStrideC { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Depth { get; init; }
}
