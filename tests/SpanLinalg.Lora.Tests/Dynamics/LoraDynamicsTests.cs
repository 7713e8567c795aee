using System.Globalization;
using static SpanLinalg.Lora.DynamicsReport;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora.Tests;

public sealed class LoraDynamicsTests
{
    private static readonly DynamicsOptions Small = new()
    {
        Rows = 12,
        Columns = 10,
        Ranks = [1, 2, 4, 8],
        Seeds = 3,
        Steps = 25,
        Batch = 4,
    };

    private static readonly DynamicsOptions FirstStep = new()
    {
        Rows = 160,
        Columns = 192,
        Ranks = [16, 32, 64, 128],
        Batch = 4,
        Steps = 1,
        Optimizers = [OptimizerKind.Sgd, OptimizerKind.Momentum, OptimizerKind.Adam, OptimizerKind.AdamW],
    };

    [Fact]
    public void Exponents_are_those_of_theory_at_full_size()
    {
        DynamicsReport report = LoraDynamics.Run(new DynamicsOptions { Steps = 1, Optimizers = [OptimizerKind.Sgd] });
        Assert.Equal([16, 32, 64, 128, 256], report.Ranks);
        Assert.Equal(4, report.Series.Count);
        foreach (TrainingSeries series in report.Series)
        {
            Assert.Equal(0.5 - series.Exponent, series.Slope(DynamicsQuantity.GradientNorm, 0)!.Measured.Value, 0.05);
            Assert.Equal(
                1 - (2 * series.Exponent),
                series.Slope(DynamicsQuantity.ForwardChange, 1)!.Measured.Value,
                0.1
            );
        }
    }

