using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>v ← μv + g, θ ← θ − ηv.</summary>
internal sealed class Momentum<T>(double learningRate, double momentum, int length) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(learningRate);
    private readonly T kept = T.CreateTruncating(momentum);
    private readonly T[] velocity = new T[length];

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<T> gradient, Span<T> parameters)
    {
        Blas1.Scale(kept, velocity);
        Blas1.AddScaled(T.One, gradient, velocity);
        Blas1.AddScaled(-rate, velocity, parameters);
    }
}
