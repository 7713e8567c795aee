using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>Trains adapters of many ranks, and asks how their training depends on the rank.</summary>
/// <remarks>
/// The claim that α/r slows learning at high ranks, and that α/√r does not, is one about gradients and the steps that
/// optimisers make of them. So here y = (W₀ + γBA)x is trained onto y* = (W₀ + ΔW)x with γ = α·r^(−p), for several p
/// and optimisers, and the exponents in r of what happens are fitted over several seeds.
/// </remarks>
public static class LoraDynamics
{
    /// <summary>Runs all trainings.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="threads">The most seeds to train at a time; 0 for one per core.</param>
    /// <param name="progress">Told after each training, on the thread that did it, one at a time; may be null.</param>
    /// <exception cref="ArgumentException">The options have a <see cref="DynamicsOptions.Problem"/>.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// The noise is so large that an entry of an update overflows.
    /// </exception>
    /// <remarks>
    /// A training takes 2br(3m + 2n) flops a step and 2mnr for each point of its curve. Each thread holds the update,
    /// its steps' inputs and targets, and one training. The same options give the same bits on the same processor,
    /// whatever the number of threads.
    /// </remarks>
    public static DynamicsReport Run(
        DynamicsOptions options,
        int threads = 0,
        IProgress<StudyProgress>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        return options.SinglePrecision
            ? Run<float>(options, threads, progress)
            : Run<double>(options, threads, progress);
    }

    private static DynamicsReport Run<T>(DynamicsOptions options, int threads, IProgress<StudyProgress>? progress)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingPlan[] plans = [.. Plans(options)];
        SeedRecord[] records = new SeedRecord[options.Seeds];
        Counter counter = new(progress, options.Seeds * plans.Sum(plan => (double)plan.Rank));
        ParallelLoop.Run(
            options.Seeds,
            i => records[i] = Train<T>(options.Seed + (uint)i, options, plans, counter),
            threads
        );
        return DynamicsSummary.Of(options, plans, records);
    }

    private static IEnumerable<TrainingPlan> Plans(DynamicsOptions options) =>
        from optimizer in options.Optimizers.Distinct()
        from exponent in options.Exponents.Distinct()
        from rate in options.RatesOf(optimizer)
        from rank in options.EffectiveRanks
        select new TrainingPlan(optimizer, exponent, rate, rank);

    private static SeedRecord Train<T>(uint seed, DynamicsOptions options, TrainingPlan[] plans, Counter counter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingData<T> data = new(seed, options);
        Matrix<T> scratch = new(options.Rows, options.Columns);
        TrainingRecord[] trainings = new TrainingRecord[plans.Length];
        for (int i = 0; i < plans.Length; i++)
        {
            trainings[i] = Training.Run(plans[i], data, options, scratch);
            counter.Add(plans[i].Rank);
        }
        return new([.. options.EffectiveRanks.Select(data.BestError)], trainings);
    }

    /// <summary>Adds up what all threads have done.</summary>
    private sealed class Counter(IProgress<StudyProgress>? progress, double total)
    {
        private readonly Lock gate = new();
        private double done;

        public void Add(int rank)
        {
            lock (gate)
            {
                done += rank;
                progress?.Report(new("Training adapters", done / total));
            }
        }
    }
}

/// <summary>What one seed came to.</summary>
/// <param name="BestErrors">The least relative error of each rank.</param>
/// <param name="Trainings">One for each plan.</param>
internal sealed record SeedRecord(IReadOnlyList<double> BestErrors, IReadOnlyList<TrainingRecord> Trainings);
