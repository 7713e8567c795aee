namespace SpanLinalg.Lora;

/// <summary>Norms from singular values, by sums that neither overflow nor lose the small ones to underflow.</summary>
internal static class SpectralNorms
{
    /// <summary>Below this part of a norm, rounding has taken the digits of a <see cref="Remainder"/>.</summary>
    public const double LeastRemainder = 1e-5;

    /// <summary>√Σσ², the Frobenius norm of the part of a matrix that these singular values belong to.</summary>
    /// <param name="descending">Singular values, the largest first; may be empty.</param>
    public static double Frobenius(ReadOnlySpan<double> descending)
    {
        if (descending.IsEmpty || descending[0] == 0)
        {
            return 0;
        }

        double largest = descending[0];
        double sum = 0;
        foreach (double value in descending)
        {
            double ratio = value / largest;
            sum += ratio * ratio;
        }
        return largest * Math.Sqrt(sum);
    }

    /// <summary>√Σx², of numbers in any order.</summary>
    /// <param name="values">The numbers, each zero or more.</param>
    public static double RootSumSquares(IEnumerable<double> values) => Frobenius([.. values.OrderDescending()]);

    /// <summary>√(‖A‖² − ‖P‖²): what an orthogonal projection P leaves of A, by Pythagoras.</summary>
    /// <param name="norm">‖A‖_F.</param>
    /// <param name="kept">‖P‖_F.</param>
    public static double Remainder(double norm, double kept) => Math.Sqrt(Math.Max(0, (norm - kept) * (norm + kept)));

    /// <summary>The smallest k whose leading values hold a share of Σσ²; 0 if all values are zero.</summary>
    /// <param name="descending">Singular values, the largest first.</param>
    /// <param name="share">Between 0 and 1.</param>
    public static int RankHolding(ReadOnlySpan<double> descending, double share)
    {
        if (descending.IsEmpty || descending[0] == 0)
        {
            return 0;
        }

        double largest = descending[0];
        double stableRank = StableRank(descending);
        double held = 0;
        for (int k = 0; k < descending.Length; k++)
        {
            double ratio = descending[k] / largest;
            held += ratio * ratio;
            if (held >= share * stableRank)
            {
                return k + 1;
            }
        }
        return descending.Length;
    }

    /// <summary>‖·‖_F²/‖·‖₂², which is Σ(σ/σ₁)²; 0 if all values are zero.</summary>
    /// <param name="descending">Singular values, the largest first.</param>
    public static double StableRank(ReadOnlySpan<double> descending)
    {
        if (descending.IsEmpty || descending[0] == 0)
        {
            return 0;
        }

        double norm = Frobenius(descending) / descending[0];
        return norm * norm;
    }

    /// <summary>exp of the entropy of σᵢ/Σσ (Roy and Vetterli, 2007); 0 if all values are zero.</summary>
    /// <param name="descending">Singular values, the largest first.</param>
    public static double EffectiveRank(ReadOnlySpan<double> descending)
    {
        if (descending.IsEmpty || descending[0] == 0)
        {
            return 0;
        }

        double largest = descending[0];
        double sum = 0;
        foreach (double value in descending)
        {
            sum += value / largest;
        }

        double entropy = 0;
        foreach (double value in descending)
        {
            double share = value / largest / sum;
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }
        return Math.Exp(entropy);
    }
}
