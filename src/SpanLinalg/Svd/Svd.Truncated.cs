using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

public static unsafe partial class Svd
{
    /// <summary>
    /// Scratch elements for
    /// <see cref="Truncated{T}(ReadOnlyMatrixView{T}, int, MatrixView{T}, Span{T}, MatrixView{T}, Span{T},
    /// TruncatedSvdOptions?, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="rank">Singular values that are wanted.</param>
    /// <param name="options">
    /// As for the decomposition; null stands for <see cref="TruncatedSvdOptions.Default"/>.
    /// </param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the rank exceeds min(m, n).</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int TruncatedWorkspaceLength<T>(
        int m,
        int n,
        int rank,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        SvdArguments.CheckRank(rank, m, n);
        return TruncatedWorkspaceLength(
            KernelSet<T>.Default,
            parallelism,
            m,
            n,
            rank,
            options ?? TruncatedSvdOptions.Default
        );
    }

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="rank">How many are wanted, r, min(m, n) at most.</param>
    /// <param name="u">m × r: receives orthonormal columns.</param>
    /// <param name="s">At least r elements; the first ones receive the singular values, descending.</param>
    /// <param name="vt">r × n: receives orthonormal rows.</param>
    /// <param name="workspace">
    /// At least <see cref="TruncatedWorkspaceLength{T}(int, int, int, TruncatedSvdOptions?, Parallelism)"/> elements;
    /// its content is lost.
    /// </param>
    /// <param name="options">How much work to do; null stands for <see cref="TruncatedSvdOptions.Default"/>.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>What is left out, measured afterwards: trust it rather than the decay of S.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or too large.</exception>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, the workspace is too short, or factors overlap each other or A.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">
    /// An inner iteration did not converge (or, unchecked, A was not finite).
    /// </exception>
    /// <remarks>
    /// Randomised subspace iteration (Halko, Martinsson and Tropp, SIAM Review 53(2), 2011, algorithms 4.4 and 5.1);
    /// LAPACK has nothing of the kind. The factors are orthonormal to rounding whatever A is; how near U·diag(S)·Vᵀ
    /// comes to the best approximation depends on how fast the singular values fall off after the r-th. With p samples
    /// more than r and q power iterations the expected spectral error is at most σᵣ₊₁ times 1 + (1 + √(r/(p−1)) +
    /// e·√(r+p)/p·√(min(m, n) − r))^(1/(2q+1)) (their corollary 10.10 and theorem 9.3; p ≥ 2). Where r + p exceeds
    /// 0.6·min(m, n), the exact decomposition is cheaper, and is cut; nothing is random then, and the certificate is
    /// made of the values cut off, which leaves out the rounding. About (4q + 4)·mn·(r + p) flops, all GEMM. Allocates
    /// nothing, but for the first call of a thread.
    /// </remarks>
    public static TruncationError<T> Truncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ThrowUnless(TryTruncated(a, rank, u, s, vt, workspace, out TruncationError<T> error, options, parallelism));
        return error;
    }

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ.</summary>
    /// <inheritdoc
    /// cref="Truncated{T}(ReadOnlyMatrixView{T}, int, MatrixView{T}, Span{T}, MatrixView{T}, Span{T},
    /// TruncatedSvdOptions?, Parallelism)" path="/*[not(self::remarks)]"/>
    /// <remarks>
    /// Rents its scratch. About (4q + 4)·mn·(r + p) flops with p samples more than r and q power iterations.
    /// </remarks>
    public static TruncationError<T> Truncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = TruncatedWorkspaceLength<T>(a.Rows, a.Columns, rank, options, parallelism);
        using RentedWorkspace<T> scratch = new(length);
        return Truncated(a, rank, u, s, vt, scratch.Span, options, parallelism);
    }

    /// <summary>The leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ, as matrices of their own.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="rank">How many are wanted, min(m, n) at most.</param>
    /// <param name="options">How much work to do; null stands for <see cref="TruncatedSvdOptions.Default"/>.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or too large.</exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">An inner iteration did not converge.</exception>
    /// <remarks>Allocates the factors.</remarks>
    public static TruncatedSvdFactors<T> Truncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdArguments.CheckRank(rank, a.Rows, a.Columns);
        Matrix<T> u = new(a.Rows, rank);
        T[] s = new T[rank];
        Matrix<T> vt = new(rank, a.Columns);
        return new(u, s, vt, Truncated(a, rank, u, s, vt, options, parallelism));
    }

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ, in the caller's scratch.</summary>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="rank">How many are wanted, r, min(m, n) at most.</param>
    /// <param name="u">m × r: receives orthonormal columns.</param>
    /// <param name="s">At least r elements; the first ones receive the singular values, descending.</param>
    /// <param name="vt">r × n: receives orthonormal rows.</param>
    /// <param name="workspace">
    /// At least <see cref="TruncatedWorkspaceLength{T}(int, int, int, TruncatedSvdOptions?, Parallelism)"/> elements;
    /// its content is lost.
    /// </param>
    /// <param name="error">What is left out, measured afterwards.</param>
    /// <param name="options">How much work to do; null stands for <see cref="TruncatedSvdOptions.Default"/>.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>Whether the inner iteration converged; the results have no meaning otherwise.</returns>
    /// <inheritdoc cref="Truncated{T}(ReadOnlyMatrixView{T}, int, MatrixView{T}, Span{T}, MatrixView{T}, Span{T},
    /// TruncatedSvdOptions?, Parallelism)"/>
    public static bool TryTruncated<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        out TruncationError<T> error,
        TruncatedSvdOptions? options = null,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= TruncatedSvdOptions.Default;
        KernelSet<T> kernels = KernelSet<T>.Default;
        SvdArguments.CheckRank(rank, a.Rows, a.Columns);
        int needed = TruncatedWorkspaceLength(kernels, parallelism, a.Rows, a.Columns, rank, options);
        SvdArguments.CheckTruncated(a, rank, u, s, vt, workspace, needed);
        if (options.CheckFinite)
        {
            Arguments.CheckFinite(kernels, a);
        }
        return TryTruncate(kernels, parallelism, a, u, s[..rank], vt, options, workspace, out error);
    }

    /// <summary>The truncated decomposition with checked arguments; s has as many elements as are wanted.</summary>
    internal static bool TryTruncate<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions options,
        Span<T> workspace,
        out TruncationError<T> error
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* _ = workspace)
        {
            Workspace<T> scratch = new(workspace);
            return a.Rows >= a.Columns
                ? TryTruncate(kernels, parallelism, a, u, s, vt, scratch, options, out error)
                // Aᵀ = V·diag(S)·Uᵀ
                : TryTruncate(
                    kernels,
                    parallelism,
                    a.Transposed,
                    vt.Transposed,
                    s,
                    u.Transposed,
                    scratch,
                    options,
                    out error
                );
        }
    }

    /// <summary>By a sample or by the exact decomposition, for m ≥ n.</summary>
    private static bool TryTruncate<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Workspace<T> scratch,
        TruncatedSvdOptions options,
        out TruncationError<T> error
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (a.Rows, a.Columns);
        if (SampledColumns(n, s.Length, options) is { } sampled)
        {
            // Where little of the spectrum is wanted, much of it is left to blur the sample.
            int powerIterations = options.PowerIterations ?? (10L * s.Length < n ? 4 : 2);
            return RandomizedSvd.Decompose(
                kernels,
                parallelism,
                a,
                u,
                s,
                vt,
                sampled,
                powerIterations,
                options.Seed,
                scratch,
                out error
            );
        }

        MatrixView<T> thinU = scratch.Matrix(m, n);
        Span<T> values = scratch.Vector(n);
        MatrixView<T> thinVt = scratch.Matrix(n, n);
        bool converged = GolubKahan.Decompose(
            kernels,
            parallelism.ForDecomposition,
            a,
            SingularVectors.Thin,
            thinU,
            values,
            thinVt,
            scratch
        );
        error = Cut<T>(kernels, thinU, values, thinVt, u, s, vt);
        return converged;
    }

    /// <summary>Copies the leading part of an exact decomposition.</summary>
    internal static TruncationError<T> Cut<T>(
        KernelSet<T> kernels,
        ReadOnlyMatrixView<T> thinU,
        ReadOnlySpan<T> values,
        ReadOnlyMatrixView<T> thinVt,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        thinU.Slice(0, 0, u.Rows, u.Columns).CopyTo(u);
        values[..s.Length].CopyTo(s);
        thinVt.Slice(0, 0, vt.Rows, vt.Columns).CopyTo(vt);
        return TruncationError<T>.OfDiscarded(kernels, values[s.Length..]);
    }

    /// <summary>The width of the sample, or null where the exact decomposition is to be preferred.</summary>
    /// <remarks>
    /// Time over that of the exact decomposition, with 2 power iterations, double, AVX-512 on Zen 5, at 0.5, 0.6 and
    /// 0.7 of the smaller side: 256 × 256 0.69, 0.96, 1.20; 512 × 512 0.58, 0.82, 1.05; 1024 × 256 0.75, 1.03, 1.26;
    /// 2048 × 128, where QR leaves little to do, 1.10, 1.46, 1.82.
    /// </remarks>
    private static int? SampledColumns(int smallerSide, int rank, TruncatedSvdOptions options)
    {
        long sampled = (long)rank + options.Oversampling;
        return 5 * sampled > 3L * smallerSide ? null : (int)sampled;
    }

    internal static int TruncatedWorkspaceLength<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        int m,
        int n,
        int rank,
        TruncatedSvdOptions options
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int larger, int smaller) = (Math.Max(m, n), Math.Min(m, n));
        return SampledColumns(smaller, rank, options) is { } sampled
            ? RandomizedSvd.WorkspaceLength(kernels, parallelism, larger, smaller, rank, sampled)
            : checked(
                Workspace<T>.Size(larger, smaller)
                + Workspace<T>.Size(smaller)
                + Workspace<T>.Size(smaller, smaller)
                + GolubKahan.WorkspaceLength(kernels, parallelism, larger, smaller, SingularVectors.Thin)
            );
    }
}
