using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// Decompositions in guarded memory, the workspace exactly as long as asked for, and their factors in double precision.
/// </summary>
internal sealed class GuardedSvd<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static SvdOperations Svd => TProvider.Provider.Svd;

    private GuardedSvd(Dense a, GuardedMatrix<T> u, GuardedMatrix<T> s, GuardedMatrix<T> vt)
    {
        A = a;
        U = u.ToDense();
        Vt = vt.ToDense();
        S = ToDoubles(s);
    }

    /// <summary>The matrix, rounded to <typeparamref name="T"/>.</summary>
    public Dense A { get; }

    public Dense U { get; }

    public double[] S { get; }

    public Dense Vt { get; }

    public static GuardedSvd<T, TProvider> Thin(GuardedMatrix<T> a, Layout layout, string context = "")
    {
        int k = Math.Min(a.Rows, a.Columns);
        GuardedMatrix<T> u = new(a.Rows, k, layout);
        GuardedMatrix<T> s = GuardedSpan.Create<T>(k);
        GuardedMatrix<T> vt = new(k, a.Columns, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Svd.ThinWorkspaceLength<T>(a.Rows, a.Columns));
        Svd.Thin(a.ReadOnly, u.View, s.Span, vt.View, workspace.Span);
        AssertGuards(context, a, u, s, vt, workspace);
        return new(a.ToDense(), u, s, vt);
    }

    public static GuardedSvd<T, TProvider> Full(GuardedMatrix<T> a, Layout layout, string context = "")
    {
        GuardedMatrix<T> u = new(a.Rows, a.Rows, layout);
        GuardedMatrix<T> s = GuardedSpan.Create<T>(Math.Min(a.Rows, a.Columns));
        GuardedMatrix<T> vt = new(a.Columns, a.Columns, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Svd.FullWorkspaceLength<T>(a.Rows, a.Columns));
        Svd.Full(a.ReadOnly, u.View, s.Span, vt.View, workspace.Span);
        AssertGuards(context, a, u, s, vt, workspace);
        return new(a.ToDense(), u, s, vt);
    }

    public static double[] Values(GuardedMatrix<T> a, string context = "")
    {
        GuardedMatrix<T> s = GuardedSpan.Create<T>(Math.Min(a.Rows, a.Columns));
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Svd.ValuesWorkspaceLength<T>(a.Rows, a.Columns));
        Svd.Values(a.ReadOnly, s.Span, workspace.Span);
        AssertGuards(context, a, s, workspace);
        return ToDoubles(s);
    }

    /// <summary>The ratios of LAPACK's ddrvbd: reconstruction, orthogonality, order and sign.</summary>
    public void AssertAccepted(string context)
    {
        double epsilon = Format<T>.Spacing;
        Dense scaled = Dense.Build(S.Length, A.Columns, (i, j) => S[i] * Vt[i, j]);
        Dense residual = A - (U.Slice(0, 0, A.Rows, S.Length) * scaled);
        Below(Ratios.Relative(residual, A, Math.Max(A.Rows, A.Columns), epsilon), "‖A − USVᵀ‖");
        Below(Ratios.Orthogonality(U, A.Rows, epsilon), "‖I − UᵀU‖");
        Below(Ratios.Orthogonality(Vt.Transposed, A.Columns, epsilon), "‖I − VVᵀ‖");
        AssertOrdered(S, context);

        void Below(double ratio, string quantity) => Ratios.AssertBelow(Ratios.SvdThreshold, ratio, quantity, context);
    }

    /// <summary>Descending and not negative, not even a negative zero.</summary>
    public static void AssertOrdered(double[] values, string context)
    {
        double previous = double.PositiveInfinity;
        foreach (double value in values)
        {
            Assert.True(!double.IsNegative(value) && value <= previous, $"{context}: {value} follows {previous}");
            previous = value;
        }
    }

    private static double[] ToDoubles(GuardedMatrix<T> s) => [.. s.ToDense().Row(0)];

    private static void AssertGuards(string context, GuardedMatrix<T> a, params GuardedMatrix<T>[] written)
    {
        a.AssertUnchanged(context);
        foreach (GuardedMatrix<T> matrix in written)
        {
            matrix.AssertPaddingIntact(context);
        }
    }
}
