using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// Truncated decompositions in guarded memory, the workspace exactly as long as asked for, and their factors in double
/// precision.
/// </summary>
internal sealed class GuardedTruncatedSvd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public GuardedTruncatedSvd(
        GuardedMatrix<T> a,
        int rank,
        Layout layout = default,
        TruncatedSvdOptions? options = null,
        SimdProvider? provider = null
    )
    {
        GuardedMatrix<T> u = new(a.Rows, rank, layout);
        GuardedMatrix<T> s = GuardedSpan.Create<T>(rank);
        GuardedMatrix<T> vt = new(rank, a.Columns, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(
            Svd.TruncatedWorkspaceLength<T>(a.Rows, a.Columns, rank, options)
        );
        TruncationError<T> error = provider is null
            ? Svd.Truncated(a.ReadOnly, rank, u.View, s.Span, vt.View, workspace.Span, options)
            : provider.Svd.Truncated(a.ReadOnly, rank, u.View, s.Span, vt.View, options);
        a.AssertUnchanged();
        u.AssertPaddingIntact();
        s.AssertPaddingIntact();
        vt.AssertPaddingIntact();
        workspace.AssertPaddingIntact();

        A = a.ToDense();
        U = u.ToDense();
        S = [.. s.ToDense().Row(0)];
        Vt = vt.ToDense();
        Frobenius = Format<T>.ToDouble(error.FrobeniusNorm);
        Spectral = Format<T>.ToDouble(error.SpectralNorm);
    }

    public Dense A { get; }

    public Dense U { get; }

    public double[] S { get; }

    public Dense Vt { get; }

    /// <summary>The certificate.</summary>
    public double Frobenius { get; }

    /// <inheritdoc cref="Frobenius"/>
    public double Spectral { get; }

    /// <summary>A − U·diag(S)·Vᵀ.</summary>
    public Dense Residual => A - (U * Dense.Build(S.Length, A.Columns, (i, j) => S[i] * Vt[i, j]));

    /// <summary>Orthonormal vectors, ordered values, and a certificate that agrees with the residual itself.</summary>
    /// <param name="context">For the message.</param>
    /// <param name="scale">The order of the elements, taken out before anything is squared.</param>
    /// <param name="leastShare">Of the spectral norm, that the estimate must reach. No share is certain, so it is for
    /// fixed seeds.</param>
    public void AssertSound(string context, double scale = 1, double leastShare = 0.8)
    {
        Below(Ratios.Orthogonality(U, A.Rows, Format<T>.Spacing), "‖I − UᵀU‖");
        Below(Ratios.Orthogonality(Vt.Transposed, A.Columns, Format<T>.Spacing), "‖I − VVᵀ‖");
        GuardedSvd<T, ProviderUnderTest>.AssertOrdered(S, context);

        // Dividing first: the squares of what is near the limits of the format are beyond them.
        Dense residual = 1 / scale * Residual;
        double frobenius = Norms.Frobenius(residual);
        double spectral = Norms.Spectral(residual);
        double rounding = 20 * Math.Max(A.Rows, A.Columns) * Format<T>.Spacing * Norms.Frobenius(1 / scale * A);
        AssertBetween((0.95 * frobenius) - rounding, (1.05 * frobenius) + rounding, Frobenius / scale, "Frobenius");
        AssertBetween((leastShare * spectral) - rounding, (1.0001 * spectral) + rounding, Spectral / scale, "spectral");
        Assert.True(Spectral <= Frobenius, $"{context}: spectral {Spectral}, Frobenius {Frobenius}");

        void Below(double ratio, string quantity) => Ratios.AssertBelow(Ratios.SvdThreshold, ratio, quantity, context);

        void AssertBetween(double least, double most, double actual, string norm) =>
            Assert.True(actual >= least && actual <= most, $"{context}: {norm} {actual}, not in [{least}, {most}]");
    }
}

/// <summary>Norms in double precision.</summary>
internal static class Norms
{
    public static double Frobenius(Dense a)
    {
        double squares = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            foreach (double value in a.Row(i))
            {
                squares += value * value;
            }
        }
        return Math.Sqrt(squares);
    }

    /// <summary>
    /// The largest singular value of the whole, whose own tests are LAPACK's. Power iterations would not do: they are
    /// bounds from below, too.
    /// </summary>
    public static double Spectral(Dense a) =>
        GuardedSvd<double, ProviderUnderTest>.Values(new GuardedMatrix<double>(a)).FirstOrDefault();
}
