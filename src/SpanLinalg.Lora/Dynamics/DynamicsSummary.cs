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
        return new(
            options,
            ranks,
            [.. Enumerable.Range(0, ranks.Count).Select(i => records.Average(record => record.BestErrors[i]))],
            [
                .. Enumerable
                    .Range(0, plans.Count / ranks.Count)
                    .Select(i =>
                        Series(
                            options,
                            plans[i * ranks.Count],
                            [.. records.Select(record => record.Trainings.Skip(i * ranks.Count).Take(ranks.Count).ToArray())]
                        )
                    ),
            ]
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
            [
                .. ranks.Select(
                    (rank, i) => Rank(options, rank, plan.Exponent, [.. trainings.Select(seed => seed[i])])
                ),
            ],
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
            if (IsPowerOfTen(step) || (step == options.Steps && step > 0))
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
