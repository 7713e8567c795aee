using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>A rectangular window on elements that somebody else owns, for reading and writing.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// As <see cref="ReadOnlyMatrixView{T}"/>, to which it converts, with one rule more: since it is written through, no
/// two of its elements may share a place. Making a view allocates nothing.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public readonly ref struct MatrixView<T>
    where T : unmanaged
{
    private readonly ReadOnlyMatrixView<T> view;

    /// <summary>A row-major matrix over the first rows·columns elements of a span.</summary>
    /// <param name="elements">At least <paramref name="rows"/>·<paramref name="columns"/> elements.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public MatrixView(Span<T> elements, int rows, int columns) => view = new(elements, rows, columns);

    /// <summary>A matrix with any strides over a span.</summary>
    /// <param name="elements">The elements; the first is (0, 0).</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The last element lies outside the span, or two elements share a place.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MatrixView(Span<T> elements, int rows, int columns, nint rowStride, nint columnStride)
    {
        view = new(elements, rows, columns, rowStride, columnStride);
        if (
            !ReadOnlyMatrixView<T>.HasShortStrides(rows, columns, rowStride, columnStride)
            || !(
                (columnStride > 0 && rowStride > (columns - 1) * (long)columnStride)
                || (rowStride > 0 && columnStride > (rows - 1) * (long)rowStride)
            )
        )
        {
            CheckDistinct(rows, columns, rowStride, columnStride);
        }
    }

    /// <summary>A matrix over memory behind a pointer, for data too large for a span (a mapped file).</summary>
    /// <param name="elements">The element (0, 0); all the others must be writable, which nobody checks.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride is negative.</exception>
    /// <exception cref="ArgumentNullException">The pointer is null and the matrix is not empty.</exception>
    /// <exception cref="ArgumentException">Two elements share a place.</exception>
    public unsafe MatrixView(T* elements, int rows, int columns, nint rowStride, nint columnStride)
    {
        view = new(elements, rows, columns, rowStride, columnStride);
        CheckDistinct(rows, columns, rowStride, columnStride);
    }

    /// <summary>A matrix over the memory of an array: nothing is copied.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public MatrixView(T[,] elements) => view = new(elements);

    internal MatrixView(ReadOnlyMatrixView<T> view) => this.view = view;

    /// <summary>Number of rows.</summary>
    public int Rows => view.Rows;

    /// <summary>Number of columns.</summary>
    public int Columns => view.Columns;

    /// <summary>Elements from one row to the next.</summary>
    public nint RowStride => view.RowStride;

    /// <summary>Elements from one column to the next.</summary>
    public nint ColumnStride => view.ColumnStride;

    /// <summary>Whether there is no element at all.</summary>
    public bool IsEmpty => view.IsEmpty;

    /// <summary>The element in row i and column j, both counted from zero.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref T this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.AsRef(in view[row, column]);
    }

    /// <summary>The transpose: the same elements with rows and columns exchanged, at no cost.</summary>
    public MatrixView<T> Transposed => new(view.Transposed);

    /// <summary>One row.</summary>
    /// <param name="index">The row, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorView<T> Row(int index) => new(view.Row(index));

    /// <summary>One column.</summary>
    /// <param name="index">The column, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorView<T> Column(int index) => new(view.Column(index));

    /// <summary>A block of the matrix.</summary>
    /// <param name="row">Its first row.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="rows">Its number of rows; may be zero.</param>
    /// <param name="columns">Its number of columns; may be zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block reaches outside the matrix.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MatrixView<T> Slice(int row, int column, int rows, int columns) =>
        new(view.Slice(row, column, rows, columns));

    /// <summary>Sets every element.</summary>
    /// <param name="value">The value.</param>
    public void Fill(T value)
    {
        if (ColumnStride > RowStride)
        {
            Transposed.Fill(value);
            return;
        }

        for (int i = 0; i < Rows; i++)
        {
            Row(i).Fill(value);
        }
    }

    /// <summary>Copies every element to a matrix of the same shape, which must not overlap this one.</summary>
    /// <param name="destination">Receives the elements.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(MatrixView<T> destination) => view.CopyTo(destination);

    /// <inheritdoc cref="ReadOnlyMatrixView{T}.ToArray"/>
    public T[,] ToArray() => view.ToArray();

    /// <inheritdoc cref="ReadOnlyMatrixView{T}.ToString"/>
    public override string ToString() => MatrixText.Lines(view);

    private string DebuggerText => MatrixText.OneLine(view);

    /// <summary>A matrix over the memory of an array: nothing is copied.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator MatrixView<T>(T[,] elements) => new(elements);

    /// <summary>The first element by reference, for a <c>fixed</c> statement.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref T GetPinnableReference() => ref view.origin;

    /// <summary>The same matrix, for reading only.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator ReadOnlyMatrixView<T>(MatrixView<T> matrix) => matrix.view;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T At(int row, int column) => ref view.At(row, column);

    private static void CheckDistinct(int rows, int columns, nint rowStride, nint columnStride)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The elements are distinct for certain when the larger stride steps over all that the smaller one spans.
        // (Interleavings that are distinct without that exist, but nobody stores a matrix so.)
        bool rowsOutside = rowStride > (columns - 1) * (Int128)columnStride || rows == 1;
        bool columnsOutside = columnStride > (rows - 1) * (Int128)rowStride || columns == 1;
        bool innerMoves = (columns == 1 || columnStride > 0) && (rows == 1 || rowStride > 0);
        if (!innerMoves || !(rowsOutside || columnsOutside))
        {
            throw new ArgumentException(
                $"Elements of a {rows}×{columns} matrix with strides ({rowStride}, {columnStride}) share places, "
                    + "so it can be read but not written.",
                nameof(rowStride)
            );
        }
    }
}

/// <summary>Views over spans in LAPACK's storage order.</summary>
public static class MatrixView
{
    /// <summary>A column-major matrix with LAPACK's leading dimension.</summary>
    /// <param name="elements">The elements, column after column.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <param name="leadingDimension">Elements from one column to the next, at least <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is negative, or the leading dimension is too small.
    /// </exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static MatrixView<T> ColumnMajor<T>(Span<T> elements, int rows, int columns, int leadingDimension)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leadingDimension, rows);
        return new(elements, rows, columns, 1, leadingDimension);
    }

    /// <inheritdoc cref="ColumnMajor{T}(Span{T}, int, int, int)"/>
    public static ReadOnlyMatrixView<T> ColumnMajor<T>(
        ReadOnlySpan<T> elements,
        int rows,
        int columns,
        int leadingDimension
    )
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leadingDimension, rows);
        return new(elements, rows, columns, 1, leadingDimension);
    }

    /// <summary>A column-major matrix whose columns follow one another without a gap.</summary>
    /// <param name="elements">The elements, column after column.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static MatrixView<T> ColumnMajor<T>(Span<T> elements, int rows, int columns)
        where T : unmanaged => ColumnMajor(elements, rows, columns, rows);
}
