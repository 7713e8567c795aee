using System.Numerics;

namespace SpanLinalg;

/// <content>Products for matrices that own their elements: T is inferred from the type of one of them.</content>
public static partial class Gemm
{
    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, MatrixView{T}, Parallelism)"/>
    public static void Multiply<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        Matrix<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(a, b, Arguments.ViewOf(c), parallelism);

    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)"/>
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        Matrix<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(alpha, a, b, beta, Arguments.ViewOf(c), parallelism);

    /// <summary>AB as a new matrix.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <remarks>2mnk flops. Allocates the product, and rents its scratch from the array pool.</remarks>
    public static Matrix<T> Multiply<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, a.Columns, b.Columns);
        Matrix<T> c = new(a.Rows, b.Columns);
        Multiply(a, b, c, parallelism);
        return c;
    }

    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> Multiply<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply((ReadOnlyMatrixView<T>)a, b, parallelism);

    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> Multiply<T>(Matrix<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(Arguments.ViewOf(a), b, parallelism);
}
