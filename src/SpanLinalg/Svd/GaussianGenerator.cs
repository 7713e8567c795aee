using System.Numerics;

namespace SpanLinalg;

/// <summary>Independent standard normal numbers, the same ones for the same seed.</summary>
/// <remarks>
/// <see cref="Random"/> promises no sequence from one version of .NET to the next, and is an object to allocate.
/// Uniform numbers: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014), a counter and a hash of it. Normal numbers: the polar method (G. Marsaglia, T. Bray, "A convenient method for
/// generating normal variables", SIAM Review 6(3), 1964), in double for either type.
/// </remarks>
internal struct GaussianGenerator(ulong seed)
{
    private ulong counter = seed;
    private double spare = double.NaN;

    /// <summary>The next number.</summary>
    public double Next()
    {
        if (!double.IsNaN(spare))
        {
            double second = spare;
            spare = double.NaN;
            return second;
        }

        // A point uniform in the unit disc: its direction and the square of its radius are independent.
        double x,
            y,
            squaredRadius;
        do
        {
            x = NextUniform();
            y = NextUniform();
            squaredRadius = (x * x) + (y * y);
        } while (squaredRadius is >= 1 or 0);

        double stretch = Math.Sqrt(-2 * Math.Log(squaredRadius) / squaredRadius);
        spare = y * stretch;
        return x * stretch;
    }

    /// <summary>Fills a matrix, column by column, whatever its place in memory.</summary>
    public void Fill<T>(MatrixView<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < matrix.Columns; j++)
        {
            VectorView<T> column = matrix.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = T.CreateTruncating(Next());
            }
        }
    }

    /// <summary>Uniform in [−1, 1), a multiple of 2⁻⁵².</summary>
    private double NextUniform()
    {
        counter += 0x9E3779B97F4A7C15; // 2⁶⁴ over the golden ratio, odd
        ulong hash = counter;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        return ((long)hash >> 11) * (1.0 / (1L << 52));
    }
}
