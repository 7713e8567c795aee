namespace SpanLinalg.Lora;

/// <summary>AdaLoRA: ΔW ≈ P·Λ·Q with a rank for each layer, chosen under one budget for all.</summary>
/// <remarks>
/// In training the triplets are pruned by a smoothed importance; of a finished update the best choice is known. Each
/// triplet saves σ² and costs rows + columns + 1 parameters, so those that save most for each parameter are taken
/// first, which is optimal where all layers have one shape. Where they have not, the equal rank everywhere is tried
/// too, and the better of both taken.
/// </remarks>
public sealed class AdaLoraMethod : IUpdateMethod
{
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
        LowRankFactors[] triplets = new LowRankFactors[layers.Count];
        ParallelLoop.Run(triplets.Length, i => triplets[i] = layers[i].Triplets);

        int[] chosen = Allocate(layers, triplets, budget);
        int[] equal = [.. triplets.Select(factors => Math.Min(equalRank, factors.S.Length))];
        int[] ranks = Missed(triplets, equal) < Missed(triplets, chosen) ? equal : chosen;

        LayerFit[] fits =
        [
            .. layers.Select(
                (layer, i) =>
                    new LayerFit(
                        ranks[i] * Cost(layer),
                        $"r = {ranks[i]}",
                        triplets[i].Tail(ranks[i]),
                        () => triplets[i].Leading(ranks[i]).Product()
                    )
            ),
        ];
        string text = ranks.Min() == ranks.Max() ? $"r = {ranks[0]}" : $"r = {ranks.Min()} to {ranks.Max()}";
        return new(fits.Sum(fit => fit.Parameters), fits.Sum(fit => fit.Bytes), text, fits);
    }

    private static long Cost(LayerUpdate layer) => layer.Sides + 1;

    private static int[] Allocate(IReadOnlyList<LayerUpdate> layers, LowRankFactors[] triplets, long budget)
    {
        int[] ranks = new int[layers.Count];
        PriorityQueue<int, double> next = new();
        void Offer(int layer)
        {
            if (ranks[layer] < triplets[layer].S.Length)
            {
                double value = triplets[layer].S[ranks[layer]];
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

    private static double Missed(LowRankFactors[] triplets, int[] ranks) =>
        SpectralNorms.RootSumSquares(triplets.Select((factors, i) => factors.Tail(ranks[i])));
}
