using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>The optimisers that the dynamics know.</summary>
public enum OptimizerKind
{
    /// <summary>θ ← θ − ηg.</summary>
    Sgd,

    /// <summary>v ← μv + g, θ ← θ − ηv (Polyak, 1964; in the form of Sutskever et al., 2013).</summary>
    Momentum,

    /// <summary>Kingma and Ba, "Adam: a method for stochastic optimization", 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,
}

/// <summary>Makes steps out of the gradients of one matrix of parameters.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>All that an optimiser does is elementwise.</remarks>
internal abstract class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The optimiser of some options, before its first step.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="options">The momentum and the weight decay.</param>
    /// <param name="length">The number of parameters.</param>
    public static Optimizer<T> Create(OptimizerKind kind, double learningRate, DynamicsOptions options, int length) =>
        kind switch
        {
            OptimizerKind.Sgd => new Sgd<T>(learningRate),
            OptimizerKind.Momentum => new Momentum<T>(learningRate, options.Momentum, length),
            OptimizerKind.Adam => new Adam<T>(learningRate, weightDecay: 0, length),
            OptimizerKind.AdamW => new Adam<T>(learningRate, options.WeightDecay, length),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such optimizer."),
        };

    /// <summary>One step. Allocates nothing.</summary>
    /// <param name="gradient">∂L/∂θ.</param>
    /// <param name="parameters">θ, as long; changed.</param>
    public abstract void Step(ReadOnlySpan<T> gradient, Span<T> parameters);
}
