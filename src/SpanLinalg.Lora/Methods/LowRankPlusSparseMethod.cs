namespace SpanLinalg.Lora;

/// <summary>Low rank plus sparse: ΔW ≈ L + S, L of rank r and S with k entries.</summary>
/// <remarks>
/// Alternating projections (T. Zhou and D. Tao, GoDec, 2011): the best L for what S leaves is a truncated SVD, the best
/// S for what L leaves are its largest entries. Each step is a projection, so none raises the error; it may end in a
/// local minimum, and is started from either side. The budget is split between r and k in several ways, pure LoRA and
/// pure sparsity among them, and the best split is taken.
/// </remarks>
public sealed class LowRankPlusSparseMethod()
    : LayerwiseMethod(
        "low-rank + sparse",
        "Nikdan et al., RoSA: Accurate parameter-efficient fine-tuning via robust adaptation, 2024"
    )
{
    private const int AllSplitsUpToRank = 4;
    private const int MostSweeps = 40;
    private const double Stagnation = 1e-3;
    private const int QuickSweeps = 3;

    /// <summary>
    /// A split of a large update that begins with this much more error than the best so far will not make it up.
    /// </summary>
    private const double Hopeless = 1.1;
    private const double Rounding = 1e-12;

    /// <summary>
    /// Up to so many entries a fit starts from both sides and tries more splits; above, it has to be quick.
    /// </summary>
    private const int SmallUpdate = 1 << 16;

    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.LowRankPlusSparse;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Sides + 1;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        bool small = layer.Entries <= SmallUpdate;
        int mostRank = LoraMethod.RankFor(layer, budget);
        using RentedMatrix rented = new(layer.Rows, layer.Columns);
        MatrixView<double> update = rented.View;
        layer.CopyTo(update);
        LowRankFactors leading = layer.Triplets.Leading(mostRank);
        long left =
            leading.Rest <= Rounding * layer.Norm ? 0 : Math.Min(budget - (mostRank * layer.Sides), layer.Entries);
        Parts best = Alternate(update, leading, left, double.PositiveInfinity, small);
        foreach (int rank in Splits(mostRank, small))
        {
            if (best.Error <= Rounding * layer.Norm)
            {
                break;
            }
            long entries = Math.Min(budget - (rank * layer.Sides), layer.Entries);
            double limit = small ? double.PositiveInfinity : Hopeless * best.Error;
            best = Better(best, Alternate(update, layer.Triplets.Leading(rank), entries, limit, small));
            if (small && rank > 0)
            {
                best = Better(best, Alternate(update, WithoutLargest(update, rank, entries), entries, limit, small));
            }
        }
        return new LayerFit(
            (best.Rank * layer.Sides) + best.Entries,
            $"r = {best.Rank}, k = {best.Entries}",
            best.Error,
            () => Reconstruct(layer.ToMatrix(), best)
        ) with
        {
            Bytes =
                (LayerFit.BytesPerParameter * best.Rank * layer.Sides)
                + ((LayerFit.BytesPerParameter + LayerFit.BytesPerIndex) * best.Entries),
        };
    }

    /// <summary>The ranks tried below the largest; zero is pure sparsity.</summary>
    private static IEnumerable<int> Splits(int mostRank, bool small)
    {
        int[] ranks = small
            ?
            [
                .. Enumerable.Range(0, AllSplitsUpToRank + 1),
                mostRank / 4,
                mostRank / 2,
                3 * mostRank / 4,
                mostRank - 1,
            ]
            : [0, mostRank - 1];
        return ranks.Where(rank => rank >= 0 && rank < mostRank).Distinct().OrderDescending();
    }

    private static Parts Better(Parts a, Parts b) => b.Error < a.Error ? b : a;

    /// <summary>The start from the other side: the best L for what ΔW is without its largest entries.</summary>
    private static LowRankFactors WithoutLargest(ReadOnlyMatrixView<double> update, int rank, long entries)
    {
        using RentedMatrix largest = new(update.Rows, update.Columns);
        using RentedMatrix rest = new(update.Rows, update.Columns);
        update.CopyTo(largest.View);
        LargestEntries.Keep(largest.Elements, entries);
        update.CopyTo(rest.View);
        Blas1.AddScaled(-1, largest.Elements, rest.Elements);
        return LowRankFactors.Step(rest.View, rank);
    }

    /// <summary>Alternates from a given L, as long as it gains and the error is within a limit.</summary>
    private static Parts Alternate(
        ReadOnlyMatrixView<double> update,
        LowRankFactors lowRank,
        long entries,
        double limit,
        bool small
    )
    {
        using RentedMatrix work = new(update.Rows, update.Columns);
        using RentedMatrix rest = new(update.Rows, update.Columns);
        int rank = lowRank.S.Length;
        Parts best = new(rank, entries, lowRank, lowRank.Rest);
        for (int sweep = 0; sweep < (small ? MostSweeps : QuickSweeps); sweep++)
        {
            update.CopyTo(work.View);
            lowRank.MultiplyInto(work.View, -1, 1);
            double error = LargestEntries.Keep(work.Elements, entries); // S
            double improvement = sweep == 0 ? double.PositiveInfinity : best.Error - error;
            if (improvement > 0)
            {
                best = new(rank, entries, lowRank, error);
            }
            if (improvement <= Stagnation * error || error > limit || entries == 0 || rank == 0)
            {
                break;
            }
            update.CopyTo(rest.View);
            Blas1.AddScaled(-1, work.Elements, rest.Elements);
            lowRank = LowRankFactors.Step(rest.View, rank);
        }
        return best;
    }

    private static Matrix<double> Reconstruct(Matrix<double> update, Parts parts)
    {
        Matrix<double> sparse = new(update);
        parts.LowRank.MultiplyInto(sparse, -1, 1);
        LargestEntries.Keep(sparse.Elements, parts.Entries);
        parts.LowRank.MultiplyInto(sparse, 1, 1);
        return sparse;
    }

    private sealed record Parts(int Rank, long Entries, LowRankFactors LowRank, double Error);
}
