using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>One factorisation in guarded memory, and its factors in double precision.</summary>
internal sealed class GuardedQr<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static QrOperations Qr => TProvider.Provider.Qr;

    private readonly string context;

    public GuardedQr(Dense values, Layout layout, string context)
    {
        this.context = context;
        Factors = new(values, layout);
        A = Factors.ToDense();
        Tau = GuardedSpan.Create<T>(Math.Min(values.Rows, values.Columns));
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Qr.FactorWorkspaceLength<T>(values.Rows, values.Columns));

        Qr.Factor(Factors.View, Tau.Span, workspace.Span);

        workspace.AssertPaddingIntact(context);
        Factors.AssertPaddingIntact(context);
        Tau.AssertPaddingIntact(context);
        Factors.Freeze();
        Tau.Freeze();
    }

    /// <summary>The matrix as it was, rounded to <typeparamref name="T"/>.</summary>
    public Dense A { get; }

    public GuardedMatrix<T> Factors { get; }

    public GuardedMatrix<T> Tau { get; }

    /// <summary>R, min(m, n) × n.</summary>
    public Dense R => Factors.ToDense().Slice(0, 0, Math.Min(A.Rows, A.Columns), A.Columns).UpperTriangle();

    /// <summary>The first columns of Q.</summary>
    public Dense FormQ(int columns, Layout layout)
    {
        GuardedMatrix<T> q = new(A.Rows, columns, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Qr.FormQWorkspaceLength<T>(A.Rows, A.Columns, columns));
        Qr.FormQ(Factors.ReadOnly, Tau.Span, q.View, workspace.Span);
        q.AssertPaddingIntact(context);
        workspace.AssertPaddingIntact(context);
        AssertFactorsUnchanged();
        return q.ToDense();
    }

    /// <summary>C with Q, or its transpose, applied from the left or from the right.</summary>
    public Dense Apply(QSide side, bool transposed, Dense values, Layout layout)
    {
        GuardedMatrix<T> c = new(values, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Qr.ApplyQWorkspaceLength(side, Factors.ReadOnly, c.View));
        if (transposed)
        {
            Qr.ApplyQTransposed(side, Factors.ReadOnly, Tau.Span, c.View, workspace.Span);
        }
        else
        {
            Qr.ApplyQ(side, Factors.ReadOnly, Tau.Span, c.View, workspace.Span);
        }
        c.AssertPaddingIntact(context);
        workspace.AssertPaddingIntact(context);
        AssertFactorsUnchanged();
        return c.ToDense();
    }

    private void AssertFactorsUnchanged()
    {
        Factors.AssertUnchanged(context);
        Tau.AssertUnchanged(context);
    }
}
