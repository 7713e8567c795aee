using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Lora;

/// <summary>Makes means and slopes of the trainings of all seeds.</summary>
internal static class DynamicsSummary
{
    /// <summary>Sums up.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="plans">The trainings of a seed; those of a series follow one another, by rank.</param>
    /// <param name="records">What each seed came to.</param>
    public static DynamicsReport Of(
        DynamicsOptions options,
        IReadOnlyList<TrainingPlan> plans,
        IReadOnlyList<SeedRecord> records
    )
    {
        IReadOnlyList<int> ranks = options.EffectiveRanks;
        TrainingSeries[] series =
        [
            .. plans
                .Chunk(ranks.Count)
                .Select(
                    (sameSeries, i) =>
                        Series(
                            options,
                            sameSeries[0],
                            [.. records.Select(record => record.Trainings.Chunk(ranks.Count).ElementAt(i))]
                        )
                ),
        ];
        return new(
            options,
            ranks,
            [.. ranks.Select((_, i) => records.Average(record => record.BestErrors[i]))],
            series,
            [.. series.DistinctBy(one => one.Optimizer).Select(StableScale)],
            options.LearningRates is { } rates && rates.Distinct().Count() > 1
                ?
                [
                    .. series.GroupBy(
                        one => (one.Optimizer, one.Exponent),
                        (_, group) => BestRates(options, [.. group])
                    ),
                ]
                : []
        );
    }

    private static StableScale StableScale(TrainingSeries series)
    {
        RankSlope slope = series.Slope(DynamicsQuantity.ForwardChange, step: 1)!;
        double measured = Stable(slope.Measured.Value);
        double edge = Stable(slope.Measured.Value + slope.Measured.HalfWidth);
        return new(
            series.Optimizer,
            new(measured, edge - measured),
            Stable(slope.Theory!.Value),
            Stable(slope.TheoryAtSize!.Value)
        );

        double Stable(double value) => ScalingTheory.StableExponent(series.Optimizer, series.Exponent, value);
    }

    /// <param name="options">What was asked for.</param>
    /// <param name="sweep">The series that differ in the learning rate alone.</param>
    private static RateSweep BestRates(DynamicsOptions options, TrainingSeries[] sweep)
    {
        IReadOnlyList<int> ranks = options.EffectiveRanks;
        (double Rate, double Error)[] best =
        [
            .. ranks.Select(
                (_, i) =>
                    sweep
                        .Select(series => (Rate: series.LearningRate, Error: series.Ranks[i].Curve[^1].RelativeError))
                        .Where(one => double.IsFinite(one.Error))
                        .DefaultIfEmpty((Rate: double.NaN, Error: double.NaN))
                        .MinBy(one => one.Error)
            ),
        ];
        double[] rates = [.. best.Select(one => one.Rate)];
        bool atEnd = rates.Contains(sweep[0].LearningRate) || rates.Contains(sweep[^1].LearningRate);
        return new(
            sweep[0].Optimizer,
            sweep[0].Exponent,
            rates,
            [.. best.Select(one => one.Error)],
            atEnd ? double.NaN : PowerLaw.Exponent(ranks, rates),
            ScalingTheory.LearningRate(sweep[0].Optimizer, sweep[0].Exponent, options.Initialization)
        );
    }

    /// <param name="options">What was asked for.</param>
    /// <param name="plan">That of the first rank.</param>
    /// <param name="trainings">By seed, then by rank.</param>
    private static TrainingSeries Series(DynamicsOptions options, TrainingPlan plan, TrainingRecord[][] trainings)
    {
        IReadOnlyList<int> ranks = options.EffectiveRanks;
        return new(
            plan.Optimizer,
            plan.Exponent,
            plan.LearningRate,
            [.. ranks.Select((rank, i) => Rank(options, rank, plan.Exponent, [.. trainings.Select(seed => seed[i])]))],
            [.. Slopes(options, plan, trainings)]
        );
    }

    private static TrainedRank Rank(DynamicsOptions options, int rank, double exponent, TrainingRecord[] seeds) =>
        new(
            rank,
            options.Scale(exponent, rank),
            seeds.Average(seed => seed.GradientNorm),
            seeds.Count(seed => seed.DivergedAt is not null),
            [
                .. Training
                    .CheckpointSteps(options.Steps)
                    .Select(
                        (step, i) =>
                            new CurvePoint(
                                step,
                                seeds.Average(seed => seed.Checkpoints[i].RelativeError),
                                seeds.Average(seed => seed.Checkpoints[i].ForwardChange),
                                seeds.Average(seed => seed.Checkpoints[i].UpdateNorm)
                            )
                    ),
            ]
        );

    private static IEnumerable<RankSlope> Slopes(
        DynamicsOptions options,
        TrainingPlan plan,
        TrainingRecord[][] trainings
    )
    {
        IReadOnlyList<int> ranks = options.EffectiveRanks;
        double law = ScalingTheory.GradientNorm(plan.Exponent, options.Initialization);
        yield return new(DynamicsQuantity.GradientNorm, 0, Fit(training => training.GradientNorm), law, law);

        law = ScalingTheory.ForwardChange(plan.Optimizer, plan.Exponent, options.Initialization);
        int checkpoint = 0;
        foreach (int step in Training.CheckpointSteps(options.Steps))
        {
            int i = checkpoint++;
            if (IsPowerOfTen(step))
            {
                // Theory is that of the first step.
                bool isFirst = step == 1;
                yield return new(
                    DynamicsQuantity.ForwardChange,
                    step,
                    Fit(training => training.Checkpoints[i].ForwardChange),
                    isFirst ? law : null,
                    isFirst ? AtSize(options.Batch) : null
                );
                yield return new(
                    DynamicsQuantity.UpdateNorm,
                    step,
                    Fit(training => training.Checkpoints[i].UpdateNorm),
                    isFirst ? law : null,
                    isFirst ? AtSize(options.Columns) : null
                );
            }
        }

        Estimate Fit(Func<TrainingRecord, double> valueOf) =>
            PowerLaw.Exponent(ranks, trainings.Length, (seed, rank) => valueOf(trainings[seed][rank]));

        double AtSize(int directions) =>
            ScalingTheory.AtSize(plan.Optimizer, plan.Exponent, options.Initialization, ranks, directions);
    }

    private static bool IsPowerOfTen(int value)
    {
        while (value >= 10 && value % 10 == 0)
        {
            value /= 10;
        }
        return value == 1;
    }
}
