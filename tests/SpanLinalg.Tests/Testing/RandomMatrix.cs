namespace SpanLinalg.Tests;

/// <summary>
/// Random matrices, built without the library: orthogonal factors are products of Householder reflections.
/// </summary>
internal static class RandomMatrix
{
    // A few dozen dense reflections mix a large matrix thoroughly; as many as it has rows would cost too much.
    private const int MaximalReflections = 32;

    /// <summary>Elements uniform in (−1, 1).</summary>
    public static Dense Uniform(Random random, int rows, int columns) =>
        Dense.Build(rows, columns, (_, _) => (2 * random.NextDouble()) - 1);

    /// <summary>U·diag(singularValues)·Vᵀ with random orthogonal U and V.</summary>
    public static Dense WithSingularValues(Random random, int rows, int columns, ReadOnlySpan<double> singularValues)
    {
        Dense result = Dense.Diagonal(rows, columns, singularValues);
        MultiplyByOrthogonal(random, result);
        Dense transposed = result.Transposed;
        MultiplyByOrthogonal(random, transposed);
        return transposed.Transposed;
    }

    /// <summary>A random orthogonal n × n matrix.</summary>
    public static Dense Orthogonal(Random random, int n)
    {
        Dense result = Dense.Identity(n);
        MultiplyByOrthogonal(random, result);
        return result;
    }

    /// <summary>A ← QA with Q = H₁H₂…, each H = I − 2vvᵀ/vᵀv with a random v.</summary>
    private static void MultiplyByOrthogonal(Random random, Dense a)
    {
        double[] v = new double[a.Rows];
        double[] product = new double[a.Columns];
        for (int reflection = 0; reflection < Math.Min(a.Rows, MaximalReflections); reflection++)
        {
            double norm = 0;
            for (int i = 0; i < v.Length; i++)
            {
                v[i] = (2 * random.NextDouble()) - 1;
                norm += v[i] * v[i];
            }

            Array.Clear(product);
            for (int i = 0; i < v.Length; i++)
            {
                Add(v[i] * 2 / norm, a.Row(i), product);
            }
            for (int i = 0; i < v.Length; i++)
            {
                Add(-v[i], product, a.Row(i));
            }
        }
    }

    private static void Add(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < y.Length && i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
