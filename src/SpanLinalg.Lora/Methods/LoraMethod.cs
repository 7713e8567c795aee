namespace SpanLinalg.Lora;

/// <summary>LoRA: ΔW ≈ s·B·A of rank r.</summary>
/// <remarks>
/// The best fit is the truncated SVD, and the scale is absorbed by the factors (Eckart and Young, 1936).
/// </remarks>
public sealed class LoraMethod()
    : LayerwiseMethod("LoRA", "Hu et al., LoRA: Low-rank adaptation of large language models, 2021")
{
    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.LowRank;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Sides;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        int rank = RankFor(layer, budget);
        return Truncation(layer, rank, $"r = {rank}");
    }

    /// <summary>The rank that a budget buys, no more than the update has.</summary>
    internal static int RankFor(LayerUpdate layer, long budget) => (int)Math.Min(budget / layer.Sides, layer.MaxRank);

    /// <summary>The best update of a rank.</summary>
    internal static LayerFit Truncation(LayerUpdate layer, int rank, string setting)
    {
        LowRankFactors triplets = layer.Triplets;
        return new(rank * layer.Sides, setting, triplets.Tail(rank), () => triplets.Leading(rank).Product());
    }
}
