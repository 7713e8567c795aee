using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>The leading part of a decomposition.</content>
public sealed partial class SvdOperations
{
    /// <inheritdoc cref="Svd.TruncatedWorkspaceLength{T}(int, int, int, TruncatedSvdOptions?, Parallelism)"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    /// <summary>Scratch elements for a truncated decomposition.</summary>
    public int TruncatedWorkspaceLength<T>(int m, int n, int rank, TruncatedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        SvdArguments.CheckRank(rank, m, n);
        return provider.TruncateWorkspaceLength<T>(m, n, rank, options ?? TruncatedSvdOptions.Default);
    }

    /// <inheritdoc cref="TryTruncated" path="/*[not(self::returns or @name='error')]"/>
    /// <returns>What is left out.</returns>
    /// <exception cref="ConvergenceException">The iteration did not converge.</exception>
    public TruncationError<T> Truncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        TruncatedSvdOptions? options = null
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ThrowUnless(TryTruncated(a, rank, u, s, vt, workspace, out TruncationError<T> error, options));
        return error;
    }

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ, in rented scratch.</summary>
    /// <inheritdoc cref="TryTruncated"
    /// path="/*[not(self::summary or self::returns or @name='error' or @name='workspace')]"/>
    /// <returns>What is left out.</returns>
    /// <exception cref="ConvergenceException">The iteration did not converge.</exception>
    public TruncationError<T> Truncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions? options = null
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(TruncatedWorkspaceLength<T>(a.Rows, a.Columns, rank, options));
        return Truncated(a, rank, u, s, vt, scratch.Span, options);
    }

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="rank">How many are wanted, r, min(m, n) at most.</param>
    /// <param name="u">m × r: receives orthonormal columns.</param>
    /// <param name="s">At least r elements; the first ones receive the singular values, descending.</param>
    /// <param name="vt">r × n: receives orthonormal rows.</param>
    /// <param name="workspace">
    /// At least <see cref="TruncatedWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <param name="error">What is left out.</param>
    /// <param name="options">How much work to do; null stands for <see cref="TruncatedSvdOptions.Default"/>.</param>
    /// <returns>Whether the iteration converged; the results have no meaning otherwise.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or too large.</exception>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, the workspace is too short, or factors overlap each other or A.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <remarks>
    /// By a random sample, as <see cref="Svd"/> has it, or by the whole thin decomposition, cut: see
    /// <see cref="LinearAlgebraProvider.TryTruncate"/>.
    /// </remarks>
    public bool TryTruncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        out TruncationError<T> error,
        TruncatedSvdOptions? options = null
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= TruncatedSvdOptions.Default;
        int needed = TruncatedWorkspaceLength<T>(a.Rows, a.Columns, rank, options);
        SvdArguments.CheckTruncated(a, rank, u, s, vt, workspace, needed);
        if (options.CheckFinite)
        {
            Arguments.CheckFinite(KernelSet<T>.Default, a);
        }
        if (a.IsEmpty)
        {
            error = default;
            return true;
        }
        return provider.TryTruncate(a, u, s[..rank], vt, options, workspace, out error);
    }

    /// <inheritdoc cref="Svd.Truncated{T}(ReadOnlyMatrixView{T}, int, TruncatedSvdOptions?, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public TruncatedSvdFactors<T> Truncated<T>(ReadOnlyMatrixView<T> a, int rank, TruncatedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdArguments.CheckRank(rank, a.Rows, a.Columns);
        Matrix<T> u = new(a.Rows, rank);
        T[] s = new T[rank];
        Matrix<T> vt = new(rank, a.Columns);
        return new(u, s, vt, Truncated(a, rank, u, s, vt, options));
    }

    /// <inheritdoc cref="Truncated{T}(ReadOnlyMatrixView{T}, int, TruncatedSvdOptions?)"/>
    public TruncatedSvdFactors<T> Truncated<T>(MatrixView<T> a, int rank, TruncatedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Truncated((ReadOnlyMatrixView<T>)a, rank, options);

    /// <inheritdoc cref="Truncated{T}(ReadOnlyMatrixView{T}, int, TruncatedSvdOptions?)"/>
    public TruncatedSvdFactors<T> Truncated<T>(Matrix<T> a, int rank, TruncatedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Truncated(Arguments.ViewOf(a), rank, options);
}
