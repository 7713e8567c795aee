using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>One factorisation with column pivoting in guarded memory, and its factors in double precision.</summary>
internal sealed class GuardedPivotedQr<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static QrOperations Qr => TProvider.Provider.Qr;

    private const int Untouched = -77;

    private readonly GuardedMatrix<T> factors;
    private readonly GuardedMatrix<T> tau;

    public GuardedPivotedQr(Dense values, Layout layout, string context)
    {
        int n = values.Columns;
        factors = new(values, layout);
        A = factors.ToDense();
        tau = GuardedSpan.Create<T>(Math.Min(values.Rows, n));
        int[] memory = new int[n + 1];
        memory[n] = Untouched;
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Qr.FactorPivotedWorkspaceLength<T>(values.Rows, n));

        Qr.FactorPivoted(factors.View, memory, tau.Span, workspace.Span);

        workspace.AssertPaddingIntact(context);
        factors.AssertPaddingIntact(context);
        tau.AssertPaddingIntact(context);
        Assert.True(memory[n] == Untouched, $"{context}: a pivot too many was written");
        Pivots = memory[..n];
        Assert.True(Pivots.Order().SequenceEqual(Enumerable.Range(0, n)), $"{context}: that is not a permutation");
    }

    /// <summary>The matrix as it was, rounded to <typeparamref name="T"/>.</summary>
    public Dense A { get; }

    public int[] Pivots { get; }

    public Dense Permuted => Dense.Build(A.Rows, A.Columns, (i, j) => A[i, Pivots[j]]);

    /// <summary>R, min(m, n) × n.</summary>
    public Dense R => factors.ToDense().Slice(0, 0, Math.Min(A.Rows, A.Columns), A.Columns).UpperTriangle();

    /// <summary>The first min(m, n) columns of Q.</summary>
    public Dense Q
    {
        get
        {
            int k = Math.Min(A.Rows, A.Columns);
            GuardedMatrix<T> q = new(A.Rows, k);
            T[] workspace = new T[Qr.FormQWorkspaceLength<T>(A.Rows, A.Columns, k)];
            Qr.FormQ(factors.ReadOnly, tau.Span, q.View, workspace);
            return q.ToDense();
        }
    }

    /// <summary>QᵀC, by the reflectors themselves.</summary>
    public Dense Reduce(Dense values)
    {
        GuardedMatrix<T> c = new(values, Layout.ColumnMajor);
        T[] workspace = new T[Qr.ApplyQWorkspaceLength(QSide.Left, factors.ReadOnly, c.View)];
        Qr.ApplyQTransposed(QSide.Left, factors.ReadOnly, tau.Span, c.View, workspace);
        return c.ToDense();
    }
}
