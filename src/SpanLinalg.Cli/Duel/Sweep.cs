namespace SpanLinalg.Cli;

/// <summary>
/// A random draw of problems, the same for the same seed: it finds the cliffs between the sizes that everybody looks
/// at.
/// </summary>
internal static class Sweep
{
    /// <summary>The logarithm to base 2 of the largest dimension, give or take one.</summary>
    private const int LargestExponent = 10;

    /// <summary>
    /// Flops of the largest problem: two hundred problems take a few minutes, most of them to warm up.
    /// </summary>
    private const double MostFlops = 1 << 29;

    /// <summary>
    /// Bytes from one row to the next of which a multiple leads to the same sets of a first-level cache.
    /// </summary>
    private const int PageBytes = 4096;

    /// <summary>Draws problems whose dimensions are uniform in their logarithm.</summary>
    /// <param name="operation">A product.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <remarks>
    /// A quarter of the dimensions are primes and a quarter powers of two, one more, or one less. Each factor is stored
    /// either way. The leading dimensions of a quarter of the problems are multiples of a page.
    /// </remarks>
    public static Problem[] Draw(string operation, int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(operation, random))];
    }

    private static Problem Draw(string operation, Random random)
    {
        ProblemSize size;
        do
        {
            size = new(
                Dimension(random),
                Dimension(random),
                Operation.HasThirdNumber(operation) ? Dimension(random) : null
            );
        } while (2.0 * size.M * size.N * (size.K ?? 1) > MostFlops);

        char[] layout = new char[Operation.Factors(operation)];
        for (int factor = 0; factor < layout.Length; factor++)
        {
            layout[factor] = random.Next(2) == 0 ? Problem.Rows : Problem.Columns;
        }
        return new(size) { Layout = new(layout), LeadingBytes = random.Next(4) == 0 ? PageBytes : null };
    }

    private static int Dimension(Random random)
    {
        double exponent = LargestExponent * random.NextDouble();
        int dimension = (int)Math.Round(Math.Pow(2, exponent));
        return random.Next(4) switch
        {
            0 => PrimeUpTo(dimension),
            1 => Math.Max((1 << (int)Math.Round(exponent)) + random.Next(-1, 2), 1),
            _ => dimension,
        };
    }

    /// <summary>The largest prime that is no larger than a number, which is 2 if there is none.</summary>
    private static int PrimeUpTo(int number)
    {
        int prime = Math.Max(number, 2);
        while (Enumerable.Range(2, (int)Math.Sqrt(prime)).Any(divisor => divisor < prime && prime % divisor == 0))
        {
            prime--;
        }
        return prime;
    }
}
