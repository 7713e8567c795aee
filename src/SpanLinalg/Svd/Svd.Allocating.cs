using System.Numerics;

namespace SpanLinalg;

/// <content>The faces whose results are matrices and arrays of their own: T is inferred from the type of A.</content>
public static unsafe partial class Svd
{
    /// <summary>Full factors, with square U and V, as matrices of their own.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge.</exception>
    /// <remarks>Allocates the factors.</remarks>
    public static SvdFactors<T> Full<T>(ReadOnlyMatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdFactors<T> factors = new(new(a.Rows, a.Rows), new T[Math.Min(a.Rows, a.Columns)], new(a.Columns, a.Columns));
        Full(a, factors.U, factors.S, factors.Vt, parallelism: parallelism);
        return factors;
    }

    /// <summary>Singular values only, descending, as an array.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>min(m, n) values.</returns>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge.</exception>
    /// <remarks>Allocates the values, and rents its scratch.</remarks>
    public static T[] Values<T>(ReadOnlyMatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[Math.Min(a.Rows, a.Columns)];
        Values(a, values, parallelism: parallelism);
        return values;
    }

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static SvdFactors<T> Thin<T>(MatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin((ReadOnlyMatrixView<T>)a, parallelism);

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static SvdFactors<T> Thin<T>(Matrix<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin(Arguments.ViewOf(a), parallelism);

    /// <inheritdoc cref="Full{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static SvdFactors<T> Full<T>(MatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Full((ReadOnlyMatrixView<T>)a, parallelism);

    /// <inheritdoc cref="Full{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static SvdFactors<T> Full<T>(Matrix<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Full(Arguments.ViewOf(a), parallelism);

    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static T[] Values<T>(MatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Values((ReadOnlyMatrixView<T>)a, parallelism);

    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static T[] Values<T>(Matrix<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Values(Arguments.ViewOf(a), parallelism);

    /// <inheritdoc cref="Truncated{T}(ReadOnlyMatrixView{T}, int, TruncatedSvdOptions?, Parallelism)"/>
    public static TruncatedSvdFactors<T> Truncated<T>(
        MatrixView<T> a,
        int rank,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Truncated((ReadOnlyMatrixView<T>)a, rank, options, parallelism);

    /// <inheritdoc cref="Truncated{T}(ReadOnlyMatrixView{T}, int, TruncatedSvdOptions?, Parallelism)"/>
    public static TruncatedSvdFactors<T> Truncated<T>(
        Matrix<T> a,
        int rank,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Truncated(Arguments.ViewOf(a), rank, options, parallelism);
}
