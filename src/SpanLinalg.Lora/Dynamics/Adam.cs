using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>Adam (Kingma and Ba, 2015, algorithm 1), and AdamW (Loshchilov and Hutter, 2019, algorithm 2) if the weights decay.</summary>
/// <remarks>
/// With t counted from 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − ηλθ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// The first step is η in every parameter, whatever the size of its gradient: that is why the scale γ counts once in Adam's
/// step of the output, and twice in SGD's.
/// </remarks>
internal sealed class Adam<T>(double learningRate, double weightDecay, int length) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly T[] mean = new T[length];
    private readonly T[] square = new T[length];
    private int steps;

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<T> gradient, Span<T> parameters)
    {
        steps++;
        T beta2 = T.CreateTruncating(Beta2);
        T rest2 = T.CreateTruncating(1 - Beta2);
        T rate = T.CreateTruncating(learningRate / (1 - Math.Pow(Beta1, steps)));
        T correction = T.CreateTruncating(1 / (1 - Math.Pow(Beta2, steps)));
        T epsilon = T.CreateTruncating(Epsilon);
        T left = T.CreateTruncating(1 - (learningRate * weightDecay));
        Blas1.Scale(T.CreateTruncating(Beta1), mean);
        Blas1.AddScaled(T.CreateTruncating(1 - Beta1), gradient, mean);

        // Cut to one length, so that no element is checked.
        Span<T> squares = square.AsSpan(0, parameters.Length);
        ReadOnlySpan<T> means = mean.AsSpan(0, parameters.Length);
        gradient = gradient[..parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            T v = (beta2 * squares[i]) + (rest2 * (gradient[i] * gradient[i]));
            squares[i] = v;
            parameters[i] = (left * parameters[i]) - (rate * means[i] / (T.Sqrt(correction * v) + epsilon));
        }
    }
}
