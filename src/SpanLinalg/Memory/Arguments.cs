using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The checks that every public routine makes before it touches anything.</summary>
internal static class Arguments
{
    /// <summary>The view of a matrix that is not null.</summary>
    public static MatrixView<T> ViewOf<T>(Matrix<T> matrix, [CallerArgumentExpression(nameof(matrix))] string name = "")
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        return matrix.View;
    }

    /// <summary>A matrix has as many rows as columns.</summary>
    public static void CheckSquare<T>(
        ReadOnlyMatrixView<T> matrix,
        [CallerArgumentExpression(nameof(matrix))] string name = ""
    )
        where T : unmanaged
    {
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"'{name}' is {matrix.Rows}×{matrix.Columns}, but must be square.", name);
        }
    }

    /// <summary>A matrix has the shape that the others ask for.</summary>
    public static void CheckShape<T>(
        ReadOnlyMatrixView<T> matrix,
        int rows,
        int columns,
        [CallerArgumentExpression(nameof(matrix))] string name = ""
    )
        where T : unmanaged
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
        {
            throw new ArgumentException(
                $"'{name}' is {matrix.Rows}×{matrix.Columns}, but {rows}×{columns} is needed.",
                name
            );
        }
    }

    /// <summary>A vector has the length that the others ask for.</summary>
    public static void CheckLength<T>(
        ReadOnlyVectorView<T> vector,
        int length,
        [CallerArgumentExpression(nameof(vector))] string name = ""
    )
        where T : unmanaged
    {
        if (vector.Length != length)
        {
            throw new ArgumentException($"'{name}' has {vector.Length} elements, but {length} are needed.", name);
        }
    }

    /// <summary>A span has at least the length that is going to be used.</summary>
    public static void CheckCapacity<T>(
        ReadOnlySpan<T> span,
        int length,
        [CallerArgumentExpression(nameof(span))] string name = ""
    )
        where T : unmanaged
    {
        if (span.Length < length)
        {
            throw new ArgumentException($"'{name}' has {span.Length} elements, but {length} are needed.", name);
        }
    }

    /// <summary>An input does not share elements with what is written.</summary>
    public static void CheckDistinct<T>(
        ReadOnlyMatrixView<T> input,
        ReadOnlyMatrixView<T> written,
        [CallerArgumentExpression(nameof(input))] string inputName = "",
        [CallerArgumentExpression(nameof(written))] string writtenName = ""
    )
        where T : unmanaged
    {
        if (Overlap.Between(input, written))
        {
            throw new ArgumentException($"'{writtenName}' overlaps '{inputName}'.", writtenName);
        }
    }

    /// <summary>
    /// A span that is written (scratch, factors, singular values) does not share elements with a matrix.
    /// </summary>
    public static void CheckDistinct<T>(
        ReadOnlyMatrixView<T> matrix,
        ReadOnlySpan<T> written,
        [CallerArgumentExpression(nameof(matrix))] string matrixName = "",
        [CallerArgumentExpression(nameof(written))] string writtenName = ""
    )
        where T : unmanaged =>
        CheckDistinct(matrix, ((ReadOnlyVectorView<T>)written).AsColumn(), matrixName, writtenName);

    /// <summary>Two spans of which one is written do not share elements.</summary>
    public static void CheckDistinct<T>(
        ReadOnlySpan<T> span,
        ReadOnlySpan<T> written,
        [CallerArgumentExpression(nameof(span))] string spanName = "",
        [CallerArgumentExpression(nameof(written))] string writtenName = ""
    )
        where T : unmanaged => CheckDistinct(((ReadOnlyVectorView<T>)span).AsColumn(), written, spanName, writtenName);

    /// <summary>No element is NaN or infinite.</summary>
    /// <exception cref="NotFiniteNumberException">One is; the first in row order is named.</exception>
    public static void CheckFinite<T>(
        KernelSet<T> kernels,
        ReadOnlyMatrixView<T> matrix,
        [CallerArgumentExpression(nameof(matrix))] string name = ""
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LargestMagnitude(kernels, matrix, checkFinite: true, name);

    /// <summary>The largest magnitude, and whether all are finite: one read for both.</summary>
    /// <exception cref="NotFiniteNumberException">It is asked for, and one is not; the first one is named.</exception>
    public static T LargestMagnitude<T>(
        KernelSet<T> kernels,
        ReadOnlyMatrixView<T> matrix,
        bool checkFinite,
        [CallerArgumentExpression(nameof(matrix))] string name = ""
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = SafeRange<T>.LargestMagnitude(kernels, matrix);
        if (checkFinite && !T.IsFinite(largest))
        {
            ThrowNotFinite(matrix, name);
        }
        return largest;
    }

    private static void ThrowNotFinite<T>(ReadOnlyMatrixView<T> matrix, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                if (!T.IsFinite(matrix[i, j]))
                {
                    double value = double.CreateChecked(matrix[i, j]);
                    throw new NotFiniteNumberException(
                        FormattableString.Invariant($"'{name}' has {value} in row {i}, column {j} (counted from 0)."),
                        value
                    );
                }
            }
        }
    }
}
