namespace SpanLinalg.Lora;

/// <summary>Fits y = c·rˢ.</summary>
internal static class PowerLaw
{
    /// <summary>s: the slope of the least-squares line through the points (ln r, ln y).</summary>
    /// <param name="ranks">At least two different ones.</param>
    /// <param name="values">As many, above zero; otherwise the slope is NaN.</param>
    public static double Exponent(IReadOnlyList<int> ranks, ReadOnlySpan<double> values)
    {
        double meanX = ranks.Average(rank => Math.Log(rank));
        double products = 0;
        double squares = 0;
        for (int i = 0; i < ranks.Count; i++)
        {
            if (!(values[i] > 0 && double.IsFinite(values[i])))
            {
                return double.NaN;
            }
            double x = Math.Log(ranks[i]) - meanX;
            products += x * Math.Log(values[i]);
            squares += x * x;
        }
        return products / squares;
    }

    /// <summary>
    /// The slope for each seed, then their mean: what the seeds share, as inputs and rows of A, does not narrow the
    /// interval.
    /// </summary>
    /// <param name="ranks">At least two different ones.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="valueOf">The value of a seed at a rank, both by index.</param>
    public static Estimate Exponent(IReadOnlyList<int> ranks, int seeds, Func<int, int, double> valueOf)
    {
        double[] slopes = new double[seeds];
        double[] values = new double[ranks.Count];
        for (int seed = 0; seed < seeds; seed++)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = valueOf(seed, i);
            }
            slopes[seed] = Exponent(ranks, values);
        }
        return Estimate.Of(slopes);
    }
}
