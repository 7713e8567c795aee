using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Singular value decomposition A = U·diag(S)·Vᵀ (LAPACK: gesvd).</summary>
/// <remarks>
/// Any strides, any shape; empty matrices give empty (for full factors: identity) results. Singular values come out
/// descending, and each pair of vectors has whatever common sign the algorithm leaves. A matrix whose elements are near
/// the limits of the format is scaled by a power of two on the way; a singular value beyond the largest number of the
/// format comes out infinite. The faces with a workspace allocate nothing, but for the first call of a thread; those
/// without rent it from the array pool. Both give the same bits, by any number of threads: these share the reduction to
/// a bidiagonal matrix and the products with its vectors; its own iteration has one. The <c>Try</c> twins return false
/// where the others throw <see cref="ConvergenceException"/>.
/// </remarks>
public static unsafe partial class Svd
{
    /// <summary>
    /// Scratch elements for
    /// <see cref="Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int ThinWorkspaceLength<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WorkspaceLength<T>(m, n, SingularVectors.Thin, parallelism);

    /// <summary>
    /// Scratch elements for
    /// <see cref="Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <inheritdoc cref="ThinWorkspaceLength"/>
    public static int FullWorkspaceLength<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WorkspaceLength<T>(m, n, SingularVectors.Full, parallelism);

    /// <summary>
    /// Scratch elements for <see cref="Values{T}(ReadOnlyMatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <inheritdoc cref="ThinWorkspaceLength"/>
    public static int ValuesWorkspaceLength<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WorkspaceLength<T>(m, n, SingularVectors.None, parallelism);

    /// <summary>Thin factors in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="u">m × min(m, n): receives orthonormal columns.</param>
    /// <param name="s">At least min(m, n) elements; the first ones receive the singular values, descending.</param>
    /// <param name="vt">min(m, n) × n: receives orthonormal rows.</param>
    /// <param name="workspace">At least <see cref="ThinWorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="checkFinite">Whether to look for NaN and infinities first, which reads A once.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, something is too short, or factors overlap each other or A.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">
    /// The iteration did not converge (or, unchecked, A was not finite).
    /// </exception>
    /// <remarks>
    /// Allocates nothing, but for the first call of a thread. O(mn²) flops for m ≥ n, a third of them memory-bound.
    /// </remarks>
    public static void Thin<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThrowUnless(TryThin(a, u, s, vt, workspace, checkFinite, parallelism));

    /// <summary>Thin factors.</summary>
    /// <inheritdoc
    /// cref="Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch. O(mn²) flops for m ≥ n, a third of them memory-bound.</remarks>
    public static void Thin<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ThinWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        Thin(a, u, s, vt, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>Thin factors as matrices of their own.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge.</exception>
    /// <remarks>Allocates the factors.</remarks>
    public static SvdFactors<T> Thin<T>(ReadOnlyMatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        SvdFactors<T> factors = new(new(a.Rows, k), new T[k], new(k, a.Columns));
        Thin(a, factors.U, factors.S, factors.Vt, parallelism: parallelism);
        return factors;
    }

    /// <summary>Thin factors in the caller's scratch.</summary>
    /// <returns>Whether the iteration converged; the factors have no meaning otherwise.</returns>
    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool,
    /// Parallelism)"/>
    public static bool TryThin<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.Thin, u, s, vt, workspace, checkFinite, parallelism);

    /// <summary>Full factors, with square U and V, in the caller's scratch.</summary>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="u">m × m: receives an orthogonal matrix.</param>
    /// <param name="s">At least min(m, n) elements; the first ones receive the singular values, descending.</param>
    /// <param name="vt">n × n: receives an orthogonal matrix.</param>
    /// <param name="workspace">At least <see cref="FullWorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="checkFinite">Whether to look for NaN and infinities first, which reads A once.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool,
    /// Parallelism)"/>
    public static void Full<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThrowUnless(TryFull(a, u, s, vt, workspace, checkFinite, parallelism));

    /// <summary>Full factors, with square U and V.</summary>
    /// <inheritdoc
    /// cref="Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch.</remarks>
    public static void Full<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FullWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        Full(a, u, s, vt, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>Full factors, with square U and V, in the caller's scratch.</summary>
    /// <returns>Whether the iteration converged; the factors have no meaning otherwise.</returns>
    /// <inheritdoc cref="Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, Span{T}, bool,
    /// Parallelism)"/>
    public static bool TryFull<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.Full, u, s, vt, workspace, checkFinite, parallelism);

    /// <summary>Singular values only, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="s">At least min(m, n) elements; the first ones receive the singular values, descending.</param>
    /// <param name="workspace">At least <see cref="ValuesWorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="checkFinite">Whether to look for NaN and infinities first, which reads A once.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException"><paramref name="s"/> or the workspace is too short.</exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; the message names it.</exception>
    /// <exception cref="ConvergenceException">
    /// The iteration did not converge (or, unchecked, A was not finite).
    /// </exception>
    /// <remarks>
    /// Allocates nothing, but for the first call of a thread. 4mn² − 4⁄3·n³ flops for m ≥ n, half of them memory-bound;
    /// 2mn² + 2n³ for m ≫ n.
    /// </remarks>
    public static void Values<T>(
        ReadOnlyMatrixView<T> a,
        Span<T> s,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThrowUnless(TryValues(a, s, workspace, checkFinite, parallelism));

    /// <summary>Singular values only.</summary>
    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch.</remarks>
    public static void Values<T>(
        ReadOnlyMatrixView<T> a,
        Span<T> s,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ValuesWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        Values(a, s, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>Singular values only, in the caller's scratch.</summary>
    /// <returns>Whether the iteration converged; the values have no meaning otherwise.</returns>
    /// <inheritdoc cref="Values{T}(ReadOnlyMatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"/>
    public static bool TryValues<T>(
        ReadOnlyMatrixView<T> a,
        Span<T> s,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryDecompose(a, SingularVectors.None, default, s, default, workspace, checkFinite, parallelism);

    private static bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace,
        bool checkFinite,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        int needed = WorkspaceLength(kernels, parallelism, a.Rows, a.Columns, vectors);
        SvdArguments.Check(a, vectors, u, s, vt, workspace, needed);
        if (checkFinite)
        {
            Arguments.CheckFinite(kernels, a);
        }
        s = s[..Math.Min(a.Rows, a.Columns)];
        return TryDecompose(kernels, parallelism, a, vectors, u, s, vt, workspace);
    }

    /// <summary>The decomposition with checked arguments.</summary>
    internal static bool TryDecompose<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Parallelism threads = parallelism.ForDecomposition;
        fixed (T* _ = workspace)
        {
            Workspace<T> scratch = new(workspace);
            return a.Rows >= a.Columns
                ? GolubKahan.Decompose(kernels, threads, a, vectors, u, s, vt, scratch)
                // Aᵀ = V·diag(S)·Uᵀ
                : GolubKahan.Decompose(
                    kernels,
                    threads,
                    a.Transposed,
                    vectors,
                    vt.Transposed,
                    s,
                    u.Transposed,
                    scratch
                );
        }
    }

    private static int WorkspaceLength<T>(int m, int n, SingularVectors vectors, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return WorkspaceLength(KernelSet<T>.Default, parallelism, m, n, vectors);
    }

    internal static int WorkspaceLength<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        int m,
        int n,
        SingularVectors vectors
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GolubKahan.WorkspaceLength(kernels, parallelism, Math.Max(m, n), Math.Min(m, n), vectors);

    private static void ThrowUnless(bool converged)
    {
        if (!converged)
        {
            throw ConvergenceException.OfSingularValues("QR");
        }
    }
}
