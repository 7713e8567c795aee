namespace SpanLinalg.Lora;

/// <summary>What the study generates and where it looks. The defaults are the articles'.</summary>
public sealed record StudyOptions
{
    /// <summary>The largest number of rows or columns.</summary>
    public const int MaximumSize = 4096;

    private static readonly int[] ArticleRanks = [2, 4, 8, 16, 32, 48];
    private static readonly int[] ArticleScaleRanks = [1, 4, 8, 16, 32, 64];
    private static readonly int[] ArticleVarianceRanks = [2, 4, 8, 16, 32];

    /// <summary>The seed of <see cref="NumpyRandom"/>.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>d, the rows of the updates: 1 to <see cref="MaximumSize"/>.</summary>
    public int Rows { get; init; } = 64;

    /// <summary>k, the columns of the updates: 1 to <see cref="MaximumSize"/>.</summary>
    public int Columns { get; init; } = 64;

    /// <summary>
    /// The rank of the style update under its noise: 1 to min(rows, columns). Null: 4, or less if the shape has less.
    /// </summary>
    public int? StyleRank { get; init; }

    /// <summary>The standard deviation of the noise on each entry of an update: finite, zero or more.</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>α of the scaling rules: finite, above zero.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>
    /// The ranks at which the errors are taken, each 1 to min(rows, columns). Null: those of 2, 4, 8, 16, 32, 48 that
    /// the shape has, or its full rank if it has none of them.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>min(rows, columns).</summary>
    public int FullRank => Math.Min(Rows, Columns);

    internal int EffectiveStyleRank => StyleRank ?? Math.Min(4, FullRank);

    internal IReadOnlyList<int> EffectiveRanks => Ranks ?? Within(ArticleRanks);

    internal IReadOnlyList<int> ScaleRanks => Within(ArticleScaleRanks);

    internal IReadOnlyList<int> VarianceRanks => Within(ArticleVarianceRanks);

    /// <summary>The first thing wrong with these options, in one sentence; null if nothing is.</summary>
    public string? Problem()
    {
        if (Rows is < 1 or > MaximumSize)
        {
            return $"The number of rows must be 1 to {MaximumSize}, not {Rows}.";
        }
        if (Columns is < 1 or > MaximumSize)
        {
            return $"The number of columns must be 1 to {MaximumSize}, not {Columns}.";
        }
        if (EffectiveStyleRank < 1 || EffectiveStyleRank > FullRank)
        {
            return $"The style rank must be 1 to {FullRank} for a {Rows}×{Columns} update, not {StyleRank}.";
        }
        if (!double.IsFinite(Noise) || Noise < 0)
        {
            return FormattableString.Invariant($"The noise must be a finite number, zero or more, not {Noise}.");
        }
        if (!double.IsFinite(Alpha) || Alpha <= 0)
        {
            return FormattableString.Invariant($"Alpha must be a finite number above zero, not {Alpha}.");
        }
        if (EffectiveRanks.Count == 0)
        {
            return "At least one rank is needed.";
        }
        foreach (int rank in EffectiveRanks)
        {
            if (rank < 1 || rank > FullRank)
            {
                return $"Rank {rank} is not within 1 to {FullRank}, the ranks of a {Rows}×{Columns} update.";
            }
        }
        return null;
    }

    private int[] Within(int[] ranks)
    {
        int[] within = [.. ranks.Where(rank => rank <= FullRank)];
        return within.Length > 0 ? within : [FullRank];
    }
}
