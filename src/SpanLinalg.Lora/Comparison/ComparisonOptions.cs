namespace SpanLinalg.Lora;

/// <summary>How methods are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The seed of stand-in weights, frames and directions.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>α of the scaling rules: finite, above zero.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Trainable parameters over all layers, each at least 1. Null: see <see cref="Ranks"/>.</summary>
    public IReadOnlyList<long>? Budgets { get; init; }

    /// <summary>
    /// The budgets as those of a LoRA of these ranks, each 1 to the smallest min(rows, columns) of all layers. Null,
    /// and no budgets either: 13 parameters, then the powers of two up to the rank at which LoRA is exact or as large
    /// as the weights.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>
    /// The relative error that a recommendation has to reach, above 0 and below 1. 0.1 keeps 99 % of ‖ΔW‖².
    /// </summary>
    public double Target { get; init; } = 0.1;

    /// <summary>
    /// Attention heads of a layer, 1 or more. Null: heads of 64 rows, or eight of them where there are at most 64 rows.
    /// </summary>
    public int? Heads { get; init; }

    /// <summary>Entries that share an NF4 scale, 1 or more.</summary>
    public int QuantizationBlock { get; init; } = Nf4Tensor.DefaultBlockSize;

    /// <summary>
    /// The first thing wrong with these options for these layers, in one sentence; null if nothing is.
    /// </summary>
    /// <param name="layers">The layers.</param>
    public string? Problem(IReadOnlyList<LayerUpdate> layers)
    {
        if (!double.IsFinite(Alpha) || Alpha <= 0)
        {
            return FormattableString.Invariant($"Alpha must be a finite number above zero, not {Alpha}.");
        }
        if (Target is not (> 0 and < 1))
        {
            return FormattableString.Invariant($"The target must be above 0 and below 1, not {Target}.");
        }
        if (Heads < 1)
        {
            return $"The number of heads must be 1 or more, not {Heads}.";
        }
        if (QuantizationBlock < 1)
        {
            return $"The quantisation block must be 1 or more, not {QuantizationBlock}.";
        }
        if (Budgets is not null && Ranks is not null)
        {
            return "Budgets and ranks exclude each other: a rank stands for the budget of a LoRA of that rank.";
        }
        if (Budgets is { Count: 0 } || Ranks is { Count: 0 })
        {
            return "At least one budget is needed.";
        }
        foreach (long budget in Budgets ?? [])
        {
            if (budget < 1)
            {
                return $"A budget must be 1 parameter or more, not {budget}.";
            }
        }
        LayerUpdate smallest = layers.MinBy(layer => Math.Min(layer.Rows, layer.Columns))!;
        int fullRank = Math.Min(smallest.Rows, smallest.Columns);
        foreach (int rank in Ranks ?? [])
        {
            if (rank < 1 || rank > fullRank)
            {
                return $"Rank {rank} is not within 1 to {fullRank}, the ranks of '{smallest.Name}', "
                    + $"{smallest.Rows}×{smallest.Columns}.";
            }
        }
        return null;
    }

    /// <summary>The budgets to compare at, ascending.</summary>
    internal IReadOnlyList<long> BudgetsFor(IReadOnlyList<LayerUpdate> layers)
    {
        const long Tiniest = 13; // TinyLoRA's
        const int LargestRank = 64;
        long sides = layers.Sum(layer => layer.Sides);
        if (Budgets is not null || Ranks is not null)
        {
            return [.. (Budgets ?? [.. Ranks!.Select(rank => rank * sides)]).Distinct().Order()];
        }
        long entries = layers.Sum(layer => layer.Entries);
        List<long> budgets = [];
        int maxRank = layers.Max(layer => layer.MaxRank);
        for (int rank = 1; rank <= LargestRank && rank * sides <= entries; rank *= 2)
        {
            budgets.Add(rank * sides);
            if (rank >= maxRank)
            {
                break;
            }
        }
        return [.. budgets.Append(Math.Min(Tiniest, entries)).Distinct().Order()];
    }
}
