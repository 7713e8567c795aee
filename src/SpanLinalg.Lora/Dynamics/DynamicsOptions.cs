namespace SpanLinalg.Lora;

/// <summary>The update that an adapter is trained towards: one of the two of <see cref="LoraStudy"/>.</summary>
public enum TrainingTarget
{
    /// <summary>Of low rank, under a little noise.</summary>
    Style,

    /// <summary>Of full rank.</summary>
    Facts,
}

/// <summary>How A is drawn before training; B is zero.</summary>
public enum FactorInitialization
{
    /// <summary>
    /// Uniform on ±1/√n, n being the columns of A: PEFT's default. Its variance does not depend on the rank.
    /// </summary>
    Kaiming,

    /// <summary>
    /// Normal with standard deviation 1/r: what PEFT calls gaussian. It shrinks as the rank grows, against the premise
    /// of the theorem behind rsLoRA, and takes 1 off the exponents of gradient and Adam's step, 2 off that of SGD's.
    /// </summary>
    Gaussian,
}

/// <summary>
/// What is trained, how, and for how long. The defaults measure all exponents of theory in well under a minute.
/// </summary>
public sealed record DynamicsOptions
{
    /// <summary>The largest number of rows or columns.</summary>
    public const int MaximumSize = StudyOptions.MaximumSize;

    private const int UsualSeeds = 10;
    private const int SmallestUsualRank = 16;
    private const int LargestUsualRank = 256;

    private static readonly double[] UsualExponents = [1, 0.5, 0.25, 0];
    private static readonly OptimizerKind[] UsualOptimizers =
    [
        OptimizerKind.Sgd,
        OptimizerKind.Momentum,
        OptimizerKind.Adam,
    ];

    /// <summary>The first seed; the others follow it.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>
    /// The number of seeds, at least 1. Each has its own update, inputs and A. One alone gives no confidence interval.
    /// </summary>
    public int Seeds { get; init; } = UsualSeeds;

    /// <summary>m, the rows of W and of ΔW: 1 to <see cref="MaximumSize"/>.</summary>
    public int Rows { get; init; } = 512;

    /// <summary>n, the columns of W and of ΔW: 1 to <see cref="MaximumSize"/>.</summary>
    public int Columns { get; init; } = 512;

    /// <summary>The update to be learned.</summary>
    public TrainingTarget Target { get; init; } = TrainingTarget.Facts;

    /// <summary>As in <see cref="StudyOptions.StyleRank"/>.</summary>
    public int? StyleRank { get; init; }

    /// <summary>As in <see cref="StudyOptions.Noise"/>.</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>α in γ = α·r^(−p): finite, above zero.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The exponents p in γ = α·r^(−p), finite: 1 is LoRA, ½ rsLoRA.</summary>
    public IReadOnlyList<double> Exponents { get; init; } = UsualExponents;

    /// <summary>How the gradients become steps.</summary>
    public IReadOnlyList<OptimizerKind> Optimizers { get; init; } = UsualOptimizers;

    /// <summary>How A is drawn.</summary>
    public FactorInitialization Initialization { get; init; } = FactorInitialization.Kaiming;

    /// <summary>
    /// The ranks, each 1 to min(rows, columns), at least two different ones; they are taken in ascending order. Null:
    /// the powers of two from 16 to 256 that the shape has, or from 1 if there are fewer than two.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>Steps of each training, at least 1.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>Inputs in a minibatch, at least 1.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>
    /// The learning rates, finite and above zero: each training is done with each of them. Null: one for each
    /// optimiser, <see cref="UsualLearningRate"/>.
    /// </summary>
    public IReadOnlyList<double>? LearningRates { get; init; }

    /// <summary>The momentum's share of the previous step: 0 or more, below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// Whether the trainings are done in float, which takes half the time of double and gives the same exponents.
    /// </summary>
    public bool SinglePrecision { get; init; } = true;

    /// <summary>λ of AdamW: finite, zero or more.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>min(rows, columns).</summary>
    public int FullRank => Math.Min(Rows, Columns);

