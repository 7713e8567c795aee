using System.Numerics;

namespace SpanLinalg;

/// <content>The faces whose results are matrices of their own: T is inferred from the type of A.</content>
public static unsafe partial class Qr
{
    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static QrFactors<T> Thin<T>(MatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin((ReadOnlyMatrixView<T>)a, parallelism);

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"/>
    public static QrFactors<T> Thin<T>(Matrix<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin(Arguments.ViewOf(a), parallelism);

    /// <summary>
    /// Q, R and the pivots, AP = QR, as far as limits allow, as matrices of their own (LAPACK: geqp3rk).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="limits">Where to stop; the default stops only where nothing at all is left.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite.</exception>
    /// <remarks>Allocates the factors and a copy of A.</remarks>
    public static PivotedQrFactors<T> ThinPivoted<T>(
        ReadOnlyMatrixView<T> a,
        RankLimits<T> limits = default,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> factors = new(a);
        int[] pivots = new int[a.Columns];
        T[] tau = new T[Math.Min(a.Rows, a.Columns)];
        NumericalRank<T> reached = FactorPivoted(factors, pivots, tau, limits, parallelism: parallelism);

        Matrix<T> q = new(a.Rows, reached.Rank);
        FormQ(factors.Slice(0, 0, a.Rows, reached.Rank), tau.AsSpan(0, reached.Rank), q, parallelism);
        Matrix<T> r = new(reached.Rank, a.Columns);
        r.View.SetUpperTriangle(factors);
        return new(q, r, pivots, reached);
    }

    /// <inheritdoc cref="ThinPivoted{T}(ReadOnlyMatrixView{T}, RankLimits{T}, Parallelism)"/>
    public static PivotedQrFactors<T> ThinPivoted<T>(
        MatrixView<T> a,
        RankLimits<T> limits = default,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThinPivoted((ReadOnlyMatrixView<T>)a, limits, parallelism);

    /// <inheritdoc cref="ThinPivoted{T}(ReadOnlyMatrixView{T}, RankLimits{T}, Parallelism)"/>
    public static PivotedQrFactors<T> ThinPivoted<T>(
        Matrix<T> a,
        RankLimits<T> limits = default,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ThinPivoted(Arguments.ViewOf(a), limits, parallelism);

    /// <inheritdoc cref="ApplyQWorkspaceLength{T}(QSide, ReadOnlyMatrixView{T}, MatrixView{T}, Parallelism)"/>
    public static int ApplyQWorkspaceLength<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        Matrix<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplyQWorkspaceLength(side, factors, Arguments.ViewOf(c), parallelism);
}
