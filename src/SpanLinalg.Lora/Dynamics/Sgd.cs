using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>θ ← θ − ηg.</summary>
internal sealed class Sgd<T>(double learningRate) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T> rate = new(T.CreateTruncating(learningRate));

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<Vector<T>> gradient, Span<Vector<T>> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] -= rate * gradient[i];
        }
    }
}
