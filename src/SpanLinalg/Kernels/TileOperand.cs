using System.Runtime.CompilerServices;

namespace SpanLinalg.Kernels;

/// <summary>
/// A or B as lines (rows of A, columns of B) that run along the depth: where they lie, or packed into panels.
/// </summary>
internal readonly unsafe struct TileOperand<T>
    where T : unmanaged
{
    /// <summary>The first element.</summary>
    public required T* Origin { get; init; }

    /// <summary>Elements from one line to the next, counted from panel to panel.</summary>
    public required nint Step { get; init; }

    /// <summary>Elements from one line to the next within a panel.</summary>
    public required nint Across { get; init; }

    /// <summary>Elements from one step along the depth to the next.</summary>
    public required nint Along { get; init; }

    /// <summary>Whether the lines are in panels, as tall or wide as the tiles.</summary>
    public bool HasPanels { get; init; }

    /// <summary>The lines from a later one on: the first of a panel, if they are packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileOperand<T> From(int line, int step = 0) =>
        this with
        {
            Origin = Origin + (line * Step) + (step * Along),
        };

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
