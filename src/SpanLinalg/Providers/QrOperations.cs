using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>QR decompositions, and what is solved with them, by a provider: the faces of <see cref="Qr"/>.</summary>
/// <remarks>
/// Shapes, exceptions and conventions are those of <see cref="Qr"/>. A face without a workspace rents what the provider
/// wants from the array pool; one with a workspace allocates what the provider allocates.
/// </remarks>
public sealed partial class QrOperations
{
    private readonly LinearAlgebraProvider provider;

    internal QrOperations(LinearAlgebraProvider provider) => this.provider = provider;

    /// <inheritdoc cref="Qr.FactorWorkspaceLength"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    /// <summary>Scratch elements for a factorisation; zero if the provider has memory of its own.</summary>
    public int FactorWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return provider.FactorQrWorkspaceLength<T>(m, n);
    }

    /// <inheritdoc cref="Qr.Factor{T}(MatrixView{T}, Span{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>2mn² − ⅔n³ flops for m ≥ n.</remarks>
    public void Factor<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        QrArguments.CheckFactor(a, tau, workspace, provider.FactorQrWorkspaceLength<T>(a.Rows, a.Columns));
        int exponent = SafeRange<T>.ScaleForReflections(KernelSet<T>.Default, a, checkFinite);
        if (k > 0)
        {
            provider.FactorQr(a, tau[..k], workspace);
            SafeRange<T>.ScaleTriangle(a, k, exponent);
        }
    }

    /// <inheritdoc cref="Qr.Factor{T}(MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void Factor<T>(MatrixView<T> a, Span<T> tau, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(FactorWorkspaceLength<T>(a.Rows, a.Columns));
        Factor(a, tau, scratch.Span, checkFinite);
    }

    /// <inheritdoc cref="Qr.FormQWorkspaceLength"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    /// <summary>Scratch elements for columns of Q; zero if the provider has memory of its own.</summary>
    public int FormQWorkspaceLength<T>(int m, int n, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return provider.FormQWorkspaceLength<T>(m, n, columns);
    }

    /// <inheritdoc cref="Qr.FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>4mn² − 4⁄3·n³ flops for m ≥ n = p.</remarks>
    public void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(factors.Rows, factors.Columns);
        int needed = provider.FormQWorkspaceLength<T>(factors.Rows, factors.Columns, q.Columns);
        QrArguments.CheckFormQ(factors, tau, q, workspace, needed);
        if (k > 0)
        {
            provider.FormQ(factors, tau[..k], q, workspace);
        }
        else
        {
            q.SetIdentity();
        }
    }

    /// <inheritdoc cref="Qr.FormQ{T}(ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = FormQWorkspaceLength<T>(factors.Rows, factors.Columns, q.Columns);
        using RentedWorkspace<T> scratch = new(length);
        FormQ(factors, tau, q, scratch.Span);
    }

    /// <summary>Scratch elements for a product with Q or Qᵀ; zero if the provider has memory of its own.</summary>
    /// <inheritdoc cref="Qr.ApplyQWorkspaceLength{T}(QSide, ReadOnlyMatrixView{T}, MatrixView{T}, Parallelism)"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    public int ApplyQWorkspaceLength<T>(QSide side, ReadOnlyMatrixView<T> factors, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        provider.ApplyQWorkspaceLength<T>(side, factors.Rows, factors.Columns, side == QSide.Left ? c.Columns : c.Rows);

    /// <inheritdoc cref="ApplyQWorkspaceLength{T}(QSide, ReadOnlyMatrixView{T}, MatrixView{T})"/>
    public int ApplyQWorkspaceLength<T>(QSide side, ReadOnlyMatrixView<T> factors, Matrix<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplyQWorkspaceLength(side, factors, Arguments.ViewOf(c));

    /// <inheritdoc
    /// cref="Qr.ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T}, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>About 4mnp flops for the other size p of C and m ≫ n.</remarks>
    public void ApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplyQ(side, transposed: false, factors, tau, c, workspace);

    /// <inheritdoc cref="Qr.ApplyQ{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void ApplyQ<T>(QSide side, ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ApplyQWorkspaceLength(side, factors, c));
        ApplyQ(side, transposed: false, factors, tau, c, scratch.Span);
    }

    /// <inheritdoc
    /// cref="Qr.ApplyQTransposed{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Span{T},
    /// Parallelism)" path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>About 4mnp flops for the other size p of C and m ≫ n.</remarks>
    public void ApplyQTransposed<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplyQ(side, transposed: true, factors, tau, c, workspace);

    /// <inheritdoc
    /// cref="Qr.ApplyQTransposed{T}(QSide, ReadOnlyMatrixView{T}, ReadOnlySpan{T}, MatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void ApplyQTransposed<T>(QSide side, ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> scratch = new(ApplyQWorkspaceLength(side, factors, c));
        ApplyQ(side, transposed: true, factors, tau, c, scratch.Span);
    }

    private void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        QrArguments.CheckApplyQ(side, factors, tau, c, workspace, ApplyQWorkspaceLength(side, factors, c));
        if (!c.IsEmpty && !factors.IsEmpty)
        {
            int k = Math.Min(factors.Rows, factors.Columns);
            provider.ApplyQ(side, transposed, factors, tau[..k], c, workspace);
        }
    }

    /// <inheritdoc cref="Qr.Thin{T}(ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public QrFactors<T> Thin<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        Matrix<T> factors = new(a);
        T[] tau = new T[k];
        Factor(factors, tau);

        Matrix<T> q = new(a.Rows, k);
        FormQ(factors, tau, q);
        Matrix<T> r = new(k, a.Columns);
        r.View.SetUpperTriangle(factors);
        return new(q, r);
    }

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T})"/>
    public QrFactors<T> Thin<T>(MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="Thin{T}(ReadOnlyMatrixView{T})"/>
    public QrFactors<T> Thin<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Thin(Arguments.ViewOf(a));
}
