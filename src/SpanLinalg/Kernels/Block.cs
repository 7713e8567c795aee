using System.Runtime.CompilerServices;

namespace SpanLinalg.Kernels;

/// <summary>
/// A block of C and what it is computed from, C ← α·A·B + β·C; and a run of tiles in it, for a micro-kernel.
/// </summary>
/// <remarks>
/// One struct for both, which loops 2 and 1 hand on by reference: a product of 4 × 4 matrices takes no longer than it
/// takes to fill a second one. They write to the fields of the run, so a block serves once.
/// </remarks>
internal unsafe struct Block<T>
    where T : unmanaged
{
    // The run of tiles: all that a micro-kernel reads.

    /// <summary>Columns of A and rows of B; zero or more.</summary>
    public nint Depth;

    /// <summary>Tiles of one shape, one after the other; zero or more.</summary>
    public nint Tiles;

    /// <summary>Columns that only the last vector of a row has, if it is not a whole one.</summary>
    public nint LastLanes;

    /// <summary>A, with any strides: packed or where it lies.</summary>
    public T* A;

    /// <summary>Elements from one row of A to the next.</summary>
    public nint Across;

    /// <summary>Elements from one column of A to the next.</summary>
    public nint Along;

    /// <summary>B; its rows are contiguous.</summary>
    public T* B;

    /// <summary>Elements from one row of B to the next.</summary>
    public nint RowStrideB;

    /// <summary>C, with contiguous rows; does not overlap the operands.</summary>
    public T* C;

    /// <summary>Elements from one row of C to the next.</summary>
    public nint RowStrideC;

    /// <summary>Elements from the rows of A for one tile to those for the next.</summary>
    public nint NextA;

    /// <summary>Elements from the columns of B for one tile to those for the next.</summary>
    public nint NextB;

    /// <summary>Elements from one tile to the next.</summary>
    public nint NextC;

    /// <summary>α.</summary>
    public T Alpha;

    /// <summary>β; where it is zero, C is not read.</summary>
    public T Beta;

    // The block.

    /// <summary>Rows of C.</summary>
    public int Rows;

    /// <summary>Columns of C.</summary>
    public int Columns;

    /// <summary>Elements from one row of A to the next, counted from panel to panel.</summary>
    public nint StepA;

    /// <summary>Elements from one column of B to the next, counted from panel to panel.</summary>
    public nint StepB;

    /// <summary>Whether A is in panels, as tall as the tiles.</summary>
    public bool HasPanelsA;

    /// <summary>A block; B has contiguous rows, or is in panels.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(
        int rows,
        int columns,
        int depth,
        T alpha,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T beta,
        T* c,
        nint rowStrideC,
        out Block<T> block
    )
    {
        Unsafe.SkipInit(out block);
        block.Depth = depth;
        block.A = a.Origin;
        block.Across = a.Across;
        block.Along = a.Along;
        block.B = b.Origin;
        block.RowStrideB = b.Along;
        block.C = c;
        block.RowStrideC = rowStrideC;
        block.Alpha = alpha;
        block.Beta = beta;
        block.Rows = rows;
        block.Columns = columns;
        block.StepA = a.Step;
        block.StepB = b.Step;
        block.HasPanelsA = a.HasPanels;
    }

    /// <summary>A part that begins at a later row and column: the first of a panel, if an operand is packed.</summary>
    public readonly Block<T> Part(int row, int rows, int column, int columns) =>
        this with
        {
            Rows = rows,
            Columns = columns,
            A = A + (row * StepA),
            B = B + (column * StepB),
            C = C + (row * RowStrideC) + column,
        };
}

/// <summary>How a block of C is computed.</summary>
internal enum BlockMethod
{
    /// <summary>All tiles of some columns, then those of the next columns.</summary>
    TilesByColumns,

    /// <summary>All tiles of some rows, then those of the next rows.</summary>
    TilesByRows,

    /// <summary>At most sixteen rows, to which B is added row after row; nothing is packed.</summary>
    RowSweep,

    /// <summary>At most one vector of columns, two steps of the depth at a time; A lies in contiguous rows.</summary>
    TwoStepsAtOnce,

    /// <summary>At most half a vector of columns, four steps at a time; A lies in contiguous rows.</summary>
    FourStepsAtOnce,
}
