namespace SpanLinalg.Lora;

/// <summary>A method that fits each layer by itself.</summary>
/// <param name="name">The name in its paper.</param>
/// <param name="paper">Who published it, where and when.</param>
/// <remarks>
/// A budget is shared in proportion to rows + columns, so that a LoRA gets the same rank everywhere, as it is
/// configured in practice. Layers are fitted in parallel; the result is the same for any number of threads.
/// </remarks>
public abstract class LayerwiseMethod(string name, string paper) : IUpdateMethod
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Paper { get; } = paper;

    /// <inheritdoc/>
    public abstract UpdateFamily Family { get; }

    /// <inheritdoc/>
    public virtual bool QuantizesBase => false;

    /// <inheritdoc/>
    public long LeastParameters(IReadOnlyList<LayerUpdate> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        long sides = layers.Sum(layer => layer.Sides);
        return layers.Max(layer => (long)(((Int128)Least(layer) * sides + layer.Sides - 1) / layer.Sides));
    }

    /// <inheritdoc/>
    public UpdateFit Fit(IReadOnlyList<LayerUpdate> layers, long budget)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, LeastParameters(layers));
        long sides = layers.Sum(layer => layer.Sides);
        LayerFit[] fits = new LayerFit[layers.Count];
        ParallelLoop.Run(
            fits.Length,
            i => fits[i] = FitLayer(layers[i], (long)((Int128)budget * layers[i].Sides / sides))
        );
        string[] settings = [.. fits.Select(fit => fit.Setting).Distinct()];
        return new(
            fits.Sum(fit => fit.Parameters),
            fits.Sum(fit => fit.Bytes),
            settings.Length == 1 ? settings[0] : $"{settings[0]}, others differ",
            fits
        );
    }

    /// <summary>The fewest parameters that one layer needs.</summary>
    /// <param name="layer">The layer.</param>
    protected abstract long Least(LayerUpdate layer);

    /// <summary>The best update of one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="budget">Its share, at least <see cref="Least"/>.</param>
    protected abstract LayerFit FitLayer(LayerUpdate layer, long budget);
}
