using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Who computes: the seam between what is wanted and the library that does it.</summary>
/// <remarks>
/// Call <see cref="Gemm"/>, <see cref="Qr"/> and <see cref="Svd"/> directly where the managed code will do. A provider is for choosing at run
/// time, and for running the same tests and benchmarks over several. All operations have the contracts of those three
/// classes: shapes, strides, exceptions, conventions for signs. Providers are safe for use from many threads.
/// </remarks>
public abstract class LinearAlgebraProvider
{
    /// <summary>A short name, for tables.</summary>
    public abstract string Name { get; }

    /// <summary>What computes, in one line: library, version, instruction set.</summary>
    public abstract string Description { get; }

    /// <summary>C ← αAB + βC.</summary>
    /// <inheritdoc cref="Gemm.Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::remarks)]"/>
    public abstract void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>y ← αAx + βy.</summary>
    /// <inheritdoc cref="Gemv.Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, T, VectorView{T}, Parallelism)" path="/*[not(self::remarks)]"/>
    public abstract void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, T beta, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Qr.Factor{T}(MatrixView{T}, Span{T}, bool, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void FactorQr<T>(MatrixView<T> a, Span<T> tau, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Qr.FactorPivoted{T}(MatrixView{T}, Span{int}, Span{T}, bool, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void FactorPivotedQr<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Qr.FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>C ← QC or C ← CQ, or with Qᵀ in the place of Q.</summary>
    /// <param name="side">The side of Q.</param>
    /// <param name="transposed">Whether to multiply by Qᵀ.</param>
    /// <param name="factors">m × n, as <see cref="FactorQr"/> or <see cref="FactorPivotedQr"/> left them; not changed.</param>
    /// <param name="tau">min(m, n) elements or more, as it left them.</param>
    /// <param name="c">m rows if Q is on the left, m columns if it is on the right.</param>
    /// <inheritdoc cref="Qr.ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)" path="/exception"/>
    public abstract void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Svd.Thin{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, bool, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void ThinSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Svd.Full{T}(ReadOnlyMatrixView{T}, MatrixView{T}, Span{T}, MatrixView{T}, bool, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void FullSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc cref="Svd.Values{T}(ReadOnlyMatrixView{T}, Span{T}, bool, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    public abstract void SingularValues<T>(ReadOnlyMatrixView<T> a, Span<T> s, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The r leading singular values and their vectors, A ≈ U·diag(S)·Vᵀ.</summary>
    /// <inheritdoc cref="Svd.Truncated{T}(ReadOnlyMatrixView{T}, int, MatrixView{T}, Span{T}, MatrixView{T}, TruncatedSvdOptions?, Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>
    /// LAPACK has no such routine. A provider that has none of its own computes the whole thin decomposition and cuts it, which is what the users of LAPACK
    /// do: exact, whatever the options, at the price of all singular values.
    /// </remarks>
    public virtual TruncationError<T> TruncatedSvd<T>(
        ReadOnlyMatrixView<T> a,
        int rank,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        TruncatedSvdOptions? options = null
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Svd.CheckTruncated(a, rank, u, s, vt);
        int k = Math.Min(a.Rows, a.Columns);
        using RentedWorkspace<T> left = new(checked(a.Rows * k));
        using RentedWorkspace<T> values = new(k);
        using RentedWorkspace<T> right = new(checked(k * a.Columns));
        MatrixView<T> thinU = new(left.Span, a.Rows, k);
        MatrixView<T> thinVt = new(right.Span, k, a.Columns);
        ThinSvd(a, thinU, values.Span, thinVt, (options ?? TruncatedSvdOptions.Default).CheckFinite);
        return Svd.Cut(KernelSet<T>.Default, thinU, values.Span, thinVt, u, s[..rank], vt);
    }
}
