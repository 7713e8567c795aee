using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

// QR with column pivoting (LAPACK: geqp3).
public static unsafe partial class Qr
{
    /// <summary>
    /// Scratch elements for
    /// <see cref="FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    /// <remarks>A little more than A itself, which is factored in a copy.</remarks>
    public static int FactorPivotedWorkspaceLength<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return PivotedQr.WorkspaceLength(KernelSet<T>.Default, parallelism, m, n);
    }

    /// <summary>
    /// Factors a matrix with column pivoting in place, AP = QR, in the caller's scratch (LAPACK: geqp3).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">
    /// m × n; becomes R on and above, the reflectors below the diagonal. |rₖₖ| does not increase.
    /// </param>
    /// <param name="pivots">
    /// At least n elements; the first n receive P: column j of AP is column <c>pivots[j]</c> of A, counted from zero.
    /// </param>
    /// <param name="tau">At least min(m, n) elements; the first ones receive τ.</param>
    /// <param name="workspace">
    /// At least <see cref="FactorPivotedWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <param name="checkFinite">Whether to refuse NaN and infinities.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="pivots"/>, <paramref name="tau"/> or the workspace is too short, or two arguments share memory.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; A is unchanged.</exception>
    /// <remarks>
    /// <see cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> and
    /// <see cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> take the
    /// factors. Every step eliminates the column with the largest norm of what is left, so |rₖₖ| is at least the norm
    /// of every later column from row k on (to rounding). Allocates nothing. 4mnk − 2k²(m + n) + 4⁄3·k³ flops with k =
    /// min(m, n), half of them bound by memory.
    /// </remarks>
    public static void FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        FactorPivoted(a, pivots, tau, default, workspace, checkFinite, parallelism);

    /// <summary>Factors a matrix with column pivoting in place, AP = QR (LAPACK: geqp3).</summary>
    /// <inheritdoc cref="FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>
    /// <see cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> and
    /// <see cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> take the
    /// factors. Rents its scratch. 4mnk − 2k²(m + n) + 4⁄3·k³ flops with k = min(m, n), half of them bound by memory.
    /// </remarks>
    public static void FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        FactorPivoted(a, pivots, tau, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>
    /// Factors a matrix with column pivoting in place as far as limits allow, in the caller's scratch (LAPACK:
    /// geqp3rk).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">
    /// m × n; the first columns, as many as the rank that is returned, become R on and above and the reflectors below
    /// the diagonal. On their right are the other columns of these rows of R; below those, what is left of A.
    /// </param>
    /// <param name="pivots">
    /// At least n elements; the first n receive P: column j of AP is column <c>pivots[j]</c> of A, counted from zero.
    /// </param>
    /// <param name="tau">At least min(m, n) elements; the first ones receive τ, which is zero from the rank on.</param>
    /// <param name="limits">Where to stop.</param>
    /// <param name="workspace">
    /// At least <see cref="FactorPivotedWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <param name="checkFinite">Whether to refuse NaN and infinities.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>The rank that was reached, and the norm of what is left.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="pivots"/>, <paramref name="tau"/> or the workspace is too short, or two arguments share memory.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; A is unchanged.</exception>
    /// <remarks>
    /// For Q, give <see cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> the first
    /// columns and the first τ, as many as the rank. The approximation of that rank is near to the best one as a rule,
    /// but not always (Kahan's matrix): the norm that is returned says how good it is. Allocates nothing, but for the
    /// first call of a thread. 4mnk − 2k²(m + n) + 4⁄3·k³ flops for the rank k.
    /// </remarks>
    public static NumericalRank<T> FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        int k = Math.Min(a.Rows, a.Columns);
        int needed = PivotedQr.WorkspaceLength(kernels, parallelism, a.Rows, a.Columns);
        QrArguments.CheckFactorPivoted(a, pivots, tau, workspace, needed);
        int exponent = SafeRange<T>.ScaleForReflections(kernels, a, checkFinite);
        NumericalRank<T> reached = FactorPivoted(
            kernels,
            parallelism,
            a,
            pivots[..a.Columns],
            tau[..k],
            limits.Scaled(-exponent),
            workspace
        );
        SafeRange<T>.ScaleTriangle(a, reached.Rank, exponent);
        return reached.Scaled(exponent);
    }

    /// <summary>Factors a matrix with column pivoting in place as far as limits allow (LAPACK: geqp3rk).</summary>
    /// <inheritdoc
    /// cref="FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, RankLimits{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>
    /// For Q, give <see cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/> the first
    /// columns and the first τ, as many as the rank. Rents its scratch. 4mnk − 2k²(m + n) + 4⁄3·k³ flops for the rank
    /// k.
    /// </remarks>
    public static NumericalRank<T> FactorPivoted<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        return FactorPivoted(a, pivots, tau, limits, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>The factorisation with checked arguments, of a matrix that is in range.</summary>
    internal static NumericalRank<T> FactorPivoted<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Parallelism threads = parallelism.ForDecomposition;
        fixed (T* _ = workspace)
        {
            return PivotedQr.Factor(kernels, threads, a, pivots, tau, limits, new Workspace<T>(workspace));
        }
    }
}
