using System.Numerics;

namespace SpanLinalg;

/// <summary>Who computes: the seam between what is wanted and the library that does it.</summary>
/// <remarks>
/// <see cref="Gemm"/>, <see cref="Gemv"/>, <see cref="Qr"/> and <see cref="Svd"/> have the faces of the static classes
/// of those names: the same checks, exceptions, conventions and results. <c>Svd.Thin(a)</c> becomes
/// <c>provider.Svd.Thin(a)</c>, and a program that asks a provider for everything changes its library by changing that
/// one object. How many threads compute is the provider's affair, so its faces take no <see cref="Parallelism"/>.
/// Providers are safe for use from many threads.
/// <para>
/// To write one, override the cores, which are the protected members. Those that are abstract have to be there;
/// the others have a correct default that is built of them. The faces check and the cores compute: a core may rely on
/// arguments that fit and that do not overlap, on matrices that are not empty, on spans of just the length that
/// is meant, and on finite elements unless the caller gave up that check. Views may have any strides, and a matrix that
/// is only read may lie in memory that cannot be written. A core for whose T there is nothing throws
/// <see cref="NotSupportedException"/>.
/// </para>
/// <para>
/// Every core has scratch from the caller, as many elements as its <c>…WorkspaceLength</c> twin says, with whatever
/// content and alignment. The twins say zero by default, for libraries that have memory of their own.
/// </para>
/// </remarks>
public abstract partial class LinearAlgebraProvider
{
    /// <summary>The faces, which lead to the cores.</summary>
    protected LinearAlgebraProvider()
    {
        Gemm = new(this);
        Gemv = new(this);
        Qr = new(this);
        Svd = new(this);
    }

    /// <summary>A short name, for tables.</summary>
    public abstract string Name { get; }

    /// <summary>What computes, in one line: library, version, instruction set.</summary>
    public abstract string Description { get; }

    /// <summary>Matrix times matrix, as <see cref="SpanLinalg.Gemm"/> has it.</summary>
    public GemmOperations Gemm { get; }

    /// <summary>Matrix times vector, as <see cref="SpanLinalg.Gemv"/> has it.</summary>
    public GemvOperations Gemv { get; }

    /// <summary>QR decompositions and what is solved with them, as <see cref="SpanLinalg.Qr"/> has them.</summary>
    public QrOperations Qr { get; }

    /// <summary>Singular value decompositions, as <see cref="SpanLinalg.Svd"/> has them.</summary>
    public SvdOperations Svd { get; }

    /// <summary>Scratch elements that <see cref="Multiply"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of C, zero or more.</param>
    /// <param name="n">Columns of C, zero or more.</param>
    /// <param name="k">Columns of A, zero or more.</param>
    protected internal virtual int MultiplyWorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;

    /// <summary>C ← αAB + βC (BLAS: gemm).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α, not zero.</param>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="beta">β. Where it is zero, C must not be read: it may hold NaN.</param>
    /// <param name="c">m × n.</param>
    /// <param name="workspace">At least <see cref="MultiplyWorkspaceLength"/> elements.</param>
    protected internal abstract void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Scratch elements that <see cref="MultiplyBatch"/> wants, for any number of products.</summary>
    /// <inheritdoc cref="MultiplyWorkspaceLength" path="/*[not(self::summary)]"/>
    protected internal virtual int MultiplyBatchWorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MultiplyWorkspaceLength<T>(m, n, k);

    /// <summary>Cᵢ ← αAᵢBᵢ + βCᵢ for every matrix of a batch; by default one product after the other.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α, not zero.</param>
    /// <param name="a">m × k each; not changed. The batch stride may be zero.</param>
    /// <param name="b">k × n each, as many; not changed. The batch stride may be zero.</param>
    /// <param name="beta">β. Where it is zero, C must not be read: it may hold NaN.</param>
    /// <param name="c">m × n each, as many.</param>
    /// <param name="workspace">At least <see cref="MultiplyBatchWorkspaceLength"/> elements.</param>
    protected internal virtual void MultiplyBatch<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < c.Count; i++)
        {
            Multiply(alpha, a[i], b[i], beta, c[i], workspace);
        }
    }

    /// <summary>Scratch elements that <see cref="MultiplyVector"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    protected internal virtual int MultiplyVectorWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MultiplyWorkspaceLength<T>(m, 1, n);

    /// <summary>y ← αAx + βy (BLAS: gemv); by default the product with a matrix of one column.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α, not zero.</param>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="x">n elements; not changed.</param>
    /// <param name="beta">β. Where it is zero, y must not be read: it may hold NaN.</param>
    /// <param name="y">m elements.</param>
    /// <param name="workspace">At least <see cref="MultiplyVectorWorkspaceLength"/> elements.</param>
    protected internal virtual void MultiplyVector<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(alpha, a, x.AsColumn(), beta, y.AsColumn(), workspace);
}
