namespace SpanLinalg.Lora;

/// <summary>
/// The spectra of several layers in a few figures. The means are over the layers that have an update.
/// </summary>
public sealed record SpectrumTotals
{
    /// <summary>Sums up.</summary>
    /// <param name="layers">The layers; may be none.</param>
    public SpectrumTotals(IReadOnlyCollection<LayerSpectrum> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers.Count;
        Parameters = layers.Sum(layer => layer.Parameters);
        SmallestNominalRank = layers.Select(layer => layer.NominalRank).DefaultIfEmpty().Min();
        LargestNominalRank = layers.Select(layer => layer.NominalRank).DefaultIfEmpty().Max();
        MeanStableRank = Mean(layers, layer => layer.StableRank);
        MeanEffectiveRank = Mean(layers, layer => layer.EffectiveRank);
        MeanK90 = Mean(layers, layer => layer.K90);
        MeanK99 = Mean(layers, layer => layer.K99);
        RankFor90Percent = layers.Select(layer => layer.K90).DefaultIfEmpty().Max();
        RankFor99Percent = layers.Select(layer => layer.K99).DefaultIfEmpty().Max();
        NoUpdate = layers.Count(layer => layer.Verdict == UpdateVerdict.NoUpdate);
        StyleLike = layers.Count(layer => layer.Verdict == UpdateVerdict.StyleLike);
        InBetween = layers.Count(layer => layer.Verdict == UpdateVerdict.InBetween);
        FactsLike = layers.Count(layer => layer.Verdict == UpdateVerdict.FactsLike);
        Verdict = VerdictRule.Majority(layers.Select(layer => layer.Verdict));
    }

    /// <summary>The number of layers.</summary>
    public int Layers { get; }

    /// <summary>The numbers that were trained, in all layers.</summary>
    public long Parameters { get; }

    /// <summary>The smallest nominal rank of a layer.</summary>
    public int SmallestNominalRank { get; }

    /// <summary>The largest nominal rank of a layer.</summary>
    public int LargestNominalRank { get; }

    /// <summary>The mean stable rank.</summary>
    public double MeanStableRank { get; }

    /// <summary>The mean effective rank.</summary>
    public double MeanEffectiveRank { get; }

    /// <summary>The mean k90.</summary>
    public double MeanK90 { get; }

    /// <summary>The mean k99.</summary>
    public double MeanK99 { get; }

    /// <summary>
    /// The rank that would have been enough to keep 90 % of the energy of every layer: the largest k90.
    /// </summary>
    public int RankFor90Percent { get; }

    /// <summary>
    /// The rank that would have been enough to keep 99 % of the energy of every layer: the largest k99.
    /// </summary>
    public int RankFor99Percent { get; }

    /// <summary>Layers whose ΔW is zero.</summary>
    public int NoUpdate { get; }

    /// <summary>Layers judged style-like.</summary>
    public int StyleLike { get; }

    /// <summary>Layers judged in between.</summary>
    public int InBetween { get; }

    /// <summary>Layers judged facts-like.</summary>
    public int FactsLike { get; }

    /// <summary>The verdict of the layers together, by <see cref="VerdictRule.Majority"/>.</summary>
    public UpdateVerdict Verdict { get; }

    private static double Mean(IEnumerable<LayerSpectrum> layers, Func<LayerSpectrum, double> figure) =>
        layers.Where(layer => layer.Verdict != UpdateVerdict.NoUpdate).Select(figure).DefaultIfEmpty().Average();
}
