using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Lora;

/// <summary>What the trainings came to.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Ranks">The ranks, ascending.</param>
/// <param name="BestErrors">
/// For each rank the least relative error that an update of it can have (Eckart and Young, 1936), mean over the seeds.
/// </param>
/// <param name="Series">One for each optimiser, exponent and learning rate, in the order asked for.</param>
/// <param name="StableScales">One for each optimiser.</param>
/// <param name="BestRates">
/// One for each optimiser and exponent; empty if there was no more than one learning rate.
/// </param>
public sealed record DynamicsReport(
    DynamicsOptions Options,
    IReadOnlyList<int> Ranks,
    IReadOnlyList<double> BestErrors,
    IReadOnlyList<TrainingSeries> Series,
    IReadOnlyList<StableScale> StableScales,
    IReadOnlyList<RateSweep> BestRates
)
{
    /// <summary>The exponent p of γ = α·r^(−p) at which the first step moves the output as far at every rank.</summary>
    /// <param name="Optimizer">The optimiser.</param>
    /// <param name="Measured">What the slopes of the forward change say, with its 95 % confidence interval.</param>
    /// <param name="Theory">The law for large r.</param>
    /// <param name="TheoryAtSize">What theory gives for a fit over these ranks at this batch.</param>
    public sealed record StableScale(OptimizerKind Optimizer, Estimate Measured, double Theory, double TheoryAtSize);

    /// <summary>What a sweep over learning rates found for one optimiser and exponent.</summary>
    /// <param name="Optimizer">The optimiser.</param>
    /// <param name="Exponent">p in γ = α·r^(−p).</param>
    /// <param name="Rates">For each rank the rate that ends at the least mean error; NaN if every one diverged.</param>
    /// <param name="Errors">That error.</param>
    /// <param name="Slope">
    /// The exponent in r of the best rate, no finer than the sweep; NaN if a rank has none, or has it at an end of the
    /// sweep, beyond which there may be a better one.
    /// </param>
    /// <param name="Theory">The exponent that keeps the first step of the output the same at every rank.</param>
    public sealed record RateSweep(
        OptimizerKind Optimizer,
        double Exponent,
        IReadOnlyList<double> Rates,
        IReadOnlyList<double> Errors,
        double Slope,
        double Theory
    );

    /// <summary>The trainings that differ in rank and seed alone.</summary>
    /// <param name="Optimizer">The optimiser.</param>
    /// <param name="Exponent">p in γ = α·r^(−p).</param>
    /// <param name="LearningRate">η.</param>
    /// <param name="Ranks">What became of each rank, ascending.</param>
    /// <param name="Slopes">The exponents in r of what was measured.</param>
    public sealed record TrainingSeries(
        OptimizerKind Optimizer,
        double Exponent,
        double LearningRate,
        IReadOnlyList<TrainedRank> Ranks,
        IReadOnlyList<RankSlope> Slopes
    )
    {
        /// <summary>A slope.</summary>
        /// <param name="quantity">Of what.</param>
        /// <param name="step">After which step; 0 for the start.</param>
        /// <returns>Null if it was not measured then.</returns>
        public RankSlope? Slope(DynamicsQuantity quantity, int step) =>
            Slopes.FirstOrDefault(slope => slope.Quantity == quantity && slope.Step == step);
    }

    /// <summary>The trainings of one rank, over all seeds.</summary>
    /// <param name="Rank">r.</param>
    /// <param name="Scale">γ.</param>
    /// <param name="GradientNorm">
    /// ‖∂L/∂B‖_F at the start, mean over the seeds. That of A is zero there, since B is.
    /// </param>
    /// <param name="Diverged">
    /// The number of seeds whose loss became NaN or infinite, or a million times that of no adapter.
    /// </param>
    /// <param name="Curve">The means after 0, 1, 2, 5, 10, … steps and after the last.</param>
    public sealed record TrainedRank(
        int Rank,
        double Scale,
        double GradientNorm,
        int Diverged,
        IReadOnlyList<CurvePoint> Curve
    );

    /// <summary>Means over the seeds after some steps; NaN if a seed had diverged by then.</summary>
    /// <param name="Step">The number of steps.</param>
    /// <param name="RelativeError">
    /// ‖γBA − ΔW‖_F / ‖ΔW‖_F. Its square is the expected loss, relative to that before training.
    /// </param>
    /// <param name="ForwardChange">
    /// √(mean ‖γBAx‖²) over the inputs of the first minibatch: how far the output has moved.
    /// </param>
    /// <param name="UpdateNorm">‖γBA‖_F, the size of the update that was learned.</param>
    public sealed record CurvePoint(int Step, double RelativeError, double ForwardChange, double UpdateNorm);

    /// <summary>The exponent s in a quantity ∝ rˢ.</summary>
    /// <param name="Quantity">The quantity.</param>
    /// <param name="Step">After how many steps; 0 for the start.</param>
    /// <param name="Measured">
    /// The mean over the seeds of the slope in the logarithms, with its 95 % confidence interval; NaN if a training had
    /// diverged by then.
    /// </param>
    /// <param name="Theory">The law for large r; null where there is none.</param>
    /// <param name="TheoryAtSize">
    /// What theory gives for a fit over these ranks at this batch and width; null where there is none.
    /// </param>
    public sealed record RankSlope(
        DynamicsQuantity Quantity,
        int Step,
        Estimate Measured,
        double? Theory,
        double? TheoryAtSize
    );
}
