namespace SpanLinalg.Lora;

/// <summary>What the singular values of an update say about its kind, and so about the rank it wants.</summary>
public enum UpdateVerdict
{
    /// <summary>
    /// ΔW is zero: a factor is (B still has its initial zeros), or the scale is (<c>lora_alpha</c> is 0).
    /// </summary>
    NoUpdate,

    /// <summary>A few directions carry it, and it died out inside its rank: a smaller rank would have done.</summary>
    StyleLike,

    /// <summary>Neither can be told from the singular values.</summary>
    InBetween,

    /// <summary>
    /// It is spread over many directions, and where the rank ended it had not died out: a larger rank would hold more.
    /// </summary>
    FactsLike,
}

/// <summary>The rule behind <see cref="UpdateVerdict"/>.</summary>
/// <remarks>
/// <para>
/// With q = min(nominal rank, rows, columns) singular values σ₁ ≥ … ≥ σ_q, and k90 the smallest number of them that
/// holds 90 % of the energy Σσ²:
/// </para>
/// <list type="number">
/// <item><description>σ₁ = 0: no update.</description></item>
/// <item><description>q = 1: in between; one direction cannot tell.</description></item>
/// <item><description>
/// σ_q ≥ σ₁/2: facts-like. The spectrum is still flat at its end, so it was the rank that ended it and not the update.
/// </description></item>
/// <item><description>
/// min(rows, columns) ≥ 8 and k90 > min(rows, columns)/4: facts-like. It takes a good part of the layer's full rank,
/// however it ends. A layer of a smaller side, as a classifier's head, has so few directions that a quarter of them is
/// one or less, and every update would take that.
/// </description></item>
/// <item><description>
/// σ_q ≤ σ₁/5 or k90 ≤ q/2: style-like. It died out, or half of its rank carries it.
/// </description></item>
/// <item><description>Otherwise: in between.</description></item>
/// </list>
/// <para>
/// The thresholds are those that tell the two updates of <see cref="LoraStudy"/> apart at every rank from 4 to the full
/// one. The rule judges one layer's update after training; whether the training wanted more is for the training to say.
/// </para>
/// </remarks>
public static class VerdictRule
{
    private const double FlatEnd = 1.0 / 2;
    private const double DiedOut = 1.0 / 5;
    private const double GoodPartOfFullRank = 1.0 / 4;
    private const double HalfOfRank = 1.0 / 2;
    private const int SmallestTellingSide = 8;

    /// <summary>Judges a spectrum.</summary>
    /// <param name="singularValues">All q of them, descending.</param>
    /// <param name="rows">Rows of ΔW.</param>
    /// <param name="columns">Columns of ΔW.</param>
    public static UpdateVerdict Judge(ReadOnlySpan<double> singularValues, int rows, int columns)
    {
        int q = singularValues.Length;
        if (q == 0 || singularValues[0] == 0)
        {
            return UpdateVerdict.NoUpdate;
        }
        if (q == 1)
        {
            return UpdateVerdict.InBetween;
        }

        double end = singularValues[^1] / singularValues[0];
        int k90 = SpectralNorms.RankHolding(singularValues, 0.90);
        int fullRank = Math.Min(rows, columns);
        bool takesGoodPart = fullRank >= SmallestTellingSide && k90 > GoodPartOfFullRank * fullRank;
        if (end >= FlatEnd || takesGoodPart)
        {
            return UpdateVerdict.FactsLike;
        }
        return end <= DiedOut || k90 <= HalfOfRank * q ? UpdateVerdict.StyleLike : UpdateVerdict.InBetween;
    }

    /// <summary>
    /// The verdict of more than half of the layers that have an update; in between if no verdict has so many, and no
    /// update if no layer has one.
    /// </summary>
    /// <param name="layers">The verdicts of the layers.</param>
    public static UpdateVerdict Majority(IEnumerable<UpdateVerdict> layers)
    {
        UpdateVerdict[] updates = [.. layers.Where(verdict => verdict != UpdateVerdict.NoUpdate)];
        if (updates.Length == 0)
        {
            return UpdateVerdict.NoUpdate;
        }

        (UpdateVerdict verdict, int count) = updates.CountBy(verdict => verdict).MaxBy(entry => entry.Value);
        return 2 * count > updates.Length ? verdict : UpdateVerdict.InBetween;
    }
}
