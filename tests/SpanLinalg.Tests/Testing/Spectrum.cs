namespace SpanLinalg.Tests;

/// <summary>
/// The distributions of singular values that LAPACK's test matrices have, largest first, the largest 1.
/// </summary>
public enum Spectrum
{
    /// <summary>1 down to 1/κ in equal steps.</summary>
    Even,

    /// <summary>1 down to 1/κ by equal factors.</summary>
    Geometric,

    /// <summary>One value 1, the others 1/κ.</summary>
    ClusteredAtBottom,

    /// <summary>All values 1 but the last, 1/κ.</summary>
    ClusteredAtTop,

    /// <summary>The first half 1 down to 1/κ by equal factors, the rest exactly 0.</summary>
    RankDeficient,
}

internal static class Spectra
{
    public static readonly Spectrum[] All = Enum.GetValues<Spectrum>();

    public static double[] Values(this Spectrum spectrum, int count, double condition)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double fraction = count == 1 ? 0 : i / (double)(count - 1);
            values[i] = spectrum switch
            {
                Spectrum.Even => 1 - (fraction * (1 - (1 / condition))),
                Spectrum.Geometric => Math.Pow(condition, -fraction),
                Spectrum.ClusteredAtBottom => i == 0 ? 1 : 1 / condition,
                Spectrum.ClusteredAtTop => i == count - 1 && i > 0 ? 1 / condition : 1,
                Spectrum.RankDeficient => i < (count + 1) / 2 ? Math.Pow(condition, -2 * fraction) : 0,
                _ => throw new ArgumentOutOfRangeException(nameof(spectrum)),
            };
        }
        return values;
    }
}
