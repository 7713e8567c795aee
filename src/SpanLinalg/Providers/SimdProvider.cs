using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The managed kernels of this library, at one vector width.</summary>
/// <param name="width">The width; one that the processor has not is computed in software.</param>
/// <param name="parallelism">How many threads may compute; no result depends on the number.</param>
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

    /// <inheritdoc/>
    public override string Name => Width == SimdWidth.Scalar ? "simd-scalar" : $"simd-{(int)Width}";

    /// <inheritdoc/>
    public override string Description =>
        Width == SimdWidth.Scalar ? "managed code, scalar" : $"managed code, {(int)Width}-bit vectors";

    /// <inheritdoc/>
    public override void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
    {
        Gemm.CheckArguments(a, b, c);
        Gemm.Multiply(KernelSet<T>.For(Width), alpha, a, b, beta, c, workspace: [], Parallelism);
    }

    /// <inheritdoc/>
    public override void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y
    ) => Gemv.Multiply(KernelSet<T>.For(Width), alpha, a, x, beta, y, Parallelism);

    /// <inheritdoc/>
    public override void FactorQr<T>(MatrixView<T> a, Span<T> tau, bool checkFinite = true)
    {
        KernelSet<T> kernels = KernelSet<T>.For(Width);
        using RentedWorkspace<T> scratch = new(
            QrFactorization.WorkspaceLength(kernels, Parallelism, a.Rows, a.Columns)
        );
        Qr.Factor(kernels, Parallelism, a, tau, scratch.Span, checkFinite);
    }

    /// <inheritdoc/>
    public override void FactorPivotedQr<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, bool checkFinite = true)
    {
        KernelSet<T> kernels = KernelSet<T>.For(Width);
        using RentedWorkspace<T> scratch = new(PivotedQr.WorkspaceLength(kernels, Parallelism, a.Rows, a.Columns));
        Qr.FactorPivoted(kernels, Parallelism, a, pivots, tau, default, scratch.Span, checkFinite);
    }

    /// <inheritdoc/>
    public override void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q)
    {
        KernelSet<T> kernels = KernelSet<T>.For(Width);
        int k = Math.Min(factors.Rows, factors.Columns);
        using RentedWorkspace<T> scratch = new(
            ReflectorProduct.WorkspaceLength(kernels, Parallelism, factors.Rows, k, q.Columns)
        );
        Qr.FormQ(kernels, Parallelism, factors, tau, q, scratch.Span);
    }

    /// <inheritdoc/>
    public override void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c
    )
    {
        KernelSet<T> kernels = KernelSet<T>.For(Width);
        int k = Math.Min(factors.Rows, factors.Columns);
        int across = side == QSide.Left ? c.Columns : c.Rows;
        using RentedWorkspace<T> scratch = new(
            ReflectorProduct.WorkspaceLength(kernels, Parallelism, factors.Rows, k, across)
        );
        Qr.ApplyQ(kernels, Parallelism, side, transposed, factors, tau, c, scratch.Span);
    }

    /// <inheritdoc/>
    public override void ThinSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    ) => Decompose(a, SingularVectors.Thin, u, s, vt, checkFinite);

    /// <inheritdoc/>
    public override void FullSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    ) => Decompose(a, SingularVectors.Full, u, s, vt, checkFinite);

    /// <inheritdoc/>
    public override void SingularValues<T>(ReadOnlyMatrixView<T> a, Span<T> s, bool checkFinite = true) =>
        Decompose(a, SingularVectors.None, default, s, default, checkFinite);

    /// <inheritdoc/>
    /// <remarks>By a random sample, as <see cref="Svd"/> does it.</remarks>
    public override TruncationError<T> TruncatedSvd<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions? options = null
    ) => Svd.Truncated(KernelSet<T>.For(Width), Parallelism, a, rank, u, s, vt, options ?? TruncatedSvdOptions.Default);

    private void Decompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.For(Width);
        using RentedWorkspace<T> scratch = new(Svd.WorkspaceLength(kernels, Parallelism, a.Rows, a.Columns, vectors));
        Svd.ThrowUnless(Svd.TryDecompose(kernels, Parallelism, a, vectors, u, s, vt, scratch.Span, checkFinite));
    }
}
