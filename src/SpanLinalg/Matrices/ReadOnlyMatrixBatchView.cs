using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg;

/// <summary>Matrices of one shape, evenly spaced in memory that somebody else owns, for reading.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Element (i, j) of matrix b lies <c>b·BatchStride + i·RowStride + j·ColumnStride</c> elements after the first. A
/// batch stride of zero repeats one matrix. The heads of an attention layer, side by side in one matrix, are such a
/// batch. Making a view allocates nothing.
/// </remarks>
public readonly ref struct ReadOnlyMatrixBatchView<T>
    where T : unmanaged
{
    internal readonly ref T origin;

    /// <summary>Row-major matrices, one behind the other without a gap.</summary>
    /// <param name="elements">
    /// At least <paramref name="count"/>·<paramref name="rows"/>·<paramref name="columns"/> elements.
    /// </param>
    /// <param name="count">Number of matrices, zero or more.</param>
    /// <param name="rows">Rows of each, zero or more.</param>
    /// <param name="columns">Columns of each, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public ReadOnlyMatrixBatchView(ReadOnlySpan<T> elements, int count, int rows, int columns)
        : this(elements, count, rows, columns, columns, 1, (nint)rows * columns) { }

    /// <summary>Matrices with any strides over a span.</summary>
    /// <param name="elements">The elements; the first is (0, 0) of the first matrix.</param>
    /// <param name="count">Number of matrices, zero or more.</param>
    /// <param name="rows">Rows of each, zero or more.</param>
    /// <param name="columns">Columns of each, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <param name="batchStride">Elements from one matrix to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number or a stride is negative.</exception>
    /// <exception cref="ArgumentException">The last element lies outside the span.</exception>
    public ReadOnlyMatrixBatchView(
        ReadOnlySpan<T> elements,
        int count,
        int rows,
        int columns,
        nint rowStride,
        nint columnStride,
        nint batchStride
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowStride);
        ArgumentOutOfRangeException.ThrowIfNegative(columnStride);
        ArgumentOutOfRangeException.ThrowIfNegative(batchStride);
        origin = ref MemoryMarshal.GetReference(elements);
        (Count, Rows, Columns) = (count, rows, columns);
        (RowStride, ColumnStride, BatchStride) = (rowStride, columnStride, batchStride);
        if (!IsEmpty)
        {
            Int128 last =
                ((Int128)(count - 1) * batchStride)
                + ((Int128)(rows - 1) * rowStride)
                + ((Int128)(columns - 1) * columnStride);
            if (last >= elements.Length)
            {
                throw new ArgumentException(
                    $"{count} matrices of {rows}×{columns} with strides ({rowStride}, {columnStride}), "
                        + $"{batchStride} apart, need "
                        + $"{last + 1} elements, but the span has {elements.Length}.",
                    nameof(elements)
                );
            }
        }
    }

    private ReadOnlyMatrixBatchView(
        ref T origin,
        int count,
        int rows,
        int columns,
        nint rowStride,
        nint columnStride,
        nint batchStride
    )
    {
        this.origin = ref origin;
        (Count, Rows, Columns) = (count, rows, columns);
        (RowStride, ColumnStride, BatchStride) = (rowStride, columnStride, batchStride);
    }

    /// <summary>Number of matrices.</summary>
    public int Count { get; }

    /// <summary>Rows of each matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of each matrix.</summary>
    public int Columns { get; }

    /// <summary>Elements from one row to the next.</summary>
    public nint RowStride { get; }

    /// <summary>Elements from one column to the next.</summary>
    public nint ColumnStride { get; }

    /// <summary>Elements from one matrix to the next.</summary>
    public nint BatchStride { get; }

    /// <summary>Whether there is no element at all.</summary>
    public bool IsEmpty => Count == 0 || Rows == 0 || Columns == 0;

    /// <summary>One of the matrices.</summary>
    /// <param name="index">Which, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such matrix.</exception>
    public ReadOnlyMatrixView<T> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return At(index);
        }
    }

    /// <summary>The transposes: the same elements with rows and columns exchanged, at no cost.</summary>
    public ReadOnlyMatrixBatchView<T> Transposed =>
        new(ref origin, Count, Columns, Rows, ColumnStride, RowStride, BatchStride);

    // An empty matrix keeps the origin: the place where it would begin may lie outside the memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlyMatrixView<T> At(int index) =>
        new(
            ref IsEmpty ? ref origin : ref Unsafe.Add(ref origin, index * BatchStride),
            Rows,
            Columns,
            RowStride,
            ColumnStride
        );
}
