using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>Whether two views share an element.</summary>
internal static class Overlap
{
    /// <summary>Whether the views share an element, or might.</summary>
    /// <remarks>
    /// Exact, but for views that lie within each other in so many lines, at unlike strides, that to compare them would
    /// take too long (<see cref="Lattice.MostSteps"/>): these count as shared.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Between<T>(in ReadOnlyMatrixView<T> first, in ReadOnlyMatrixView<T> second)
        where T : unmanaged => !AreApart(first, second) && BetweenNeighbours(first, second);

    /// <summary>Whether one view ends before the other begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool AreApart<T>(in ReadOnlyMatrixView<T> first, in ReadOnlyMatrixView<T> second)
        where T : unmanaged
    {
        // References into different objects may be compared, too: it is only the answer "apart" that could go stale
        // when the collector moves one of them, and different objects stay apart. The extent of an empty view does not
        // matter.
        nint distance = Unsafe.ByteOffset(in first.origin, in second.origin);
        return distance >= (Extent(first) + 1) * sizeof(T) || -distance >= (Extent(second) + 1) * sizeof(T);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool BetweenNeighbours<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second)
        where T : unmanaged
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return false;
        }

        nint distance = Unsafe.ByteOffset(in first.origin, in second.origin);
        return distance % sizeof(T) != 0 || Lattice.Of(first).Meets(Lattice.Of(second), distance / sizeof(T));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Extent<T>(in ReadOnlyMatrixView<T> view)
        where T : unmanaged => ((view.Rows - 1) * view.RowStride) + ((view.Columns - 1) * view.ColumnStride);
}
