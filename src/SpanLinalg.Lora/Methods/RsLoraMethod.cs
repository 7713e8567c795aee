namespace SpanLinalg.Lora;

/// <summary>rsLoRA: LoRA with the scale α/√r.</summary>
/// <param name="alpha">α.</param>
/// <remarks>
/// The factors take up any scale, so the family and its best fit are LoRA's. What the scale changes is how training
/// gets there; it is shown beside LoRA's α/r for that reason.
/// </remarks>
public sealed class RsLoraMethod(double alpha)
    : LayerwiseMethod("rsLoRA", "Kalajdzievski, A rank stabilization scaling factor for fine-tuning with LoRA, 2023")
{
    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.LowRank;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Sides;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        int rank = LoraMethod.RankFor(layer, budget);
        double stabilized = ScalingRule.RankStabilized.Scale(alpha, rank);
        double standard = ScalingRule.Standard.Scale(alpha, rank);
        return LoraMethod.Truncation(
            layer,
            rank,
            FormattableString.Invariant($"r = {rank}, s = {stabilized:G3} (LoRA {standard:G3})")
        );
    }
}
