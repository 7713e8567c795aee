namespace SpanLinalg.Cli;

/// <summary>How far the results of two sides are apart.</summary>
internal static class Agreement
{
    /// <summary>
    /// The largest difference between elements, relative to the largest element; the worst over all arrays.
    /// </summary>
    public static double MaxRelativeDifference(IEnumerable<double[]> results, IEnumerable<double[]> expected) =>
        results.Zip(expected, MaxRelativeDifference).Max();

    /// <summary>What two backward stable computations of one problem may differ by, with room to spare.</summary>
    /// <param name="size">The problem.</param>
    /// <param name="epsilon">The distance from 1 to the next number of the type.</param>
    public static double Tolerance(ProblemSize size, double epsilon) =>
        50 * epsilon * Math.Max(Math.Max(size.M, size.N), size.K ?? 0);

    private static double MaxRelativeDifference(double[] result, double[] expected)
    {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            // A NaN on any side ends up in the maximum.
            difference = Math.Max(difference, Math.Abs(result[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }
        return difference == 0 ? 0 : difference / largest;
    }
}
