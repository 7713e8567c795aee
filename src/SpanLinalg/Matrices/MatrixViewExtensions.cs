namespace SpanLinalg;

/// <summary>Views over the memory that a program has. None of them copies, and T need not be named.</summary>
public static class MatrixViewExtensions
{
    /// <summary>A matrix over the memory of an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static MatrixView<T> AsMatrixView<T>(this T[,] elements)
        where T : unmanaged => new(elements);

    /// <summary>A row-major matrix over the first rows·columns elements of an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">At least <paramref name="rows"/>·<paramref name="columns"/> elements.</param>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">There are too few elements.</exception>
    public static MatrixView<T> AsMatrixView<T>(this T[] elements, int rows, int columns)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new(elements, rows, columns);
    }

    /// <summary>A row-major matrix over the first rows·columns elements of some memory.</summary>
    /// <inheritdoc cref="AsMatrixView{T}(T[], int, int)" path="/*[not(self::summary)]"/>
    public static MatrixView<T> AsMatrixView<T>(this Span<T> elements, int rows, int columns)
        where T : unmanaged => new(elements, rows, columns);

    /// <inheritdoc cref="AsMatrixView{T}(Span{T}, int, int)"/>
    public static ReadOnlyMatrixView<T> AsMatrixView<T>(this ReadOnlySpan<T> elements, int rows, int columns)
        where T : unmanaged => new(elements, rows, columns);

    /// <inheritdoc cref="AsMatrixView{T}(Span{T}, int, int)"/>
    public static MatrixView<T> AsMatrixView<T>(this Memory<T> elements, int rows, int columns)
        where T : unmanaged => new(elements.Span, rows, columns);

    /// <inheritdoc cref="AsMatrixView{T}(Span{T}, int, int)"/>
    public static ReadOnlyMatrixView<T> AsMatrixView<T>(this ReadOnlyMemory<T> elements, int rows, int columns)
        where T : unmanaged => new(elements.Span, rows, columns);
}
