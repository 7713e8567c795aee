using System.Numerics;

namespace SpanLinalg;

/// <summary>Gives a view the content of a matrix with a name of its own.</summary>
internal static class SpecialMatrices
{
    /// <summary>Ones on the diagonal, zeros elsewhere; any shape.</summary>
    public static void SetIdentity<T>(this MatrixView<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        matrix.Fill(T.Zero);
        for (int i = 0; i < Math.Min(matrix.Rows, matrix.Columns); i++)
        {
            matrix[i, i] = T.One;
        }
    }

    /// <summary>The upper triangle of a matrix with at least as many rows, zeros below the diagonal.</summary>
    public static void SetUpperTriangle<T>(this MatrixView<T> matrix, ReadOnlyMatrixView<T> source)
        where T : unmanaged, INumberBase<T>
    {
        matrix.Fill(T.Zero);
        for (int i = 0; i < Math.Min(matrix.Rows, matrix.Columns); i++)
        {
            int length = matrix.Columns - i;
            source.Row(i).Slice(i, length).CopyTo(matrix.Row(i).Slice(i, length));
        }
    }
}
