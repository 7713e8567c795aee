using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// Sums of products in about twice the precision of double: the naive loops that kernels are compared with.
/// </summary>
internal static class Reference
{
    /// <summary>A sum of products carried as a value and its error.</summary>
    /// <remarks>
    /// Ogita, Rump, Oishi: Accurate sum and dot product (SIAM J. Sci. Comput. 26, 2005), algorithm Dot2.
    /// </remarks>
    internal struct Sum
    {
        private double high;
        private double low;

        /// <summary>The sum of the products' magnitudes: what the rounding errors are proportional to.</summary>
        public double Magnitude { get; private set; }

        public readonly double Value => high + low;

        public void AddProduct(double x, double y)
        {
            double product = x * y;
            double productError = Math.FusedMultiplyAdd(x, y, -product);
            double sum = high + product;
            double rounded = sum - high;
            double sumError = (high - (sum - rounded)) + (product - rounded);
            high = sum;
            low += productError + sumError;
            Magnitude += Math.Abs(product);
        }
    }

    /// <summary>C = αAB + βC₀ holds element by element within (k + 4)·2u·(|α||A||B| + |β||C₀|).</summary>
    /// <remarks>
    /// The bound holds for any order of summation (Higham: Accuracy and stability of numerical algorithms, section
    /// 3.5). β = 0 does not read C₀.
    /// </remarks>
    public static void AssertProduct<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        ReadOnlyMatrixView<T> c0,
        ReadOnlyMatrixView<T> c,
        string context
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dense left = Dense.From(a);
        Dense right = Dense.From(b.Transposed);
        double factor = Format<T>.ToDouble(alpha);
        double factorOfC = Format<T>.ToDouble(beta);
        double relative = 2 * (a.Columns + 4) * Format<T>.Unit;
        double absolute = (a.Columns + 4) * Format<T>.Denormal;
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                Sum sum = default;
                ReadOnlySpan<double> x = left.Row(i);
                ReadOnlySpan<double> y = right.Row(j);
                for (int p = 0; p < x.Length; p++)
                {
                    sum.AddProduct(x[p], y[p]);
                }

                double old = T.IsZero(beta) ? 0 : factorOfC * Format<T>.ToDouble(c0[i, j]);
                double expected = (factor * sum.Value) + old;
                double bound = (relative * ((Math.Abs(factor) * sum.Magnitude) + Math.Abs(old))) + absolute;
                double error = Math.Abs(Format<T>.ToDouble(c[i, j]) - expected);
                if (!(error <= bound))
                {
                    Assert.Fail($"{context}: ({i}, {j}) is {c[i, j]}, should be {expected} within {bound}.");
                }
            }
        }
    }
}
