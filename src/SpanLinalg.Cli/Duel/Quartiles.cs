namespace SpanLinalg.Cli;

/// <summary>Samples in five numbers, of which four are needed here.</summary>
internal readonly record struct Quartiles(double Least, double Lower, double Median, double Upper)
{
    /// <summary>Quantiles with linear interpolation between neighbours, as NumPy has them.</summary>
    /// <param name="samples">At least one.</param>
    public static Quartiles Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new(sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
