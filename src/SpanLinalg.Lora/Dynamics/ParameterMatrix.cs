using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>A matrix of trained parameters with its gradient.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ParameterMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A matrix of zeros.</summary>
    public ParameterMatrix(int rows, int columns)
    {
        Values = new(rows, columns);
        Gradient = new(rows, columns);
    }

    /// <summary>The number of parameters.</summary>
    public int Length => Values.Elements.Length;

    /// <summary>θ.</summary>
    public Matrix<T> Values { get; }

    /// <summary>∂L/∂θ.</summary>
    public Matrix<T> Gradient { get; }

    /// <summary>Follows the gradient.</summary>
    public void Step(Optimizer<T> optimizer) => optimizer.Step(Gradient.Elements, Values.Elements);
}
