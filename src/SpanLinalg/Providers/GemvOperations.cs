using System.Numerics;

namespace SpanLinalg;

/// <summary>Matrix times vector by a provider: the faces of <see cref="Gemv"/>.</summary>
public sealed class GemvOperations
{
    private readonly LinearAlgebraProvider provider;

    internal GemvOperations(LinearAlgebraProvider provider) => this.provider = provider;

    /// <inheritdoc
    /// cref="Gemv.Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, T, VectorView{T}, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    /// <remarks>2mn flops. What scratch the provider wants is rented from the array pool.</remarks>
    public void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, T beta, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemv.CheckArguments(a, x, y);
        if (a.IsEmpty || T.IsZero(alpha))
        {
            // A library might not even scale y for a matrix without columns.
            Gemv.Multiply(T.Zero, a, x, beta, y, Parallelism.None);
            return;
        }
        using RentedWorkspace<T> scratch = new(provider.MultiplyVectorWorkspaceLength<T>(a.Rows, a.Columns));
        provider.MultiplyVector(alpha, a, x, beta, y, scratch.Span);
    }
}
