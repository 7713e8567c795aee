using System.Diagnostics;

namespace SpanLinalg;

/// <summary>A dense matrix that owns its elements, stored row by row.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Wherever a view is asked for, a matrix can be given. <see cref="Matrix"/> makes matrices from rows and arrays, and
/// <see cref="MatrixOperators"/> has their arithmetic.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class Matrix<T>
    where T : unmanaged
{
    private readonly T[] elements;

    /// <summary>A matrix of zeros. Allocates rows·columns elements.</summary>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">There would be more than 2³¹ − 1 elements.</exception>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        elements = new T[checked(rows * columns)];
        Rows = rows;
        Columns = columns;
    }

    /// <summary>A copy of a view.</summary>
    /// <param name="source">The elements to copy.</param>
    public Matrix(ReadOnlyMatrixView<T> source)
        : this(source.Rows, source.Columns) => source.CopyTo(View);

    /// <summary>A copy of an array.</summary>
    /// <param name="elements">The elements to copy.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public Matrix(T[,] elements)
        : this(new ReadOnlyMatrixView<T>(elements)) { }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All elements, row by row.</summary>
    public Span<T> Elements => elements;

    /// <summary>The whole matrix as a view.</summary>
    public MatrixView<T> View => new(elements, Rows, Columns);

    /// <summary>The transpose as a view of the same elements.</summary>
    public MatrixView<T> Transposed => View.Transposed;

    /// <summary>The element in row i and column j, both counted from zero.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref T this[int row, int column] => ref View[row, column];

    /// <inheritdoc cref="MatrixView{T}.Row"/>
    public VectorView<T> Row(int index) => View.Row(index);

    /// <inheritdoc cref="MatrixView{T}.Column"/>
    public VectorView<T> Column(int index) => View.Column(index);

    /// <inheritdoc cref="MatrixView{T}.Slice"/>
    public MatrixView<T> Slice(int row, int column, int rows, int columns) => View.Slice(row, column, rows, columns);

    /// <inheritdoc cref="ReadOnlyMatrixView{T}.ToArray"/>
    public T[,] ToArray() => View.ToArray();

    /// <inheritdoc cref="ReadOnlyMatrixView{T}.ToString"/>
    public override string ToString() => MatrixText.Lines<T>(View);

    private string DebuggerText => MatrixText.OneLine<T>(View);

    /// <summary>The whole matrix as a view.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator MatrixView<T>(Matrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.View;
    }

    /// <summary>The whole matrix as a view, for reading only.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator ReadOnlyMatrixView<T>(Matrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.View;
    }
}
