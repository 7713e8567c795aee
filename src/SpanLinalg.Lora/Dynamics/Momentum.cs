using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>v ← μv + g, θ ← θ − ηv.</summary>
internal sealed class Momentum<T>(double learningRate, double momentum, int vectors) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T> rate = new(T.CreateTruncating(learningRate));
    private readonly Vector<T> kept = new(T.CreateTruncating(momentum));
    private readonly Vector<T>[] velocity = new Vector<T>[vectors];

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<Vector<T>> gradient, Span<Vector<T>> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            velocity[i] = (kept * velocity[i]) + gradient[i];
            parameters[i] -= rate * velocity[i];
        }
    }
}
