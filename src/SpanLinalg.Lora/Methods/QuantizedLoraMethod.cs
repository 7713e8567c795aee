namespace SpanLinalg.Lora;

/// <summary>A LoRA of rank r over a base Q in NF4 with double quantisation: Ŵ = Q + B·A.</summary>
/// <param name="name">The name in its paper.</param>
/// <param name="paper">Who published it, where and when.</param>
/// <param name="blockSize">Entries that share a scale.</param>
/// <remarks>
/// The methods differ in how they come to Q, which is fixed before training and knows nothing of ΔW. Then BA can do two
/// things, follow ΔW and mend Q, and the best BA does both: the truncated SVD of W₀ + ΔW − Q. So the error holds what
/// is left of the rounding, and never exceeds that of a LoRA that learns ΔW alone.
/// </remarks>
public abstract class QuantizedLoraMethod(string name, string paper, int blockSize) : LayerwiseMethod(name, paper)
{
    /// <summary>
    /// What both papers use at most; each iteration's error is reported, since more of them can hurt.
    /// </summary>
    protected const int Iterations = 5;

    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.LowRank;

    /// <inheritdoc/>
    public override bool QuantizesBase => true;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Sides;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        // Unlike that of ΔW, the rank of the rounding has no end.
        int rank = (int)Math.Min(budget / layer.Sides, Math.Min(layer.Rows, layer.Columns));
        QuantizedBase quantized = QuantizedBaseOf(layer.Base, rank);
        using RentedMatrix target = new(layer.Rows, layer.Columns);
        layer.CopyTo(target.View);
        Blas1.AddScaled(-1, quantized.Error.Elements, target.Elements);
        LowRankFactors factors = LowRankFactors.Step(target.View, rank);
        return new LayerFit(
            rank * layer.Sides,
            $"r = {rank}",
            factors.Rest,
            () =>
            {
                Matrix<double> update = new(quantized.Error);
                factors.MultiplyInto(update, 1, 1);
                return update;
            }
        ) with
        {
            BaseErrors = quantized.Errors,
            BaseBitsPerWeight = quantized.BitsPerWeight,
        };
    }

    /// <summary>Q for a rank.</summary>
    internal abstract QuantizedBase QuantizedBaseOf(BaseWeight weight, int rank);

    /// <summary>Replaces numbers by what NF4 makes of them.</summary>
    /// <returns>Bits for each.</returns>
    private protected double Round(Span<double> numbers)
    {
        Nf4Tensor tensor = Nf4Tensor.Quantize<double>(numbers, blockSize);
        tensor.Dequantize(numbers);
        return tensor.BitsPerWeight;
    }

    /// <summary>
    /// Repeats Q = nf4(W₀ − L), L = SVD_r(W₀ − Q) from a given L, and keeps the Q with which the error was smallest.
    /// </summary>
    private protected QuantizedBase Iterate(BaseWeight weight, int rank, LowRankFactors? initial)
    {
        Matrix<double> w = weight.Weight;
        using RentedMatrix rounded = new(w.Rows, w.Columns);
        using RentedMatrix rest = new(w.Rows, w.Columns);
        Matrix<double> best = new(w.Rows, w.Columns); // Q − W₀
        List<double> errors = [];
        double bits = 0;
        LowRankFactors? lowRank = initial;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            w.View.CopyTo(rounded.View);
            lowRank?.MultiplyInto(rounded.View, -1, 1);
            bits = Round(rounded.Elements);
            w.View.CopyTo(rest.View);
            Blas1.AddScaled(-1, rounded.Elements, rest.Elements);
            lowRank = LowRankFactors.Step(rest.View, rank);
            errors.Add(lowRank.Rest);
            if (errors.Min() == lowRank.Rest)
            {
                rounded.View.CopyTo(best);
                Blas1.AddScaled(-1, w.Elements, best.Elements);
            }
        }
        return new(best, bits, errors);
    }
}
