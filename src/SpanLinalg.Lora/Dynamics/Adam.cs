using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>Adam (Kingma and Ba, 2015, algorithm 1), and AdamW (Loshchilov and Hutter, 2019, algorithm 2) if the weights decay.</summary>
/// <remarks>
/// With t counted from 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − ηλθ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// The first step is η in every parameter, whatever the size of its gradient: that is why the scale γ counts once in Adam's
/// step of the output, and twice in SGD's.
/// </remarks>
internal sealed class Adam<T>(double learningRate, double weightDecay, int vectors) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Vector<T>[] mean = new Vector<T>[vectors];
    private readonly Vector<T>[] square = new Vector<T>[vectors];
    private int steps;

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<Vector<T>> gradient, Span<Vector<T>> parameters)
    {
        steps++;
        Vector<T> beta1 = Broadcast(Beta1);
        Vector<T> beta2 = Broadcast(Beta2);
        Vector<T> rest1 = Broadcast(1 - Beta1);
        Vector<T> rest2 = Broadcast(1 - Beta2);
        Vector<T> rate = Broadcast(learningRate / (1 - Math.Pow(Beta1, steps)));
        Vector<T> correction = Broadcast(1 / (1 - Math.Pow(Beta2, steps)));
        Vector<T> epsilon = Broadcast(Epsilon);
        Vector<T> left = Broadcast(1 - (learningRate * weightDecay));
        for (int i = 0; i < parameters.Length; i++)
        {
            Vector<T> g = gradient[i];
            Vector<T> m = (beta1 * mean[i]) + (rest1 * g);
            Vector<T> v = (beta2 * square[i]) + (rest2 * (g * g));
            mean[i] = m;
            square[i] = v;
            parameters[i] = (left * parameters[i]) - (rate * m / (Vector.SquareRoot(correction * v) + epsilon));
        }
    }

    private static Vector<T> Broadcast(double value) => new(T.CreateTruncating(value));
}
