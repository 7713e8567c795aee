namespace SpanLinalg;

/// <summary>What the faces of <see cref="Qr"/> and those of a provider check before they touch anything.</summary>
internal static class QrArguments
{
    public static void CheckFactor<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace, int needed)
        where T : unmanaged
    {
        Arguments.CheckCapacity<T>(tau, Math.Min(a.Rows, a.Columns));
        Workspace<T>.Check(workspace, needed);
        Arguments.CheckDistinct<T>(a, tau);
        Arguments.CheckDistinct<T>(a, workspace);
        Arguments.CheckDistinct<T>(tau, workspace);
    }

    public static void CheckFactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        Arguments.CheckCapacity<int>(pivots, a.Columns);
        CheckFactor(a, tau, workspace, needed);
    }

    public static void CheckFormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        int k = Math.Min(factors.Rows, factors.Columns);
        Arguments.CheckCapacity(tau, k);
        if (q.Rows != factors.Rows || q.Columns < k || q.Columns > q.Rows)
        {
            throw new ArgumentException(
                $"'{nameof(q)}' is {q.Rows}×{q.Columns}, but {factors.Rows} rows and {k} to {factors.Rows} columns "
                    + "are needed.",
                nameof(q)
            );
        }
        Arguments.CheckDistinct<T>(factors, q);
        Arguments.CheckDistinct<T>(((ReadOnlyVectorView<T>)tau).AsColumn(), q, nameof(tau), nameof(q));
        Workspace<T>.Check(workspace, needed);
        Arguments.CheckDistinct<T>(factors, workspace);
        Arguments.CheckDistinct<T>(tau, workspace);
        Arguments.CheckDistinct<T>(q, workspace);
    }

    public static void CheckApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        if (side is not (QSide.Left or QSide.Right))
        {
            throw new ArgumentOutOfRangeException(nameof(side), side, "There is no such side.");
        }
        Arguments.CheckCapacity(tau, Math.Min(factors.Rows, factors.Columns));
        Arguments.CheckShape<T>(
            c,
            side == QSide.Left ? factors.Rows : c.Rows,
            side == QSide.Left ? c.Columns : factors.Rows
        );
        Arguments.CheckDistinct<T>(factors, c);
        Arguments.CheckDistinct<T>(((ReadOnlyVectorView<T>)tau).AsColumn(), c, nameof(tau), nameof(c));
        Workspace<T>.Check(workspace, needed);
        Arguments.CheckDistinct<T>(factors, workspace);
        Arguments.CheckDistinct<T>(tau, workspace);
        Arguments.CheckDistinct<T>(c, workspace);
    }

    public static void CheckLeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        Arguments.CheckShape<T>(b, a.Rows, b.Columns);
        Arguments.CheckShape<T>(x, a.Columns, b.Columns);
        Arguments.CheckDistinct<T>(a, b);
        Arguments.CheckDistinct<T>(a, x);
        Arguments.CheckDistinct<T>(b, x);
        Workspace<T>.Check(workspace, needed);
        Arguments.CheckDistinct<T>(a, workspace);
        Arguments.CheckDistinct<T>(b, workspace);
        Arguments.CheckDistinct<T>(x, workspace);
    }
}
