using System.Numerics;

namespace SpanLinalg.Lora.Tests;

public sealed class OptimizerTests
{
    private const double Rate = 0.1;

    [Fact]
    public void Sgd_goes_down_the_gradient() =>
        AssertSteps(OptimizerKind.Sgd, start: 2, gradients: [1, -3], expected: [1.9, 2.2]);

    [Fact]
    public void Momentum_adds_nine_tenths_of_the_step_before() =>
        // v = 1, 2.9, 5.61.
        AssertSteps(OptimizerKind.Momentum, start: 0, gradients: [1, 2, 3], expected: [-0.1, -0.39, -0.951]);

    [Fact]
    public void Adam_is_the_paper_s_algorithm()
    {
        // m = 0.1, 0.29; v = 0.001, 0.004999; 1 − β₁² = 0.19, 1 − β₂² = 0.001999.
        double first = -Rate / (1 + 1e-8);
        double second = first - (Rate * (0.29 / 0.19) / (Math.Sqrt(0.004999 / 0.001999) + 1e-8));
        AssertSteps(OptimizerKind.Adam, start: 0, gradients: [1, 2], expected: [first, second]);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(-50)]
    public void Adam_s_first_step_has_one_size(double gradient) =>
        AssertSteps(OptimizerKind.Adam, start: 5, gradients: [gradient], [5 - (Rate * Math.Sign(gradient))], 1e-5);

    [Fact]
    public void AdamW_s_decay_is_no_part_of_the_gradient()
    {
        // λ = 0.5: each step begins with θ·(1 − 0.1·0.5).
        double first = (0.95 * 2) - (Rate / (1 + 1e-8));
        AssertSteps(OptimizerKind.AdamW, start: 2, gradients: [1, 0], expected: [first, Second()]);

        // The second gradient is zero: m = 0.09, v = 0.000999.
        double Second() => (0.95 * first) - (Rate * (0.09 / 0.19) / (Math.Sqrt(0.000999 / 0.001999) + 1e-8));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public void What_has_no_gradient_and_no_value_stays_zero(OptimizerKind kind) =>
        AssertSteps(kind, start: 0, gradients: [0, 0], expected: [0, 0]);

    private static void AssertSteps(
        OptimizerKind kind,
        double start,
        double[] gradients,
        double[] expected,
        double tolerance = 1e-14
    )
    {
        AssertSteps<double>(kind, start, gradients, expected, tolerance);
        AssertSteps<float>(kind, start, gradients, expected, Math.Max(tolerance, 1e-6));
    }

    private static void AssertSteps<T>(
        OptimizerKind kind,
        double start,
        double[] gradients,
        double[] expected,
        double tolerance
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DynamicsOptions options = new() { WeightDecay = 0.5 };
        // More than one vector of any width, and an end that fills none.
        const int Length = 19;
        Optimizer<T> optimizer = Optimizer<T>.Create(kind, Rate, options, Length);
        T[] parameters = new T[Length];
        T[] gradient = new T[Length];
        Array.Fill(parameters, T.CreateTruncating(start));
        for (int step = 0; step < gradients.Length; step++)
        {
            Array.Fill(gradient, T.CreateTruncating(gradients[step]));
            optimizer.Step(gradient, parameters);
            foreach (T parameter in parameters)
            {
                Assert.Equal(expected[step], double.CreateTruncating(parameter), tolerance);
            }
        }
    }
}
