namespace SpanLinalg;

/// <summary>What the faces of <see cref="Svd"/> and those of a provider check before they touch anything.</summary>
internal static class SvdArguments
{
    public static void Check<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        Arguments.CheckCapacity<T>(s, k);
        if (vectors == SingularVectors.None)
        {
            Arguments.CheckDistinct(a, s);
        }
        else
        {
            bool full = vectors == SingularVectors.Full;
            Arguments.CheckShape<T>(u, m, full ? m : k);
            Arguments.CheckShape<T>(vt, full ? n : k, n);
            CheckApart(a, u, s, vt);
        }
        CheckWorkspace(a, u, s, vt, workspace, needed);
    }

    /// <summary>All but the rank, without which the length of the workspace is not known.</summary>
    public static void CheckTruncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        Arguments.CheckCapacity<T>(s, rank);
        Arguments.CheckShape<T>(u, a.Rows, rank);
        Arguments.CheckShape<T>(vt, rank, a.Columns);
        CheckApart(a, u, s, vt);
        CheckWorkspace(a, u, s, vt, workspace, needed);
    }

    public static void CheckRank(int rank, int m, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(m, n));
    }

    private static void CheckApart<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt)
        where T : unmanaged
    {
        Arguments.CheckDistinct(a, s);
        Arguments.CheckDistinct<T>(u, s);
        Arguments.CheckDistinct<T>(vt, s);
        Arguments.CheckDistinct<T>(a, u);
        Arguments.CheckDistinct<T>(a, vt);
        Arguments.CheckDistinct<T>(u, vt);
    }

    private static void CheckWorkspace<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        Workspace<T>.Check(workspace, needed);
        Arguments.CheckDistinct(a, workspace);
        Arguments.CheckDistinct<T>(u, workspace);
        Arguments.CheckDistinct<T>(s, workspace);
        Arguments.CheckDistinct<T>(vt, workspace);
    }
}
