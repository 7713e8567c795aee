using System.Numerics;

namespace SpanLinalg.Textbook;

/// <summary>A provider as a third party would write it: the cores that must be there, in plain loops.</summary>
/// <remarks>
/// G. Golub, C. Van Loan, "Matrix Computations", sections 1.1, 5.2 and 5.4. The singular values are those of the static
/// face: a provider may borrow what it has not. Everything else is left to the defaults.
/// </remarks>
public sealed class TextbookProvider : LinearAlgebraProvider
{
    /// <inheritdoc/>
    public override string Name => "textbook";

    /// <inheritdoc/>
    public override string Description => "plain loops";

    /// <inheritdoc/>
    protected override void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
    {
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                T sum = T.Zero;
                for (int p = 0; p < a.Columns; p++)
                {
                    sum += a[i, p] * b[p, j];
                }
                c[i, j] = T.IsZero(beta) ? alpha * sum : (alpha * sum) + (beta * c[i, j]);
            }
        }
    }

    /// <inheritdoc/>
    protected override void FactorQr<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace)
    {
        for (int k = 0; k < tau.Length; k++)
        {
            tau[k] = Eliminate(a, k);
        }
    }

    /// <inheritdoc/>
    protected override void FactorPivotedQr<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, Span<T> workspace)
    {
        for (int j = 0; j < pivots.Length; j++)
        {
            pivots[j] = j;
        }
        for (int k = 0; k < tau.Length; k++)
        {
            int pivot = LongestColumn(a, k);
            for (int i = 0; i < a.Rows && pivot != k; i++)
            {
                (a[i, k], a[i, pivot]) = (a[i, pivot], a[i, k]);
            }
            (pivots[k], pivots[pivot]) = (pivots[pivot], pivots[k]);
            tau[k] = Eliminate(a, k);
        }
    }

    /// <inheritdoc/>
    protected override void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
    {
        // CQ = (QᵀCᵀ)ᵀ, and Qᵀ = Hₖ…H₁.
        MatrixView<T> target = side == QSide.Left ? c : c.Transposed;
        bool ascending = transposed ^ (side == QSide.Right);
        for (int step = 0; step < tau.Length; step++)
        {
            int k = ascending ? step : tau.Length - 1 - step;
            Reflect(factors.Column(k), k, tau[k], target);
        }
    }

    /// <inheritdoc/>
    protected override int DecomposeWorkspaceLength<T>(int m, int n, SingularVectors vectors) =>
        vectors switch
        {
            SingularVectors.None => SpanLinalg.Svd.ValuesWorkspaceLength<T>(m, n),
            SingularVectors.Thin => SpanLinalg.Svd.ThinWorkspaceLength<T>(m, n),
            _ => SpanLinalg.Svd.FullWorkspaceLength<T>(m, n),
        };

    /// <inheritdoc/>
    protected override bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace
    ) =>
        vectors switch
        {
            SingularVectors.None => SpanLinalg.Svd.TryValues(a, s, workspace, checkFinite: false),
            SingularVectors.Thin => SpanLinalg.Svd.TryThin(a, u, s, vt, workspace, checkFinite: false),
            _ => SpanLinalg.Svd.TryFull(a, u, s, vt, workspace, checkFinite: false),
        };

    /// <summary>Takes away column k below the diagonal, and reflects the columns on its right.</summary>
    /// <returns>τ of the reflector, which stays in the column.</returns>
    private static T Eliminate<T>(MatrixView<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        VectorView<T> below = a.Column(k).Slice(k + 1, a.Rows - k - 1);
        T rest = Blas1.Norm(below);
        if (T.IsZero(rest))
        {
            return T.Zero;
        }

        // In the middle of the range no digit of v is lost, not even where the column is next to nothing.
        int exponent = T.IsFinite(rest) ? T.ILogB(T.Hypot(a[k, k], rest)) : 0;
        T alpha = T.ScaleB(a[k, k], -exponent);
        for (int i = 0; i < below.Length; i++)
        {
            below[i] = T.ScaleB(below[i], -exponent);
        }
        T beta = -T.CopySign(T.Hypot(alpha, Blas1.Norm(below)), alpha);
        for (int i = 0; i < below.Length; i++)
        {
            below[i] /= alpha - beta;
        }
        T tau = (beta - alpha) / beta;
        a[k, k] = T.ScaleB(beta, exponent);
        Reflect(a.Column(k), k, tau, a.Slice(0, k + 1, a.Rows, a.Columns - k - 1));
        return tau;
    }

    /// <summary>C ← (I − τ·v·vᵀ)C, where v is zero above element k, one there, and as it is stored below.</summary>
    private static void Reflect<T>(ReadOnlyVectorView<T> v, int k, T tau, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < c.Columns; j++)
        {
            T sum = c[k, j];
            for (int i = k + 1; i < c.Rows; i++)
            {
                sum += v[i] * c[i, j];
            }
            sum *= tau;
            c[k, j] -= sum;
            for (int i = k + 1; i < c.Rows; i++)
            {
                c[i, j] -= v[i] * sum;
            }
        }
    }

    private static int LongestColumn<T>(MatrixView<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int longest, T length) = (k, T.Zero);
        for (int j = k; j < a.Columns; j++)
        {
            T norm = Blas1.Norm(a.Column(j).Slice(k, a.Rows - k));
            if (norm > length)
            {
                (longest, length) = (j, norm);
            }
        }
        return longest;
    }
}
