namespace SpanLinalg.Lora;

/// <summary>A mean with its 95 % confidence interval.</summary>
/// <param name="Value">The mean; NaN if a sample was no number.</param>
/// <param name="HalfWidth">The interval is the mean ± this; NaN for one sample, which has none.</param>
public readonly record struct Estimate(double Value, double HalfWidth)
{
    private const double Confidence = 0.95;

    /// <summary>The mean of independent samples, with Student's interval.</summary>
    internal static Estimate Of(ReadOnlySpan<double> samples)
    {
        double mean = 0;
        foreach (double sample in samples)
        {
            mean += sample / samples.Length;
        }
        double squares = 0;
        foreach (double sample in samples)
        {
            squares += (sample - mean) * (sample - mean);
        }
        int degrees = samples.Length - 1;
        double halfWidth =
            degrees == 0
                ? double.NaN
                : StudentT.Bound(Confidence, degrees) * Math.Sqrt(squares / degrees / samples.Length);
        return new(mean, halfWidth);
    }
}
