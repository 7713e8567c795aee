using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Lora;

/// <summary>A matrix of trained parameters with its gradient, stored row by row in whole vectors.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>The end of the last vector belongs to no parameter. Its gradient is always zero, and optimisers leave it at zero.</remarks>
internal sealed class ParameterMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T>[] values;
    private readonly Vector<T>[] gradient;
    private readonly int rows;
    private readonly int columns;

    /// <summary>A matrix of zeros.</summary>
    public ParameterMatrix(int rows, int columns)
    {
        int vectors = ((rows * columns) + Vector<T>.Count - 1) / Vector<T>.Count;
        values = new Vector<T>[vectors];
        gradient = new Vector<T>[vectors];
        this.rows = rows;
        this.columns = columns;
    }

    /// <summary>The vectors that hold the parameters.</summary>
    public int Vectors => values.Length;

    /// <summary>θ.</summary>
    public MatrixView<T> Values => new(MemoryMarshal.Cast<Vector<T>, T>(values.AsSpan()), rows, columns);

    /// <summary>∂L/∂θ.</summary>
    public MatrixView<T> Gradient => new(MemoryMarshal.Cast<Vector<T>, T>(gradient.AsSpan()), rows, columns);

    /// <summary>∂L/∂θ, row by row.</summary>
    public ReadOnlySpan<T> GradientElements => MemoryMarshal.Cast<Vector<T>, T>(gradient.AsSpan())[..(rows * columns)];

    /// <summary>Follows the gradient.</summary>
    public void Step(Optimizer<T> optimizer) => optimizer.Step(gradient, values);
}
