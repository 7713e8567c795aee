using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>What one training is given: everything but the seed.</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Exponent">p.</param>
/// <param name="LearningRate">η.</param>
/// <param name="Rank">r.</param>
internal sealed record TrainingPlan(OptimizerKind Optimizer, double Exponent, double LearningRate, int Rank);

/// <summary>What one training of one seed came to.</summary>
/// <param name="GradientNorm">‖∂L/∂B‖_F at the start.</param>
/// <param name="Checkpoints">
/// What was measured, in the order of <see cref="Training.CheckpointSteps"/>; NaN from the divergence on.
/// </param>
/// <param name="DivergedAt">
/// The step at which the loss was no longer finite or had grown beyond all bounds; null if it never was.
/// </param>
internal sealed record TrainingRecord(
    double GradientNorm,
    IReadOnlyList<CheckpointValues> Checkpoints,
    int? DivergedAt
);

/// <summary>What is measured after a step.</summary>
/// <param name="RelativeError">
/// ‖γBA − ΔW‖_F / ‖ΔW‖_F: the root of the expected loss, relative to that before training.
/// </param>
/// <param name="ForwardChange">√(mean ‖γBAx‖²) over the inputs of the first minibatch.</param>
/// <param name="UpdateNorm">‖γBA‖_F.</param>
internal readonly record struct CheckpointValues(double RelativeError, double ForwardChange, double UpdateNorm);

/// <summary>Trains an adapter and measures it on the way.</summary>
internal static class Training
{
    /// <summary>A loss so many times that of no adapter at all is on its way to infinity.</summary>
    private const double DivergedLoss = 1e6;

    private static readonly CheckpointValues Nothing = new(double.NaN, double.NaN, double.NaN);

    /// <summary>The steps after which is measured: 0, 1, 2, 5, 10, 20, 50, …, and the last.</summary>
    public static IReadOnlyList<int> CheckpointSteps(int steps)
    {
        List<int> checkpoints = [0];
        for (long decade = 1; decade < steps; decade *= 10)
        {
            checkpoints.AddRange(
                new[] { decade, 2 * decade, 5 * decade }.Where(step => step < steps).Select(step => (int)step)
            );
        }
        checkpoints.Add(steps);
        return checkpoints;
    }

    /// <summary>Runs one training.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="plan">What to train.</param>
    /// <param name="data">The seed's data.</param>
    /// <param name="options">The rest.</param>
    /// <param name="scratch">m × n, for measuring; its content is lost.</param>
    public static TrainingRecord Run<T>(
        TrainingPlan plan,
        TrainingData<T> data,
        DynamicsOptions options,
        Matrix<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoraTrainer<T> trainer = new(
            data.InitialA(plan.Rank),
            options.Rows,
            options.Scale(plan.Exponent, plan.Rank),
            options.Batch,
            length => Optimizer<T>.Create(plan.Optimizer, plan.LearningRate, options, length)
        );
        IReadOnlyList<int> steps = CheckpointSteps(options.Steps);
        List<CheckpointValues> checkpoints = [new(RelativeError: 1, ForwardChange: 0, UpdateNorm: 0)];
        double gradientNorm = 0;
        int? divergedAt = null;
        for (int step = 1; step <= options.Steps && divergedAt is null; step++)
        {
            ReadOnlyMatrixView<T> targets = data.Targets(step - 1);
            double loss = trainer.Backward(data.Inputs(step - 1), targets);
            if (step == 1)
            {
                gradientNorm = Math.Sqrt(LoraTrainer<T>.SumOfSquares(trainer.B.Gradient.Elements));
            }
            if (!(loss <= DivergedLoss * data.LossWithoutAdapter(step - 1)))
            {
                divergedAt = step;
            }
            trainer.Step();
            if (step == steps[checkpoints.Count] && divergedAt is null)
            {
                checkpoints.Add(Measure(trainer, data, scratch));
                if (!double.IsFinite(checkpoints[^1].RelativeError))
                {
                    divergedAt = step;
                }
            }
        }
        checkpoints.AddRange(Enumerable.Repeat(Nothing, steps.Count - checkpoints.Count));
        return new(gradientNorm, checkpoints, divergedAt);
    }

    private static CheckpointValues Measure<T>(LoraTrainer<T> trainer, TrainingData<T> data, Matrix<T> scratch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        trainer.Update(scratch);
        double norm = Math.Sqrt(LoraTrainer<T>.SumOfSquares(scratch.Elements));
        double error = Math.Sqrt(LoraTrainer<T>.SumOfSquaredDifferences(scratch.Elements, data.Update.Elements));
        return new(error / data.UpdateNorm, trainer.ForwardChange(data.Inputs(0)), norm);
    }
}
