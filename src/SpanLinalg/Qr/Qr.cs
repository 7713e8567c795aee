using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>
/// Householder QR: A = QR with Q orthogonal and R upper triangular (LAPACK: geqrf, orgqr, ormqr, gels).
/// </summary>
/// <remarks>
/// LAPACK's conventions: Q = H₁H₂…Hₖ with k = min(m, n), H = I − τ·v·vᵀ, v₁ = 1 not stored, the rest of v below the
/// diagonal, R on and above it, rᵢᵢ = −sign(aᵢᵢ)·‖·‖ at the time of its elimination. Any strides. The faces with a
/// workspace allocate nothing, but for the first call of a thread; those without rent it from the array pool. Both give
/// the same bits, by any number of threads: these share the products with blocks of reflectors, and the larger ones
/// with vectors. Matrices near the largest number are scaled by a power of two on the way: V and τ are right, and so is
/// what can be represented of R; the rest is infinite.
/// </remarks>
public static unsafe partial class Qr
{
    /// <summary>
    /// Scratch elements for <see cref="Factor{T}(MatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int FactorWorkspaceLength<T>(int m, int n, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return QrFactorization.WorkspaceLength(KernelSet<T>.Default, parallelism, m, n);
    }

    /// <summary>Factors a matrix in place, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; becomes R on and above, the reflectors below the diagonal.</param>
    /// <param name="tau">At least min(m, n) elements; the first ones receive τ.</param>
    /// <param name="workspace">At least <see cref="FactorWorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="checkFinite">Whether to refuse NaN and infinities.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException"><paramref name="tau"/> or the workspace is too short.</exception>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite; A is unchanged.</exception>
    /// <remarks>Allocates nothing, but for the first call of a thread. 2mn² − ⅔n³ flops for m ≥ n.</remarks>
    public static void Factor<T>(
        MatrixView<T> a,
        Span<T> tau,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        KernelSet<T> kernels = KernelSet<T>.Default;
        int needed = QrFactorization.WorkspaceLength(kernels, parallelism, a.Rows, a.Columns);
        QrArguments.CheckFactor(a, tau, workspace, needed);
        int exponent = SafeRange<T>.ScaleForReflections(kernels, a, checkFinite);
        Factor(kernels, parallelism, a, tau[..k], workspace);
        SafeRange<T>.ScaleTriangle(a, k, exponent);
    }

    /// <summary>Factors a matrix in place.</summary>
    /// <inheritdoc cref="Factor{T}(MatrixView{T}, Span{T}, Span{T}, bool, Parallelism)" path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch. 2mn² − ⅔n³ flops for m ≥ n.</remarks>
    public static void Factor<T>(
        MatrixView<T> a,
        Span<T> tau,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorWorkspaceLength<T>(a.Rows, a.Columns, parallelism));
        Factor(a, tau, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>The factorisation with checked arguments, of a matrix that is in range.</summary>
    internal static void Factor<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        Span<T> tau,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* _ = workspace)
        {
            QrFactorization.Factor(kernels, parallelism.ForDecomposition, a, tau, new Workspace<T>(workspace));
        }
    }

    /// <summary>
    /// Scratch elements for
    /// <see cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="columns">Columns of Q that are wanted.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int FormQWorkspaceLength<T>(int m, int n, int columns, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return ReflectorProduct.WorkspaceLength(KernelSet<T>.Default, parallelism, m, Math.Min(m, n), columns);
    }

    /// <summary>Writes out columns of Q, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="factors">
    /// m × n, as <see cref="Factor{T}(MatrixView{T}, Span{T}, bool, Parallelism)"/> left them; not changed.
    /// </param>
    /// <param name="tau">min(m, n) elements or more, as it left them.</param>
    /// <param name="q">m × p with min(m, n) ≤ p ≤ m: receives the first p columns of Q.</param>
    /// <param name="workspace">At least <see cref="FormQWorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, something is too short, or Q overlaps the factors.
    /// </exception>
    /// <remarks>Allocates nothing, but for the first call of a thread. 4mn² − 4⁄3·n³ flops for m ≥ n = p.</remarks>
    public static void FormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        int k = Math.Min(factors.Rows, factors.Columns);
        int needed = ReflectorProduct.WorkspaceLength(kernels, parallelism, factors.Rows, k, q.Columns);
        QrArguments.CheckFormQ(factors, tau, q, workspace, needed);
        FormQ(kernels, parallelism, factors, tau[..k], q, workspace);
    }

    /// <summary>Writes out columns of Q.</summary>
    /// <inheritdoc cref="FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch. 4mn² − 4⁄3·n³ flops for m ≥ n = p.</remarks>
    public static void FormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(
            FormQWorkspaceLength<T>(factors.Rows, factors.Columns, q.Columns, parallelism)
        );
        FormQ(factors, tau, q, scratch.Span, parallelism);
    }

    /// <summary>Columns of Q, with checked arguments.</summary>
    internal static void FormQ<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* _ = workspace)
        {
            ReflectorProduct.Form(kernels, parallelism, factors, tau, q, new Workspace<T>(workspace));
        }
    }

    /// <summary>
    /// Scratch elements for
    /// <see cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"/> and
    /// its transposed twin.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="side">The side of Q.</param>
    /// <param name="factors">As for the product; only the shape counts.</param>
    /// <param name="c">As for the product; only the shape counts.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int ApplyQWorkspaceLength<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ReflectorProduct.WorkspaceLength(
            KernelSet<T>.Default,
            parallelism,
            factors.Rows,
            Math.Min(factors.Rows, factors.Columns),
            side == QSide.Left ? c.Columns : c.Rows
        );

    /// <summary>C ← QC or C ← CQ with the m × m matrix Q, which is never formed, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="side">The side of Q.</param>
    /// <param name="factors">
    /// m × n, as <see cref="Factor{T}(MatrixView{T}, Span{T}, bool, Parallelism)"/> left them; not changed.
    /// </param>
    /// <param name="tau">min(m, n) elements or more, as it left them.</param>
    /// <param name="c">m rows if Q is on the left, m columns if it is on the right.</param>
    /// <param name="workspace">
    /// At least <see cref="ApplyQWorkspaceLength{T}(QSide, ReadOnlyMatrixView{T}, MatrixView{T}, Parallelism)"/>
    /// elements; its content is lost.
    /// </param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, something is too short, or C overlaps the factors.
    /// </exception>
    /// <remarks>
    /// Allocates nothing, but for the first call of a thread. About 4mnp flops for the other size p of C and m ≫ n.
    /// </remarks>
    public static void ApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        CheckAndApplyQ(side, transposed: false, factors, tau, c, workspace, parallelism);

    /// <summary>C ← QC or C ← CQ with the m × m matrix Q, which is never formed.</summary>
    /// <inheritdoc cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch. About 4mnp flops for the other size p of C and m ≫ n.</remarks>
    public static void ApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = RentForApplyQ(side, factors, c, parallelism);
        ApplyQ(side, factors, tau, c, scratch.Span, parallelism);
    }

    /// <summary>C ← QᵀC or C ← CQᵀ with the m × m matrix Q, which is never formed, in the caller's scratch.</summary>
    /// <inheritdoc cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T},
    /// Parallelism)"/>
    public static void ApplyQTransposed<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        CheckAndApplyQ(side, transposed: true, factors, tau, c, workspace, parallelism);

    /// <summary>C ← QᵀC or C ← CQᵀ with the m × m matrix Q, which is never formed.</summary>
    /// <inheritdoc cref="ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"/>
    public static void ApplyQTransposed<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = RentForApplyQ(side, factors, c, parallelism);
        ApplyQTransposed(side, factors, tau, c, scratch.Span, parallelism);
    }

    private static RentedWorkspace<T> RentForApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        MatrixView<T> c,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(ApplyQWorkspaceLength(side, factors, c, parallelism));

    private static void CheckAndApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        QrArguments.CheckApplyQ(side, factors, tau, c, workspace, ApplyQWorkspaceLength(side, factors, c, parallelism));
        int k = Math.Min(factors.Rows, factors.Columns);
        ApplyQ(KernelSet<T>.Default, parallelism, side, transposed, factors, tau[..k], c, workspace);
    }

    /// <summary>C ← QC or CQ, or with Qᵀ, with checked arguments.</summary>
    internal static void ApplyQ<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // CQ = (QᵀCᵀ)ᵀ
        MatrixView<T> target = side == QSide.Left ? c : c.Transposed;
        bool transpose = transposed ^ (side == QSide.Right);
        fixed (T* _ = workspace)
        {
            ReflectorProduct.Apply(kernels, parallelism, factors, tau, transpose, target, new Workspace<T>(workspace));
        }
    }

    /// <summary>
    /// Scratch elements for
    /// <see cref="LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, Span{T}, bool, Parallelism)"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="rightHandSides">Columns of B.</param>
    /// <param name="parallelism">As for the call; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int LeastSquaresWorkspaceLength<T>(
        int m,
        int n,
        int rightHandSides,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(rightHandSides);
        return LeastSquaresSolver.WorkspaceLength(KernelSet<T>.Default, parallelism, m, n, rightHandSides);
    }

    /// <summary>The X that makes ‖AX − B‖ smallest, column by column, in the caller's scratch (LAPACK: gels).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n of full rank; its content is lost.</param>
    /// <param name="b">m × p; its content is lost.</param>
    /// <param name="x">n × p. Where A has more columns than rows, the shortest of all solutions.</param>
    /// <param name="workspace">
    /// At least <see cref="LeastSquaresWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <param name="checkFinite">Whether to refuse NaN and infinities.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, two of the matrices overlap, or the workspace is too short.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">
    /// An element of A or B is NaN or infinite; nothing is changed.
    /// </exception>
    /// <exception cref="RankDeficientException">A column of A depends on those before it, to the last bit.</exception>
    /// <remarks>
    /// Allocates nothing, but for the first call of a thread. A matrix that is nearly rank-deficient is not refused;
    /// its solution is as large as the condition number makes it. A and B may each be near the largest or the smallest
    /// number of the format: powers of two bring them into range, as in gels.
    /// </remarks>
    public static void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        int needed = LeastSquaresWorkspaceLength<T>(a.Rows, a.Columns, b.Columns, parallelism);
        QrArguments.CheckLeastSquares(a, b, x, workspace, needed);
        int exponent = SafeRange<T>.ScaleForSolving(kernels, a, b, checkFinite);
        LeastSquares(kernels, parallelism, a, b, x, workspace);
        SafeRange<T>.Scale(x, exponent);
    }

    /// <summary>The solution with checked arguments, where A and B are in range.</summary>
    internal static void LeastSquares<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* _ = workspace)
        {
            LeastSquaresSolver.Solve(kernels, parallelism.ForDecomposition, a, b, x, new Workspace<T>(workspace));
        }
    }

    /// <summary>The X that makes ‖AX − B‖ smallest, column by column (LAPACK: gels).</summary>
    /// <inheritdoc cref="LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>Rents its scratch.</remarks>
    public static void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(
            LeastSquaresWorkspaceLength<T>(a.Rows, a.Columns, b.Columns, parallelism)
        );
        LeastSquares(a, b, x, scratch.Span, checkFinite, parallelism);
    }

    /// <summary>Q and R as matrices of their own.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>Q (m × min(m, n)) and R (min(m, n) × n).</returns>
    /// <exception cref="NotFiniteNumberException">An element of A is NaN or infinite.</exception>
    /// <remarks>Allocates the factors and a copy of A.</remarks>
    public static QrFactors<T> Thin<T>(ReadOnlyMatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        Matrix<T> factors = new(a);
        T[] tau = new T[k];
        Factor(factors, tau, parallelism: parallelism);

        Matrix<T> q = new(a.Rows, k);
        FormQ(factors, tau, q, parallelism);
        Matrix<T> r = new(k, a.Columns);
        r.View.SetUpperTriangle(factors);
        return new(q, r);
    }
}
