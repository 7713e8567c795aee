namespace SpanLinalg.Lora;

/// <summary>Full fine-tuning: every entry is trained. The floor of all errors, and the price to beat.</summary>
public sealed class FullMethod : IUpdateMethod
{
    /// <inheritdoc/>
    public string Name => "full";

    /// <inheritdoc/>
    public string Paper => "every entry of every weight";

    /// <inheritdoc/>
    public UpdateFamily Family => UpdateFamily.HighRank;

    /// <inheritdoc/>
    public bool QuantizesBase => false;

    /// <inheritdoc/>
    public long LeastParameters(IReadOnlyList<LayerUpdate> layers) => layers.Sum(layer => layer.Entries);

    /// <inheritdoc/>
    public UpdateFit Fit(IReadOnlyList<LayerUpdate> layers, long budget)
    {
        ArgumentNullException.ThrowIfNull(layers);
        long entries = LeastParameters(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, entries);
        return new(
            entries,
            LayerFit.BytesPerParameter * entries,
            "every entry",
            [.. layers.Select(layer => new LayerFit(layer.Entries, "every entry", 0, () => new(layer.ToMatrix())))]
        );
    }
}
