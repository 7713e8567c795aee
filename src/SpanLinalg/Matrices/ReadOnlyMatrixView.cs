using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg;

/// <summary>A rectangular window on elements that somebody else owns, for reading.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Element (i, j) lies <c>i·RowStride + j·ColumnStride</c> elements after the first. Both strides are kept, so a
/// transposed view, a slice, a row- and a column-major matrix are all the same thing, and no routine needs a
/// transposition flag. A stride of zero repeats an element. Making a view allocates nothing.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public readonly ref struct ReadOnlyMatrixView<T>
    where T : unmanaged
{
    internal readonly ref T origin;

    /// <summary>A row-major matrix over the first rows·columns elements of a span.</summary>
    /// <param name="elements">At least <paramref name="rows"/>·<paramref name="columns"/> elements.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyMatrixView(ReadOnlySpan<T> elements, int rows, int columns)
        : this(ref MemoryMarshal.GetReference(elements), rows, columns, columns, 1)
    {
        // Of two numbers that are not negative, or a product that is too large: small matrices are viewed anew for
        // every call.
        if ((rows | columns) < 0 || (long)rows * columns > elements.Length)
        {
            CheckExtent(elements, rows, columns, columns, 1);
        }
    }

    /// <summary>A matrix with any strides over a span.</summary>
    /// <param name="elements">The elements; the first is (0, 0).</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride is negative.</exception>
    /// <exception cref="ArgumentException">The last element lies outside the span.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyMatrixView(ReadOnlySpan<T> elements, int rows, int columns, nint rowStride, nint columnStride)
        : this(ref MemoryMarshal.GetReference(elements), rows, columns, rowStride, columnStride)
    {
        if (
            !HasShortStrides(rows, columns, rowStride, columnStride)
            || ((rows - 1) * (long)rowStride) + ((columns - 1) * (long)columnStride) >= elements.Length
        )
        {
            CheckExtent(elements, rows, columns, rowStride, columnStride);
        }
    }

    /// <summary>A matrix over memory behind a pointer, for data too large for a span (a mapped file).</summary>
    /// <param name="elements">The element (0, 0); all the others must be readable, which nobody checks.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <param name="rowStride">Elements from one row to the next, zero or more.</param>
    /// <param name="columnStride">Elements from one column to the next, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride is negative.</exception>
    /// <exception cref="ArgumentNullException">The pointer is null and the matrix is not empty.</exception>
    public unsafe ReadOnlyMatrixView(T* elements, int rows, int columns, nint rowStride, nint columnStride)
        : this(ref Unsafe.AsRef<T>(elements), rows, columns, rowStride, columnStride)
    {
        CheckSizes(rows, columns, rowStride, columnStride);
        if (!IsEmpty)
        {
            ArgumentNullException.ThrowIfNull(elements);
        }
    }

    /// <summary>A matrix over the memory of an array: nothing is copied.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public ReadOnlyMatrixView(T[,] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        origin = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(elements));
        (Rows, Columns) = (elements.GetLength(0), elements.GetLength(1));
        (RowStride, ColumnStride) = (Columns, 1);
    }

    internal ReadOnlyMatrixView(ref T origin, int rows, int columns, nint rowStride, nint columnStride)
    {
        this.origin = ref origin;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from one row to the next.</summary>
    public nint RowStride { get; }

    /// <summary>Elements from one column to the next.</summary>
    public nint ColumnStride { get; }

    /// <summary>Whether there is no element at all.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>The element in row i and column j, both counted from zero.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref readonly T this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
            {
                ThrowNoSuchElement(row, column, Rows, Columns);
            }
            return ref At(row, column);
        }
    }

    /// <summary>The transpose: the same elements with rows and columns exchanged, at no cost.</summary>
    public ReadOnlyMatrixView<T> Transposed => new(ref origin, Columns, Rows, ColumnStride, RowStride);

    /// <summary>One row.</summary>
    /// <param name="index">The row, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyVectorView<T> Row(int index)
    {
        if ((uint)index >= (uint)Rows)
        {
            ThrowNoSuchLine(index, Rows);
        }
        return new(ref At(index, 0), Columns, ColumnStride);
    }

    /// <summary>One column.</summary>
    /// <param name="index">The column, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyVectorView<T> Column(int index)
    {
        if ((uint)index >= (uint)Columns)
        {
            ThrowNoSuchLine(index, Columns);
        }
        return new(ref At(0, index), Rows, RowStride);
    }

    /// <summary>A block of the matrix.</summary>
    /// <param name="row">Its first row.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="rows">Its number of rows; may be zero.</param>
    /// <param name="columns">Its number of columns; may be zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block reaches outside the matrix.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyMatrixView<T> Slice(int row, int column, int rows, int columns)
    {
        // One comparison: any of the numbers is negative, or a sum is too large.
        if (
            (
                (long)row
                | (long)column
                | (long)rows
                | (long)columns
                | ((long)Rows - row - rows)
                | ((long)Columns - column - columns)
            ) < 0
        )
        {
            ThrowOutside(row, column, rows, columns, Rows, Columns);
        }

        // An empty block keeps the origin: the place where it would begin may lie outside the memory.
        ref T first = ref rows == 0 || columns == 0 ? ref origin : ref At(row, column);
        return new(ref first, rows, columns, RowStride, ColumnStride);
    }

    /// <summary>Copies every element to a matrix of the same shape, which must not overlap this one.</summary>
    /// <param name="destination">Receives the elements.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(MatrixView<T> destination)
    {
        if (destination.Rows != Rows || destination.Columns != Columns)
        {
            throw new ArgumentException(
                $"A {Rows}×{Columns} matrix cannot be copied to a {destination.Rows}×{destination.Columns} one.",
                nameof(destination)
            );
        }

        if (destination.ColumnStride > destination.RowStride)
        {
            Transposed.CopyTo(destination.Transposed);
            return;
        }

        if (IsOneRun && ((ReadOnlyMatrixView<T>)destination).IsOneRun)
        {
            Run.CopyTo(new VectorView<T>(((ReadOnlyMatrixView<T>)destination).Run));
            return;
        }
        for (int i = 0; i < Rows; i++)
        {
            Row(i).CopyTo(destination.Row(i));
        }
    }

    /// <summary>A copy as a two-dimensional array.</summary>
    public T[,] ToArray()
    {
        T[,] copy = new T[Rows, Columns];
        CopyTo(copy);
        return copy;
    }

    /// <summary>The numbers in aligned columns, with six significant digits, in the invariant culture.</summary>
    /// <remarks>
    /// Of a matrix with more than twelve rows or columns, the middle ones are left out and its size is added.
    /// </remarks>
    public override string ToString() => MatrixText.Lines(this);

    private string DebuggerText => MatrixText.OneLine(this);

    /// <summary>A matrix over the memory of an array: nothing is copied.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator ReadOnlyMatrixView<T>(T[,] elements) => new(elements);

    /// <summary>The first element by reference, for a <c>fixed</c> statement.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref readonly T GetPinnableReference() => ref origin;

    /// <summary>
    /// Whether all elements, row after row, follow one another without a gap: small matrices gain by one loop.
    /// </summary>
    internal bool IsOneRun =>
        ColumnStride == 1 && (RowStride == Columns || Rows == 1) && (long)Rows * Columns <= int.MaxValue;

    /// <summary>All elements of a matrix that <see cref="IsOneRun"/>.</summary>
    internal ReadOnlyVectorView<T> Run => new(ref origin, Rows * Columns, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T At(int row, int column) => ref Unsafe.Add(ref origin, (row * RowStride) + (column * ColumnStride));

    /// <summary>Whether there are elements, and 64 bits are enough to say where they lie.</summary>
    /// <remarks>
    /// With 128 bits, which strides of any size need, three views take 40 ns: longer than the product of 8×8×8.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool HasShortStrides(int rows, int columns, nint rowStride, nint columnStride) =>
        (ulong)(((long)rows - 1) | ((long)columns - 1) | rowStride | columnStride) <= int.MaxValue;

    private static void CheckExtent(ReadOnlySpan<T> elements, int rows, int columns, nint rowStride, nint columnStride)
    {
        CheckSizes(rows, columns, rowStride, columnStride);
        if (rows > 0 && columns > 0)
        {
            Int128 last = ((Int128)(rows - 1) * rowStride) + ((Int128)(columns - 1) * columnStride);
            if (last >= elements.Length)
            {
                throw new ArgumentException(
                    $"A {rows}×{columns} matrix with strides ({rowStride}, {columnStride}) needs {last + 1} elements, "
                        + $"but the span has {elements.Length}.",
                    nameof(elements)
                );
            }
        }
    }

    private static void CheckSizes(int rows, int columns, nint rowStride, nint columnStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowStride);
        ArgumentOutOfRangeException.ThrowIfNegative(columnStride);
    }

    private static void ThrowNoSuchLine(int index, int count) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {count}, counted from 0.");

    private static void ThrowOutside(int row, int column, int rows, int columns, int allRows, int allColumns) =>
        throw new ArgumentOutOfRangeException(
            row < 0 ? nameof(row)
                : column < 0 ? nameof(column)
                : rows < 0 || rows > allRows - row ? nameof(rows)
                : nameof(columns),
            $"A block of {rows}×{columns} from ({row}, {column}) on is not within a {allRows}×{allColumns} matrix."
        );

    private static void ThrowNoSuchElement(int row, int column, int rows, int columns) =>
        throw new IndexOutOfRangeException($"There is no element ({row}, {column}) in a {rows}×{columns} matrix.");
}
