using System.Buffers;

namespace SpanLinalg.OpenBlas;

/// <summary>
/// A matrix as BLAS and LAPACK take it: contiguous columns and a leading dimension; a rented copy of one that is not
/// so.
/// </summary>
internal readonly ref struct LapackOperand<T> : IDisposable
    where T : unmanaged
{
    private readonly T[]? copy;

    /// <summary>The matrix itself if its storage will do, or else a copy.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="read">Whether the content is wanted. If not, the copy holds anything at all.</param>
    public LapackOperand(ReadOnlyMatrixView<T> matrix, bool read = true)
        : this(matrix, !IsColumnMajor(matrix), read) { }

    private LapackOperand(ReadOnlyMatrixView<T> matrix, bool copied, bool read)
    {
        View = matrix;
        if (copied)
        {
            copy = ArrayPool<T>.Shared.Rent(checked(matrix.Rows * matrix.Columns));
            MatrixView<T> target = MatrixView.ColumnMajor(copy.AsSpan(), matrix.Rows, matrix.Columns);
            if (read)
            {
                matrix.CopyTo(target);
            }
            View = target;
        }
    }

    /// <summary>The elements, column-major. To be pinned during the call.</summary>
    public ReadOnlyMatrixView<T> View { get; }

    /// <summary>
    /// Elements from one column to the next; at least one and at least the number of rows, as LAPACK wants.
    /// </summary>
    public int LeadingDimension => View.Columns > 1 ? (int)View.ColumnStride : Math.Max(View.Rows, 1);

    /// <summary>A copy in any case, for routines that destroy what they read.</summary>
    public static LapackOperand<T> CopyOf(ReadOnlyMatrixView<T> matrix) => new(matrix, copied: true, read: true);

    /// <summary>Whether BLAS can take a matrix where it is.</summary>
    /// <remarks>
    /// A step of more than 2³¹ − 1 elements would need ILP64; the few matrices that have one are copied.
    /// </remarks>
    public static bool IsColumnMajor(ReadOnlyMatrixView<T> matrix) =>
        (matrix.RowStride == 1 || matrix.Rows <= 1)
        && (
            matrix.Columns <= 1
            || (matrix.ColumnStride >= Math.Max(matrix.Rows, 1) && matrix.ColumnStride <= int.MaxValue)
        );

    /// <summary>Whether BLAS can take the transpose of a matrix where it is, and not the matrix itself.</summary>
    public static bool IsOnlyRowMajor(ReadOnlyMatrixView<T> matrix) =>
        !IsColumnMajor(matrix) && IsColumnMajor(matrix.Transposed);

    /// <summary>Writes the content to the matrix that this is a copy of; does nothing if it is no copy.</summary>
    public void Store(MatrixView<T> matrix)
    {
        if (copy is not null)
        {
            View.CopyTo(matrix);
        }
    }

    public void Dispose()
    {
        if (copy is not null)
        {
            ArrayPool<T>.Shared.Return(copy);
        }
    }
}
