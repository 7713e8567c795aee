using System.Runtime.CompilerServices;

namespace SpanLinalg.Kernels;

/// <summary>A or B for a block of C, packed into panels or where it lies.</summary>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

/// <summary>What a block of C is computed from, C ← α·A·B + β·C, by any <see cref="BlockMethod"/>.</summary>
internal readonly unsafe struct BlockOperands<T>
    where T : unmanaged
{
    /// <summary>Rows of C.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of C.</summary>
    public required int Columns { get; init; }

    /// <summary>Columns of A and rows of B; zero or more.</summary>
    public required int Depth { get; init; }

    /// <summary>A, of any strides.</summary>
    public required TileOperand<T> A { get; init; }

    /// <summary>B, with contiguous rows.</summary>
    public required TileOperand<T> B { get; init; }

    /// <summary>α.</summary>
    public required T Alpha { get; init; }

    /// <summary>β; where it is zero, C is not read.</summary>
    public required T Beta { get; init; }

    /// <summary>C, with contiguous rows; does not overlap the operands.</summary>
    public required T* C { get; init; }

    /// <summary>Elements from one row of C to the next.</summary>
    public required nint RowStrideC { get; init; }

    /// <summary>The columns from a later one on: the first of a panel, if B is packed.</summary>
    public BlockOperands<T> FromColumn(int column) =>
        this with
        {
            Columns = Columns - column,
            B = B.From(column),
            C = C + column,
        };
}
