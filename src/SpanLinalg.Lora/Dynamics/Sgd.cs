using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>θ ← θ − ηg.</summary>
internal sealed class Sgd<T>(double learningRate) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(learningRate);

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<T> gradient, Span<T> parameters) =>
        Blas1.AddScaled(-rate, gradient, parameters);
}
