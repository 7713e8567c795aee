using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>The cores of the singular value decompositions.</content>
public abstract partial class LinearAlgebraProvider
{
    /// <summary>Scratch elements that <see cref="TryDecompose"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    /// <param name="vectors">Which vectors are wanted.</param>
    protected internal virtual int DecomposeWorkspaceLength<T>(int m, int n, SingularVectors vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;

    /// <summary>The singular value decomposition A = U·diag(S)·Vᵀ (LAPACK: gesdd).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed. Its elements may be near the largest or the smallest number of T.</param>
    /// <param name="vectors">Which vectors are wanted.</param>
    /// <param name="u">
    /// m × min(m, n), or m × m for full factors: receives orthonormal columns. Empty if none are.
    /// </param>
    /// <param name="s">min(m, n) elements: receive the singular values, descending.</param>
    /// <param name="vt">min(m, n) × n, or n × n for full factors: receives orthonormal rows. Empty if none are.</param>
    /// <param name="workspace">At least <see cref="DecomposeWorkspaceLength"/> elements.</param>
    /// <returns>Whether the iteration converged. Where A is not finite, no answer may look like a finite one.</returns>
    protected internal abstract bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Scratch elements that <see cref="TryTruncate"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    /// <param name="rank">Singular values that are wanted, min(m, n) at most.</param>
    /// <param name="options">How much work to do.</param>
    protected internal virtual int TruncateWorkspaceLength<T>(int m, int n, int rank, TruncatedSvdOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(m, n);
        return checked((m * k) + k + (k * n) + DecomposeWorkspaceLength<T>(m, n, SingularVectors.Thin));
    }

    /// <summary>The leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed. Its elements may be near the largest or the smallest number of T.</param>
    /// <param name="u">m × r: receives orthonormal columns.</param>
    /// <param name="s">r elements, as many as are wanted: receive the singular values, descending.</param>
    /// <param name="vt">r × n: receives orthonormal rows.</param>
    /// <param name="options">How much work to do; whether to look for NaN is settled.</param>
    /// <param name="workspace">At least <see cref="TruncateWorkspaceLength"/> elements.</param>
    /// <param name="discarded">What is left out.</param>
    /// <returns>Whether the iteration converged.</returns>
    /// <remarks>
    /// LAPACK has no such routine. The default computes the whole thin decomposition and cuts it, which is what the
    /// users of LAPACK do: exact, whatever the options, at the price of all singular values.
    /// </remarks>
    protected internal virtual bool TryTruncate<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions options,
        Span<T> workspace,
        out TruncationError<T> discarded
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        MatrixView<T> thinU = new(workspace[..(m * k)], m, k);
        workspace = workspace[(m * k)..];
        MatrixView<T> thinVt = new(workspace[..(k * n)], k, n);
        workspace = workspace[(k * n)..];
        Span<T> values = workspace[..k];
        bool converged = TryDecompose(a, SingularVectors.Thin, thinU, values, thinVt, workspace[k..]);
        discarded = SpanLinalg.Svd.Cut<T>(KernelSet<T>.Default, thinU, values, thinVt, u, s, vt);
        return converged;
    }
}