    /// <summary>The learning rate of an optimiser that is given none.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <remarks>
    /// Rates at which α = 16 and γ = α/√r learn steadily at every rank. Momentum's steps add up to 1/(1 − 0.9) of a
    /// gradient's, so it has a tenth of the rate.
    /// </remarks>
    public static double UsualLearningRate(OptimizerKind optimizer) =>
        optimizer switch
        {
            OptimizerKind.Sgd => 0.001,
            OptimizerKind.Momentum => 0.0001,
            _ => 0.001,
        };

    /// <summary>
    /// The first step of training alone, with a study's seed, α and noise, for layers and ranks large enough to have an
    /// exponent.
    /// </summary>
    /// <param name="study">The study.</param>
    public static DynamicsOptions FirstStepOf(StudyOptions study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new()
        {
            Seed = Math.Min(study.Seed, uint.MaxValue - UsualSeeds + 1),
            Alpha = study.Alpha,
            Noise = study.Noise,
            Optimizers = [OptimizerKind.Sgd, OptimizerKind.Adam],
            Steps = 1,
        };
    }

    /// <summary>γ = α·r^(−p).</summary>
    internal double Scale(double exponent, int rank) => Alpha * Math.Pow(rank, -exponent);

    internal IReadOnlyList<int> EffectiveRanks => [.. (Ranks ?? UsualRanks()).Distinct().Order()];

    internal IReadOnlyList<double> RatesOf(OptimizerKind optimizer) =>
        LearningRates is null ? [UsualLearningRate(optimizer)] : [.. LearningRates.Distinct().Order()];

    /// <summary>The study that draws the same updates from the first seed.</summary>
    internal StudyOptions UpdatesOf(uint seed) =>
        new()
        {
            Seed = seed,
            Rows = Rows,
            Columns = Columns,
            StyleRank = StyleRank,
            Noise = Noise,
            Alpha = Alpha,
            Ranks = Ranks,
        };

    /// <summary>The first thing wrong with these options, in one sentence; null if nothing is.</summary>
    public string? Problem()
    {
        if (UpdatesOf(Seed).Problem() is { } problem)
        {
            return problem;
        }
        if (EffectiveRanks.Count < 2)
        {
            return $"A slope needs at least two different ranks, and there is only {EffectiveRanks[0]}.";
        }
        if (Seeds < 1)
        {
            return $"The number of seeds must be 1 or more, not {Seeds}.";
        }
        if (Seeds - 1 > uint.MaxValue - Seed)
        {
            return $"{Seeds} seeds from {Seed} on go beyond the last one, {uint.MaxValue}.";
        }
        if (Steps < 1)
        {
            return $"The number of steps must be 1 or more, not {Steps}.";
        }
        if (Batch < 1)
        {
            return $"The batch must have 1 input or more, not {Batch}.";
        }
        if ((Int128)Steps * Batch * Math.Max(Rows, Columns) > int.MaxValue)
        {
            return $"{Steps} steps of {Batch} inputs of {Math.Max(Rows, Columns)} numbers are more than can be held, "
                + $"{int.MaxValue} numbers.";
        }
        return RuleProblem();
    }

    private string? RuleProblem()
    {
        if (Exponents.Count == 0 || Optimizers.Count == 0 || LearningRates is { Count: 0 })
        {
            return "At least one exponent, one optimizer and one learning rate are needed.";
        }
        foreach (double exponent in Exponents)
        {
            if (!double.IsFinite(exponent))
            {
                return FormattableString.Invariant($"An exponent must be a finite number, not {exponent}.");
            }
        }
        foreach (double rate in LearningRates ?? [])
        {
            if (!double.IsFinite(rate) || rate <= 0)
            {
                return FormattableString.Invariant($"A learning rate must be a finite number above zero, not {rate}.");
            }
        }
        if (!(Momentum >= 0 && Momentum < 1))
        {
            return FormattableString.Invariant($"The momentum must be 0 or more and below 1, not {Momentum}.");
        }
        if (!double.IsFinite(WeightDecay) || WeightDecay < 0)
        {
            return FormattableString.Invariant(
                $"The weight decay must be a finite number, zero or more, not {WeightDecay}."
            );
        }
        return null;
    }

    private IEnumerable<int> UsualRanks()
    {
        int first = FullRank >= 2 * SmallestUsualRank ? SmallestUsualRank : 1;
        for (int rank = first; rank <= Math.Min(FullRank, LargestUsualRank); rank *= 2)
        {
            yield return rank;
        }
    }
}
