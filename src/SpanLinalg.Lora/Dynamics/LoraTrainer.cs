using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>One adapter in training: y = (W₀ + γBA)x is regressed onto y* = (W₀ + ΔW)x.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// <para>
/// W₀ cancels from the residual y − y* = γBAx − ΔWx, and with it from loss and gradients: so there is no W₀ here. ΔWx
/// does not depend on the adapter, and comes with the data. What is left for a minibatch X of b inputs, one a row, with
/// targets T = XΔWᵀ:
/// </para>
/// <code>
/// Z = XAᵀ    R = (γZBᵀ − T)/b    L = ‖γZBᵀ − T‖²/2b    ∂L/∂B = γRᵀZ    ∂L/∂A = γ(RB)ᵀX
/// </code>
/// <para>Five products and 2br(3m + 2n) flops; the m × n update itself is formed only to measure it.</para>
/// </remarks>
internal sealed class LoraTrainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T scale;
    private readonly Optimizer<T> optimizerOfA;
    private readonly Optimizer<T> optimizerOfB;
    private readonly Matrix<T> projected;
    private readonly Matrix<T> residual;
    private readonly Matrix<T> returned;

    /// <summary>
    /// An adapter of zero effect: B = 0. Allocates its factors, their gradients, and what the optimiser remembers.
    /// </summary>
    /// <param name="initialA">r × n.</param>
    /// <param name="rows">m.</param>
    /// <param name="scale">γ.</param>
    /// <param name="batch">b.</param>
    /// <param name="createOptimizer">The optimiser of a factor of so many parameters.</param>
    public LoraTrainer(
        ReadOnlyMatrixView<T> initialA,
        int rows,
        double scale,
        int batch,
        Func<int, Optimizer<T>> createOptimizer
    )
    {
        int rank = initialA.Rows;
        A = new(rank, initialA.Columns);
        initialA.CopyTo(A.Values);
        B = new(rows, rank);
        this.scale = T.CreateTruncating(scale);
        optimizerOfA = createOptimizer(A.Length);
        optimizerOfB = createOptimizer(B.Length);
        projected = new(batch, rank);
        residual = new(batch, rows);
        returned = new(batch, rank);
    }

    /// <summary>A, r × n.</summary>
    public ParameterMatrix<T> A { get; }

    /// <summary>B, m × r.</summary>
    public ParameterMatrix<T> B { get; }

    /// <summary>Computes the gradients of a minibatch.</summary>
    /// <param name="inputs">X, b × n.</param>
    /// <param name="targets">T, b × m.</param>
    /// <returns>L, the loss before the step.</returns>
    public double Backward(ReadOnlyMatrixView<T> inputs, ReadOnlyMatrixView<T> targets)
    {
        T share = T.One / T.CreateTruncating(inputs.Rows);
        Multiply(T.One, inputs, A.Values.Transposed, T.Zero, projected);
        targets.CopyTo(residual);
        Multiply(scale * share, projected, B.Values.Transposed, -share, residual);
        Multiply(scale, residual.Transposed, projected, T.Zero, B.Gradient);
        Multiply(T.One, residual, B.Values, T.Zero, returned);
        Multiply(scale, returned.Transposed, inputs, T.Zero, A.Gradient);
        return inputs.Rows * SumOfSquares(residual.Elements) / 2;
    }

    /// <summary>Follows the gradients.</summary>
    public void Step()
    {
        A.Step(optimizerOfA);
        B.Step(optimizerOfB);
    }

    /// <summary>√(mean ‖γBAx‖²) over a minibatch: how far the output has moved, since it began at zero.</summary>
    public double ForwardChange(ReadOnlyMatrixView<T> inputs)
    {
        Multiply(T.One, inputs, A.Values.Transposed, T.Zero, projected);
        Multiply(scale, projected, B.Values.Transposed, T.Zero, residual);
        return Math.Sqrt(SumOfSquares(residual.Elements) / inputs.Rows);
    }

    /// <summary>Forms γBA.</summary>
    public void Update(MatrixView<T> destination) => Multiply(scale, B.Values, A.Values, T.Zero, destination);

    /// <summary>‖·‖²_F, summed in double.</summary>
    public static double SumOfSquares(ReadOnlySpan<T> elements)
    {
        double sum = 0;
        foreach (T element in elements)
        {
            double value = double.CreateTruncating(element);
            sum += value * value;
        }
        return sum;
    }

    /// <summary>‖a − b‖²_F, summed in double.</summary>
    public static double SumOfSquaredDifferences(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = double.CreateTruncating(a[i]) - double.CreateTruncating(b[i]);
            sum += difference * difference;
        }
        return sum;
    }

    // Trainings are what is done in parallel, not their products.
    private static void Multiply(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c) =>
        Gemm.Multiply(alpha, a, b, beta, c, Parallelism.None);
}
