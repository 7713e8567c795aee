using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Lora;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1), and AdamW (Loshchilov and Hutter, 2019, algorithm 2) if the weights decay.
/// </summary>
/// <remarks>
/// With t counted from 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − ηλθ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ)
/// and v̂ = v/(1 − β₂ᵗ). The first step is η in every parameter, whatever the size of its gradient: that is why the
/// scale γ counts once in Adam's step of the output, and twice in SGD's.
/// <para>
/// Roots and quotients of elements are no business of a BLAS, and too slow one at a time: so here, and only here, are
/// vectors of the runtime's width. Each element is rounded by itself, and no bit depends on that width.
/// </para>
/// </remarks>
internal sealed class Adam<T>(double learningRate, double weightDecay, int length) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Vector<T>[] mean = new Vector<T>[(length + Vector<T>.Count - 1) / Vector<T>.Count];
    private readonly Vector<T>[] square = new Vector<T>[(length + Vector<T>.Count - 1) / Vector<T>.Count];
    private int steps;

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<T> gradient, Span<T> parameters)
    {
        steps++;
        Span<Vector<T>> whole = MemoryMarshal.Cast<T, Vector<T>>(parameters);
        Update(MemoryMarshal.Cast<T, Vector<T>>(gradient), whole, first: 0);

        int rest = parameters.Length % Vector<T>.Count;
        if (rest > 0)
        {
            Span<Vector<T>> end = stackalloc Vector<T>[2];
            end.Clear();
            Span<T> endOfGradient = MemoryMarshal.Cast<Vector<T>, T>(end[..1])[..rest];
            Span<T> endOfParameters = MemoryMarshal.Cast<Vector<T>, T>(end[1..])[..rest];
            gradient[^rest..].CopyTo(endOfGradient);
            parameters[^rest..].CopyTo(endOfParameters);
            Update(end[..1], end[1..], first: whole.Length);
            endOfParameters.CopyTo(parameters[^rest..]);
        }
    }

    private void Update(ReadOnlySpan<Vector<T>> gradient, Span<Vector<T>> parameters, int first)
    {
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
            Vector<T> m = (beta1 * mean[first + i]) + (rest1 * g);
            Vector<T> v = (beta2 * square[first + i]) + (rest2 * (g * g));
            mean[first + i] = m;
            square[first + i] = v;
            parameters[i] = (left * parameters[i]) - (rate * m / (Vector.SquareRoot(correction * v) + epsilon));
        }
    }

    private static Vector<T> Broadcast(double value) => new(T.CreateTruncating(value));
}
