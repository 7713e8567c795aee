namespace SpanLinalg;

/// <summary>Matrices of one shape, evenly spaced in memory that somebody else owns, for reading and writing.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// As <see cref="ReadOnlyMatrixBatchView{T}"/>, to which it converts, with one rule more: since it is written through,
/// no two elements of one or of different matrices may share a place. Making a view allocates nothing.
/// </remarks>
public readonly ref struct MatrixBatchView<T>
    where T : unmanaged
{
    private readonly ReadOnlyMatrixBatchView<T> view;

    /// <inheritdoc cref="ReadOnlyMatrixBatchView{T}(ReadOnlySpan{T}, int, int, int)"/>
    public MatrixBatchView(Span<T> elements, int count, int rows, int columns) =>
        view = new(elements, count, rows, columns);

    /// <summary>Matrices with any strides over a span.</summary>
    /// <param name="elements">The elements; the first is (0, 0) of the first matrix.</param>
    /// <param name="count">Number of matrices, zero or more.</param>
    /// <param name="rows">Rows of each, zero or more.</param>
    /// <param name="columns">Columns of each, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <param name="batchStride">Elements from one matrix to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number or a stride is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The last element lies outside the span, or two elements share a place.
    /// </exception>
    public MatrixBatchView(
        Span<T> elements,
        int count,
        int rows,
        int columns,
        nint rowStride,
        nint columnStride,
        nint batchStride
    )
    {
        view = new(elements, count, rows, columns, rowStride, columnStride, batchStride);
        if (!view.IsEmpty && !AreDistinct([(rowStride, rows), (columnStride, columns), (batchStride, count)]))
        {
            throw new ArgumentException(
                $"Elements of {count} matrices of {rows}×{columns} with strides ({rowStride}, {columnStride}), "
                    + $"{batchStride} apart, "
                    + "share places, so they can be read but not written.",
                nameof(batchStride)
            );
        }
    }

    /// <summary>Number of matrices.</summary>
    public int Count => view.Count;

    /// <summary>Rows of each matrix.</summary>
    public int Rows => view.Rows;

    /// <summary>Columns of each matrix.</summary>
    public int Columns => view.Columns;

    /// <summary>Elements from one row to the next.</summary>
    public nint RowStride => view.RowStride;

    /// <summary>Elements from one column to the next.</summary>
    public nint ColumnStride => view.ColumnStride;

    /// <summary>Elements from one matrix to the next.</summary>
    public nint BatchStride => view.BatchStride;

    /// <summary>Whether there is no element at all.</summary>
    public bool IsEmpty => view.IsEmpty;

    /// <summary>One of the matrices.</summary>
    /// <param name="index">Which, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such matrix.</exception>
    public MatrixView<T> this[int index] => new(view[index]);

    /// <summary>The same matrices, for reading only.</summary>
    /// <param name="batch">The matrices.</param>
    public static implicit operator ReadOnlyMatrixBatchView<T>(MatrixBatchView<T> batch) => batch.view;

    internal MatrixView<T> At(int index) => new(view.At(index));

    /// <summary>Whether each stride, from the smallest up, steps over all that the smaller ones span.</summary>
    /// <remarks>Other interleavings without a shared place exist, but nobody stores matrices so.</remarks>
    private static bool AreDistinct(Span<(nint Stride, int Count)> steps)
    {
        steps.Sort(static (one, other) => one.Stride.CompareTo(other.Stride));
        Int128 spanned = 0;
        foreach ((nint stride, int count) in steps)
        {
            if (count > 1)
            {
                if (stride <= spanned)
                {
                    return false;
                }
                spanned += (count - 1) * (Int128)stride;
            }
        }
        return true;
    }
}
