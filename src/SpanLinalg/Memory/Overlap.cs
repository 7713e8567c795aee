using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>Whether two views share an element.</summary>
internal static class Overlap
{
    /// <summary>Whether the views share an element, or might.</summary>
    /// <remarks>
    /// Exact for blocks of one row- or column-major matrix (the usual reason for views into the same memory) and for memory
    /// that is apart; other interleavings of the same memory count as shared.
    /// </remarks>
    public static unsafe bool Between<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second)
        where T : unmanaged
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return false;
        }

        // References into different objects may be compared, too: it is only the answer "apart" that could go stale when
        // the collector moves one of them, and different objects stay apart.
        nint distance = Unsafe.ByteOffset(in first.origin, in second.origin);
        nint firstExtent = (Extent(first) + 1) * sizeof(T);
        nint secondExtent = (Extent(second) + 1) * sizeof(T);
        if (distance >= firstExtent || -distance >= secondExtent)
        {
            return false;
        }

        return !IsOneLattice(first, second)
            || distance % sizeof(T) != 0
            || BlocksMeet(first, second, distance / sizeof(T));
    }

    private static nint Extent<T>(ReadOnlyMatrixView<T> view)
        where T : unmanaged => ((view.Rows - 1) * view.RowStride) + ((view.Columns - 1) * view.ColumnStride);

    /// <summary>Both are blocks of one matrix with contiguous rows, or of one with contiguous columns.</summary>
    private static bool IsOneLattice<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second)
        where T : unmanaged
    {
        if (first.RowStride != second.RowStride || first.ColumnStride != second.ColumnStride)
        {
            return false;
        }
        nint width = Math.Max(first.Columns, second.Columns);
        nint height = Math.Max(first.Rows, second.Rows);
        return (first.ColumnStride == 1 && first.RowStride >= width)
            || (first.RowStride == 1 && first.ColumnStride >= height);
    }

    private static bool BlocksMeet<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second, nint offset)
        where T : unmanaged
    {
        if (first.ColumnStride != 1)
        {
            return BlocksMeet(first.Transposed, second.Transposed, offset);
        }

        // The second block begins `down` rows and `right` columns from the first. A block may not wrap around the end of a
        // row, so of the two readings of the offset (right ≥ 0, or one row further and right < 0) both must be apart.
        nint stride = first.RowStride;
        (nint down, nint right) = Math.DivRem(offset, stride);
        if (right < 0)
        {
            (down, right) = (down - 1, right + stride);
        }
        return Meet(first, second, down, right) || Meet(first, second, down + 1, right - stride);
    }

    private static bool Meet<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second, nint down, nint right)
        where T : unmanaged =>
        down < first.Rows && -down < second.Rows && right < first.Columns && -right < second.Columns;
}