    [Theory]
    [InlineData(FactorInitialization.Kaiming, TrainingTarget.Facts, true)]
    [InlineData(FactorInitialization.Kaiming, TrainingTarget.Style, false)]
    [InlineData(FactorInitialization.Gaussian, TrainingTarget.Facts, false)]
    public void Exponents_of_every_optimizer_are_those_of_theory_at_this_size(
        FactorInitialization initialization,
        TrainingTarget target,
        bool singlePrecision
    )
    {
        DynamicsReport report = LoraDynamics.Run(
            FirstStep with
            {
                Initialization = initialization,
                Target = target,
                SinglePrecision = singlePrecision,
                LearningRates = [1e-3],
            }
        );
        Assert.Equal(16, report.Series.Count);
        foreach (TrainingSeries series in report.Series)
        {
            Assert.All(series.Slopes, slope => Assert.Equal(slope.TheoryAtSize!.Value, slope.Measured.Value, 0.07));
        }
        Assert.All(report.StableScales, stable => Assert.Equal(stable.TheoryAtSize, stable.Measured.Value, 0.05));
        double shift = initialization == FactorInitialization.Gaussian ? 1 : 0;
        Assert.Equal(
            [0.5 - shift, 0.5 - shift, 1 - shift, 1 - shift],
            report.StableScales.Select(stable => stable.Theory)
        );
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 1, -0.5, -1)]
    [InlineData(OptimizerKind.Sgd, 0.5, 0, 0)]
    [InlineData(OptimizerKind.Momentum, 0.25, 0.25, 0.5)]
    [InlineData(OptimizerKind.Adam, 1, -0.5, 0)]
    [InlineData(OptimizerKind.Adam, 0.5, 0, 0.5)]
    [InlineData(OptimizerKind.AdamW, 0.25, 0.25, 0.75)]
    public void The_laws_are_the_paper_s(OptimizerKind optimizer, double exponent, double gradient, double forward)
    {
        Assert.Equal(gradient, ScalingTheory.GradientNorm(exponent, FactorInitialization.Kaiming));
        Assert.Equal(forward, ScalingTheory.ForwardChange(optimizer, exponent, FactorInitialization.Kaiming));
        // At large ranks the batch no longer matters.
        Assert.Equal(
            forward,
            ScalingTheory.AtSize(optimizer, exponent, FactorInitialization.Kaiming, [1 << 20, 1 << 24], 8),
            1e-4
        );
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        string one = Everything(LoraDynamics.Run(Small, threads: 1));
        Assert.Equal(one, Everything(LoraDynamics.Run(Small, threads: 2)));
        Assert.Equal(one, Everything(LoraDynamics.Run(Small, threads: 5)));
        Assert.NotEqual(one, Everything(LoraDynamics.Run(Small with { Seed = 43 })));
    }

    [Fact]
    public void A_seed_s_trainings_do_not_depend_on_what_else_is_trained()
    {
        TrainingSeries among = LoraDynamics
            .Run(Small)
            .Series.Single(series => series is { Optimizer: OptimizerKind.Adam, Exponent: 0.5 });
        TrainingSeries alone = Assert.Single(
            LoraDynamics.Run(Small with { Optimizers = [OptimizerKind.Adam], Exponents = [0.5] }).Series
        );
        Assert.Equal(among.Ranks.SelectMany(rank => rank.Curve), alone.Ranks.SelectMany(rank => rank.Curve));
    }

    [Theory]
    [InlineData(TrainingTarget.Style)]
    [InlineData(TrainingTarget.Facts)]
    public void No_training_comes_below_the_best_possible_error(TrainingTarget target)
    {
        DynamicsReport report = LoraDynamics.Run(
            Small with
            {
                Target = target,
                Steps = 1500,
                Optimizers = [OptimizerKind.Adam],
                LearningRates = [0.01],
                SinglePrecision = false,
            }
        );
        foreach (TrainingSeries series in report.Series)
        {
            foreach ((TrainedRank rank, double best) in series.Ranks.Zip(report.BestErrors))
            {
                Assert.All(rank.Curve, point => Assert.True(point.RelativeError >= best));
                Assert.Equal(1, rank.Curve[0].RelativeError);
            }
        }
        // And it does come near.
        TrainingSeries rankStabilized = report.Series.Single(series => series.Exponent == 0.5);
        Assert.True(rankStabilized.Ranks[2].Curve[^1].RelativeError < report.BestErrors[2] + 0.1);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0.005)]
    [InlineData(OptimizerKind.Momentum, 0.0005)]
    public void A_tiny_problem_is_learned_completely(OptimizerKind optimizer, double rate)
    {
        DynamicsReport report = LoraDynamics.Run(
            Small with
            {
                Rows = 8,
                Columns = 6,
                Target = TrainingTarget.Style,
                StyleRank = 1,
                Noise = 0,
                Ranks = [2, 4],
                Exponents = [0.5],
                Alpha = 4,
                Batch = 16,
                Steps = 3000,
                Optimizers = [optimizer],
                LearningRates = [rate],
                SinglePrecision = false,
            }
        );
        Assert.All(report.Series[0].Ranks, rank => Assert.True(rank.Curve[^1].RelativeError < 1e-6));
        Assert.All(report.BestErrors, error => Assert.True(error < 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e30)]
    [InlineData(double.MaxValue)]
    public void Divergence_is_reported_and_leaves_no_slope(double rate)
    {
        DynamicsReport report = LoraDynamics.Run(
            Small with
            {
                Optimizers = [OptimizerKind.Sgd],
                Exponents = [0],
                LearningRates = [rate],
                Steps = 100,
            }
        );
        TrainingSeries series = Assert.Single(report.Series);
        Assert.All(series.Ranks, rank => Assert.Equal(3, rank.Diverged));
        Assert.All(series.Ranks, rank => Assert.Equal(double.NaN, rank.Curve[^1].RelativeError));
        Assert.Equal(double.NaN, series.Slope(DynamicsQuantity.ForwardChange, 100)!.Measured.Value);
        // The gradient at the start is there all the same.
        Assert.True(double.IsFinite(series.Slope(DynamicsQuantity.GradientNorm, 0)!.Measured.Value));
    }

    [Fact]
    public void A_sweep_finds_the_rate_with_the_least_error()
    {
        DynamicsReport report = LoraDynamics.Run(
            Small with
            {
                Optimizers = [OptimizerKind.Sgd],
                LearningRates = [10, 0.0001, 0.001],
            }
        );
        Assert.Equal(12, report.Series.Count);
        Assert.Equal([0.0001, 0.001, 10], report.Series.Take(3).Select(series => series.LearningRate));
        Assert.Equal(4, report.BestRates.Count);
        foreach (RateSweep best in report.BestRates)
        {
            for (int i = 0; i < report.Ranks.Count; i++)
            {
                double least = report
                    .Series.Where(series => series.Exponent == best.Exponent)
                    .Select(series => series.Ranks[i].Curve[^1].RelativeError)
                    .Where(double.IsFinite)
                    .Min();
                Assert.Equal(least, best.Errors[i]);
            }
            Assert.Equal((2 * best.Exponent) - 1, best.Theory);
            Assert.Equal(best.Rates.Any(rate => rate is 0.0001 or 10), double.IsNaN(best.Slope));
        }
        Assert.Empty(LoraDynamics.Run(Small with { LearningRates = [0.001, 0.001] }).BestRates);
    }

    [Fact]
    public void The_update_is_that_of_the_study()
    {
        StudyReport study = LoraStudy.Run(
            new StudyOptions
            {
                Rows = 12,
                Columns = 10,
                Ranks = [1, 2, 4, 8],
            }
        );
        DynamicsReport facts = LoraDynamics.Run(Small with { Seeds = 1 });
        DynamicsReport style = LoraDynamics.Run(Small with { Seeds = 1, Target = TrainingTarget.Style });
        AssertErrors(study.Facts, facts);
        AssertErrors(study.Style, style);

        static void AssertErrors(GeneratedUpdate update, DynamicsReport report)
        {
            foreach ((ErrorAtRank row, double error) in update.Errors.Zip(report.BestErrors))
            {
                Assert.Equal(row.BestPossible, error, 1e-14);
            }
        }
    }

    [Fact]
    public void The_curve_has_1_2_5_and_the_last_step()
    {
        Assert.Equal([0, 1], Training.CheckpointSteps(1));
        Assert.Equal([0, 1, 2, 5, 10, 20, 30], Training.CheckpointSteps(30));
        Assert.Equal([0, 1, 2, 5, 10, 20, 50, 100], Training.CheckpointSteps(100));
    }

    [Fact]
    public void Usual_ranks_are_powers_of_two_that_the_shape_has()
    {
        Assert.Equal([16, 32, 64, 128, 256], new DynamicsOptions().EffectiveRanks);
        Assert.Equal([16, 32], new DynamicsOptions { Rows = 63 }.EffectiveRanks);
        Assert.Equal([1, 2, 4, 8, 16], new DynamicsOptions { Columns = 31 }.EffectiveRanks);
        Assert.Equal([2, 7], new DynamicsOptions { Ranks = [7, 2, 7] }.EffectiveRanks);
    }

    [Fact]
    public void Progress_rises_to_1()
    {
        List<StudyProgress> reports = [];
        LoraDynamics.Run(Small, threads: 2, new Recorder(reports));
        Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
        Assert.Equal(1, reports[^1].Fraction, 1e-12);
    }

    [Fact]
    public void Wrong_options_are_refused_by_name()
    {
        Refused(Small with { Rows = 0 }, "number of rows must be 1 to 4096, not 0");
        Refused(Small with { Ranks = [1, 11] }, "Rank 11 is not within 1 to 10");
        Refused(Small with { Ranks = [0, 1] }, "Rank 0 is not within 1 to 10");
        Refused(Small with { Ranks = [4, 4] }, "at least two different ranks, and there is only 4");
        Refused(Small with { Ranks = null, Rows = 1 }, "at least two different ranks");
        Refused(Small with { Seeds = 0 }, "number of seeds must be 1 or more, not 0");
        Refused(Small with { Seed = uint.MaxValue }, "go beyond the last one, 4294967295");
        Refused(Small with { Steps = 0 }, "number of steps must be 1 or more, not 0");
        Refused(Small with { Batch = -1 }, "batch must have 1 input or more, not -1");
        Refused(Small with { Steps = int.MaxValue }, "more than can be held");
        Refused(Small with { Exponents = [] }, "At least one exponent");
        Refused(Small with { Optimizers = [] }, "one optimizer");
        Refused(Small with { LearningRates = [] }, "one learning rate");
        Refused(Small with { Exponents = [double.NaN] }, "exponent must be a finite number, not NaN");
        Refused(Small with { LearningRates = [0.1, 0] }, "learning rate must be a finite number above zero, not 0");
        Refused(Small with { LearningRates = [double.NaN] }, "above zero, not NaN");
        Refused(Small with { Momentum = 1 }, "momentum must be 0 or more and below 1, not 1");
        Refused(Small with { WeightDecay = -1 }, "weight decay must be a finite number, zero or more, not -1");
        Refused(Small with { Alpha = 0 }, "Alpha must be a finite number above zero, not 0");
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => LoraDynamics.Run(Small, threads: -1));
        Assert.Throws<ArgumentNullException>("options", () => LoraDynamics.Run(null!));
    }

    [Theory]
    [InlineData(1e308, false)]
    [InlineData(1e200, false)]
    [InlineData(1e40, true)]
    public void Noise_that_overflows_is_named(double noise, bool singlePrecision) =>
        Assert.StartsWith(
            $"The noise of {noise.ToString(CultureInfo.InvariantCulture)} is so large",
            Assert
                .Throws<NotFiniteNumberException>(() =>
                    LoraDynamics.Run(Small with { Noise = noise, SinglePrecision = singlePrecision })
                )
                .Message,
            StringComparison.Ordinal
        );

    private static void Refused(DynamicsOptions options, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<ArgumentException>(nameof(options), () => LoraDynamics.Run(options)).Message,
            StringComparison.Ordinal
        );

    /// <summary>Every number of a report, to the last bit.</summary>
    private static string Everything(DynamicsReport report) =>
        string.Join(
            '\n',
            report.Series.SelectMany(series =>
                series
                    .Ranks.SelectMany(rank =>
                        rank.Curve.SelectMany(point =>
                            new[] { point.RelativeError, point.ForwardChange, point.UpdateNorm }
                        )
                    )
                    .Concat(series.Slopes.SelectMany(slope => new[] { slope.Measured.Value, slope.Measured.HalfWidth }))
            )
        );

    private sealed class Recorder(List<StudyProgress> reports) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => reports.Add(value);
    }
}
