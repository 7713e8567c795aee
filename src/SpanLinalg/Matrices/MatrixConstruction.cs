using System.Numerics;

namespace SpanLinalg;

/// <summary>Makes matrices out of what there is.</summary>
public static class Matrix
{
    /// <summary>A copy of a two-dimensional array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static Matrix<T> From<T>(T[,] elements)
        where T : unmanaged => new(elements);

    /// <summary>A matrix of given rows: <c>Matrix.FromRows([1.0, 2.0], [3.0, 4.0])</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="rows">The rows, which are copied; none at all make a matrix of 0 × 0.</param>
    /// <exception cref="ArgumentNullException">A row is null; the message says which.</exception>
    /// <exception cref="ArgumentException">A row has another length than the first; the message says which.</exception>
    public static Matrix<T> FromRows<T>(params ReadOnlySpan<T[]> rows)
        where T : unmanaged
    {
        Matrix<T> matrix = new(rows.Length, rows.IsEmpty ? 0 : Row(rows, 0).Length);
        for (int i = 0; i < rows.Length; i++)
        {
            T[] row = Row(rows, i);
            if (row.Length != matrix.Columns)
            {
                throw new ArgumentException(
                    $"Row {i} has {row.Length} elements, but row 0 has {matrix.Columns}.",
                    nameof(rows)
                );
            }
            row.CopyTo(matrix.Elements[(i * matrix.Columns)..]);
        }
        return matrix;
    }

    /// <summary>The identity: ones on the diagonal, zeros elsewhere.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="size">Number of rows and of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="OverflowException">There would be more than 2³¹ − 1 elements.</exception>
    public static Matrix<T> Identity<T>(int size)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Matrix<T> matrix = new(size, size);
        matrix.View.SetIdentity();
        return matrix;
    }

    private static T[] Row<T>(ReadOnlySpan<T[]> rows, int index) =>
        rows[index] ?? throw new ArgumentNullException(nameof(rows), $"Row {index} is null.");
}
