namespace SpanLinalg.Lora;

/// <summary>AdaLoRA: ΔW ≈ P·Λ·Q with a rank for each layer, chosen under one budget for all.</summary>
/// <remarks>
/// In training the triplets are pruned by a smoothed importance; of a finished update the best choice is known. Each triplet
/// saves σ² and costs rows + columns + 1 parameters, so those that save most for each parameter are taken first, which is optimal where all
/// layers have one shape. Where they have not, the equal rank everywhere is tried too, and the better of both taken.
/// Of a large dense update the leading triplets are looked at, four times as many as an equal share would buy.
/// </remarks>
public sealed class AdaLoraMethod : IUpdateMethod
{
    private const int Lookahead = 4;

    /// <inheritdoc/>
    public string Name => "AdaLoRA";

    /// <inheritdoc/>
    public string Paper => "Zhang et al., Adaptive budget allocation for parameter-efficient fine-tuning, 2023";

    /// <inheritdoc/>
    public UpdateFamily Family => UpdateFamily.LowRank;

    /// <inheritdoc/>
    public bool QuantizesBase => false;

    /// <inheritdoc/>
    public long LeastParameters(IReadOnlyList<LayerUpdate> layers) => layers.Min(Cost);

    /// <inheritdoc/>
    public UpdateFit Fit(IReadOnlyList<LayerUpdate> layers, long budget)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, LeastParameters(layers));
        int equalRank = (int)Math.Min(budget / layers.Sum(Cost), layers.Max(layer => layer.MaxRank));
        LowRankFactors[] leading = new LowRankFactors[layers.Count];
        MethodComparison.InParallel(
            leading.Length,
            i => leading[i] = layers[i].Leading((int)Math.Min(Lookahead * (equalRank + 1L), budget / Cost(layers[i])))
        );

        int[] chosen = Allocate(layers, leading, budget);
        int[] equal = [.. leading.Select(factors => Math.Min(equalRank, factors.S.Length))];
        int[] ranks = Missed(leading, equal) < Missed(leading, chosen) ? equal : chosen;

        LayerFit[] fits =
        [
            .. layers.Select(
                (layer, i) =>
                    new LayerFit(
                        ranks[i] * Cost(layer),
                        $"r = {ranks[i]}",
                        leading[i].Tail(ranks[i]),
                        () => leading[i].Leading(ranks[i]).Product()
                    )
            ),
        ];
        string text = ranks.Min() == ranks.Max() ? $"r = {ranks[0]}" : $"r = {ranks.Min()} to {ranks.Max()}";
        return new(fits.Sum(fit => fit.Parameters), fits.Sum(fit => fit.Bytes), text, fits);
    }

    private static long Cost(LayerUpdate layer) => layer.Sides + 1;

    private static int[] Allocate(IReadOnlyList<LayerUpdate> layers, LowRankFactors[] leading, long budget)
    {
        int[] ranks = new int[layers.Count];
        PriorityQueue<int, double> next = new();
        void Offer(int layer)
        {
            if (ranks[layer] < leading[layer].S.Length)
            {
                double value = leading[layer].S[ranks[layer]];
                next.Enqueue(layer, -(value * value) / Cost(layers[layer]));
            }
        }
        for (int i = 0; i < ranks.Length; i++)
        {
            Offer(i);
        }
        while (next.TryDequeue(out int layer, out _))
        {
            // A layer whose next triplet is too dear is done; a smaller one may still fit.
            if (Cost(layers[layer]) <= budget)
            {
                budget -= Cost(layers[layer]);
                ranks[layer]++;
                Offer(layer);
            }
        }
        return ranks;
    }

    private static double Missed(LowRankFactors[] leading, int[] ranks) =>
        SpectralNorms.RootSumSquares(leading.Select((factors, i) => factors.Tail(ranks[i])));
}
