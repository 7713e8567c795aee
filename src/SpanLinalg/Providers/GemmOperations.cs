using System.Numerics;

namespace SpanLinalg;

/// <summary>Matrix times matrix by a provider: the faces of <see cref="Gemm"/>.</summary>
/// <remarks>
/// Shapes, exceptions and the order of rounding errors are those of <see cref="Gemm"/>. The faces without a workspace
/// rent what the provider wants from the array pool.
/// </remarks>
public sealed class GemmOperations
{
    private readonly LinearAlgebraProvider provider;

    internal GemmOperations(LinearAlgebraProvider provider) => this.provider = provider;

    /// <summary>Scratch elements for one product; zero if the provider has memory of its own.</summary>
    /// <inheritdoc cref="Gemm.WorkspaceLength"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    public int WorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckSizes(m, n, k);
        return provider.MultiplyWorkspaceLength<T>(m, n, k);
    }

    /// <inheritdoc cref="Gemm.Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, MatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(T.One, a, b, T.Zero, c);

    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, MatrixView{T})"/>
    public void Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, Matrix<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(a, b, Arguments.ViewOf(c));

    /// <inheritdoc
    /// cref="Gemm.Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckArguments(a, b, c);
        if (c.IsEmpty || a.Columns == 0 || T.IsZero(alpha))
        {
            ScaleOrClear(a, b, beta, c);
            return;
        }
        using RentedWorkspace<T> scratch = new(provider.MultiplyWorkspaceLength<T>(c.Rows, c.Columns, a.Columns));
        provider.Multiply(alpha, a, b, beta, c, scratch.Span);
    }

    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T})"/>
    public void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, Matrix<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(alpha, a, b, beta, Arguments.ViewOf(c));

    /// <inheritdoc
    /// cref="Gemm.Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>2mnk flops.</remarks>
    public void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckArguments(a, b, c);
        int needed = provider.MultiplyWorkspaceLength<T>(c.Rows, c.Columns, a.Columns);
        Gemm.CheckScratch(a, b, c, workspace, needed);
        if (c.IsEmpty || a.Columns == 0 || T.IsZero(alpha))
        {
            ScaleOrClear(a, b, beta, c);
            return;
        }
        provider.Multiply(alpha, a, b, beta, c, workspace[..needed]);
    }

    /// <inheritdoc cref="Gemm.Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public Matrix<T> Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, a.Columns, b.Columns);
        Matrix<T> c = new(a.Rows, b.Columns);
        Multiply(a, b, c);
        return c;
    }

    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> Multiply<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply((ReadOnlyMatrixView<T>)a, b);

    /// <inheritdoc cref="Multiply{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> Multiply<T>(Matrix<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(Arguments.ViewOf(a), b);

    /// <summary>Scratch elements for a batch of any length; zero if the provider has memory of its own.</summary>
    /// <inheritdoc cref="Gemm.MultiplyBatchWorkspaceLength" path="/*[not(self::summary)]"/>
    public int MultiplyBatchWorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckSizes(m, n, k);
        return provider.MultiplyBatchWorkspaceLength<T>(m, n, k);
    }

    /// <inheritdoc
    /// cref="Gemm.MultiplyBatch{T}(T, ReadOnlyMatrixBatchView{T}, ReadOnlyMatrixBatchView{T}, T, MatrixBatchView{T})"
    /// path="/*[not(self::remarks)]"/>
    /// <remarks>2mnk flops a product. Rents its scratch from the array pool.</remarks>
    public void MultiplyBatch<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckArguments(a, b, c);
        int length = provider.MultiplyBatchWorkspaceLength<T>(c.Rows, c.Columns, a.Columns);
        using RentedWorkspace<T> scratch = new(length);
        MultiplyChecked(alpha, a, b, beta, c, scratch.Span);
    }

    /// <summary>Cᵢ ← αAᵢBᵢ + βCᵢ for every matrix of a batch, in the caller's scratch.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k each; not changed. A batch stride of zero gives one matrix to all products.</param>
    /// <param name="b">k × n each, as many; not changed. A batch stride of zero gives one matrix to all.</param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n each, as many.</param>
    /// <param name="workspace">
    /// At least <see cref="MultiplyBatchWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The numbers or shapes do not fit, C overlaps A or B, or the workspace is too short or overlaps a matrix.
    /// </exception>
    /// <inheritdoc
    /// cref="MultiplyBatch{T}(T, ReadOnlyMatrixBatchView{T}, ReadOnlyMatrixBatchView{T}, T, MatrixBatchView{T})"
    /// path="/typeparam"/>
    /// <remarks>2mnk flops a product.</remarks>
    public void MultiplyBatch<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.CheckArguments(a, b, c);
        int needed = provider.MultiplyBatchWorkspaceLength<T>(c.Rows, c.Columns, a.Columns);
        Gemm.CheckScratch(a, b, c, workspace, needed);
        MultiplyChecked(alpha, a, b, beta, c, workspace[..needed]);
    }

    private void MultiplyChecked<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!c.IsEmpty && a.Columns > 0 && !T.IsZero(alpha))
        {
            provider.MultiplyBatch(alpha, a, b, beta, c, workspace);
            return;
        }
        for (int i = 0; i < c.Count; i++)
        {
            ScaleOrClear(a[i], b[i], beta, c[i]);
        }
    }

    /// <summary>C ← βC: there is no product, or it is zero. A library might not even scale C then.</summary>
    private static void ScaleOrClear<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Gemm.Multiply(T.Zero, a, b, beta, c, Parallelism.None);
}
