using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The managed kernels of this library, at one vector width.</summary>
/// <param name="width">The width; one that the processor has not is computed in software.</param>
/// <param name="parallelism">How many threads may compute; no result depends on the number.</param>
/// <remarks>
/// At the width of <see cref="SimdPolicy"/> the results have the bits of the static faces. Every face with a workspace
/// allocates nothing, but for the first call of a thread.
/// </remarks>
public sealed class SimdProvider(SimdWidth width, Parallelism parallelism = default) : LinearAlgebraProvider
{
    /// <summary>The width that <see cref="SimdPolicy"/> chose.</summary>
    /// <exception cref="InvalidOperationException"><c>SPANLINALG_SIMD</c> holds a width that there is not.</exception>
    public static SimdProvider Default => field ??= new(SimdPolicy.Width);

    /// <summary>How many threads may compute.</summary>
    public Parallelism Parallelism { get; } = parallelism;

    /// <summary>The width of the vectors.</summary>
    public SimdWidth Width { get; } =
        Enum.IsDefined(width)
            ? width
            : throw new ArgumentOutOfRangeException(nameof(width), width, "There is no such vector width.");

    // Bound when they are first asked for: binding loads types that a program of one precision does not need.
    private object? doubles;
    private object? singles;

    /// <inheritdoc/>
    public override string Name => Width == SimdWidth.Scalar ? "simd-scalar" : $"simd-{(int)Width}";

    /// <inheritdoc/>
    public override string Description =>
        Width == SimdWidth.Scalar ? "managed code, scalar" : $"managed code, {(int)Width}-bit vectors";

    /// <inheritdoc/>
    protected internal override int MultiplyWorkspaceLength<T>(int m, int n, int k) =>
        GemmPlan.WorkspaceLength(Kernels<T>(), GemmTuning.Default, m, n, k, Parallelism);

    /// <inheritdoc/>
    protected internal override void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    ) => SpanLinalg.Gemm.Multiply(Kernels<T>(), alpha, a, b, beta, c, workspace, Parallelism);

    /// <inheritdoc/>
    protected internal override int MultiplyVectorWorkspaceLength<T>(int m, int n) => 0;

    /// <inheritdoc/>
    protected internal override void MultiplyVector<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        Span<T> workspace
    ) => SpanLinalg.Gemv.Multiply(Kernels<T>(), alpha, a, x, beta, y, Parallelism);

    /// <inheritdoc/>
    protected internal override int FactorQrWorkspaceLength<T>(int m, int n) =>
        QrFactorization.WorkspaceLength(Kernels<T>(), Parallelism, m, n);

    /// <inheritdoc/>
    protected internal override void FactorQr<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace) =>
        SpanLinalg.Qr.Factor(Kernels<T>(), Parallelism, a, tau, workspace);

    /// <inheritdoc/>
    protected internal override int FactorPivotedQrWorkspaceLength<T>(int m, int n) =>
        PivotedQr.WorkspaceLength(Kernels<T>(), Parallelism, m, n);

    /// <inheritdoc/>
    protected internal override void FactorPivotedQr<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        Span<T> workspace
    ) => FactorPivotedQr(a, pivots, tau, limits: default, workspace);

    /// <inheritdoc/>
    protected internal override NumericalRank<T> FactorPivotedQr<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Span<T> workspace
    ) => SpanLinalg.Qr.FactorPivoted(Kernels<T>(), Parallelism, a, pivots, tau, limits, workspace);

    /// <inheritdoc/>
    protected internal override int FormQWorkspaceLength<T>(int m, int n, int columns) =>
        ReflectorProduct.WorkspaceLength(Kernels<T>(), Parallelism, m, Math.Min(m, n), columns);

    /// <inheritdoc/>
    protected internal override void FormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace
    ) => SpanLinalg.Qr.FormQ(Kernels<T>(), Parallelism, factors, tau, q, workspace);

    /// <inheritdoc/>
    protected internal override int ApplyQWorkspaceLength<T>(QSide side, int m, int n, int other) =>
        ReflectorProduct.WorkspaceLength(Kernels<T>(), Parallelism, m, Math.Min(m, n), other);

    /// <inheritdoc/>
    protected internal override void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    ) => SpanLinalg.Qr.ApplyQ(Kernels<T>(), Parallelism, side, transposed, factors, tau, c, workspace);

    /// <inheritdoc/>
    protected internal override int LeastSquaresWorkspaceLength<T>(int m, int n, int rightHandSides) =>
        LeastSquaresSolver.WorkspaceLength(Kernels<T>(), Parallelism, m, n, rightHandSides);

    /// <inheritdoc/>
    protected internal override void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace
    ) => SpanLinalg.Qr.LeastSquares(Kernels<T>(), Parallelism, a, b, x, workspace);

    /// <inheritdoc/>
    protected internal override int DecomposeWorkspaceLength<T>(int m, int n, SingularVectors vectors) =>
        SpanLinalg.Svd.WorkspaceLength(Kernels<T>(), Parallelism, m, n, vectors);

    /// <inheritdoc/>
    protected internal override bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace
    ) => SpanLinalg.Svd.TryDecompose(Kernels<T>(), Parallelism, a, vectors, u, s, vt, workspace);

    /// <inheritdoc/>
    protected internal override int TruncateWorkspaceLength<T>(int m, int n, int rank, TruncatedSvdOptions options) =>
        SpanLinalg.Svd.TruncatedWorkspaceLength(Kernels<T>(), Parallelism, m, n, rank, options);

    /// <inheritdoc/>
    /// <remarks>By a random sample, as <see cref="SpanLinalg.Svd"/> does it.</remarks>
    protected internal override bool TryTruncate<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions options,
        Span<T> workspace,
        out TruncationError<T> discarded
    ) => SpanLinalg.Svd.TryTruncate(Kernels<T>(), Parallelism, a, u, s, vt, options, workspace, out discarded);

    private KernelSet<T> Kernels<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref object? bound = ref typeof(T) == typeof(double) ? ref doubles : ref singles;
        if (bound is not KernelSet<T> kernels)
        {
            bound = kernels = KernelSet<T>.For(Width);
        }
        return kernels;
    }
}
