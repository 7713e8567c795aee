using System.Numerics;
using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

public sealed class DifferentialDoubleTests : DifferentialTests<double>;

public sealed class DifferentialSingleTests : DifferentialTests<float>;

/// <summary>The managed code and LAPACK come to the same results, as far as rounding lets them.</summary>
public abstract class DifferentialTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private sealed record Factors(Dense U, double[] S, Dense Vt)
    {
        public static Factors Of(LinearAlgebraProvider provider, GuardedMatrix<T> a, Layout layout)
        {
            int k = Math.Min(a.Rows, a.Columns);
            GuardedMatrix<T> u = new(a.Rows, k, layout);
            GuardedMatrix<T> s = GuardedSpan.Create<T>(k);
            GuardedMatrix<T> vt = new(k, a.Columns, layout);
            provider.Svd.Thin(a.ReadOnly, u.View, s.Span, vt.View);
            a.AssertUnchanged();
            return new(u.ToDense(), [.. s.ToDense().Row(0)], vt.ToDense());
        }
    }

    [NativeProperty(MaxTest = 150)]
    public void Singular_values_agree(MatrixCase matrix, Magnitude magnitude)
    {
        GuardedMatrix<T> a = matrix.Create<T>(magnitude);
        double[] managed = Values(SimdProvider.Default, a);
        double[] native = Values(Native.Provider, a);
        double tolerance = 50 * Format<T>.Spacing * Math.Max(a.Rows, a.Columns) * managed.FirstOrDefault();
        for (int i = 0; i < managed.Length; i++)
        {
            Assert.True(
                Math.Abs(managed[i] - native[i]) <= tolerance,
                $"value {i} is {managed[i]} and {native[i]}, at most {tolerance} apart is allowed"
            );
        }
    }

    [NativeProperty(MaxTest = 150)]
    public void Singular_vectors_agree_up_to_signs_and_rotations_inside_clusters(MatrixCase matrix, Magnitude magnitude)
    {
        GuardedMatrix<T> a = matrix.Create<T>(magnitude);
        Factors managed = Factors.Of(SimdProvider.Default, a, matrix.Layout);
        Factors native = Factors.Of(Native.Provider, a, Layout.RowMajor);
        double rounding = 50 * Format<T>.Spacing * Math.Max(a.Rows, a.Columns) * managed.S.FirstOrDefault();
        foreach ((int first, int last, double gap) in Clusters(managed.S, 20 * rounding))
        {
            // Σ u·vᵀ over a cluster does not change when both sides turn in the same way; Wedin: it moves by the error
            // over the gap.
            Dense difference = Product(managed, first, last) - Product(native, first, last);
            double tolerance = 2 * rounding / gap;
            Assert.True(
                difference.MaxNorm() <= tolerance,
                $"vectors {first} to {last} differ by {difference.MaxNorm()}, at most {tolerance} is allowed"
            );
        }
    }

    [NativeProperty]
    public void Triangular_factors_agree_up_to_signs(MatrixCase matrix)
    {
        // A tall matrix of full rank, which determines R up to the signs.
        matrix = matrix with
        {
            Rows = Math.Max(matrix.Rows, matrix.Columns),
            Spectrum = matrix.Spectrum == Spectrum.RankDeficient ? Spectrum.Geometric : matrix.Spectrum,
            Condition = Math.Min(matrix.Condition, 1e4),
        };
        Dense managed = Triangle(SimdProvider.Default, matrix);
        Dense native = Triangle(Native.Provider, matrix);
        double tolerance = 50 * Format<T>.Spacing * matrix.Rows * Math.Max(1, matrix.Condition);
        for (int i = 0; i < managed.Rows; i++)
        {
            // A row's sign is that of a number that may be as small as the rounding errors.
            int sign = managed[i, i] * native[i, i] < 0 ? -1 : 1;
            for (int j = i; j < managed.Columns; j++)
            {
                double difference = Math.Abs(managed[i, j] - (sign * native[i, j]));
                Assert.True(difference <= tolerance, $"R({i}, {j}) differs by {difference} > {tolerance}");
            }
        }
    }

    [NativeFact]
    public void Each_takes_the_reflectors_of_the_other()
    {
        int index = 0;
        foreach ((int m, int n) in new[] { (1, 1), (7, 4), (4, 7), (60, 50), (50, 60), (200, 70) })
        {
            LinearAlgebraProvider[] both = [SimdProvider.Default, Native.Provider];
            foreach (LinearAlgebraProvider factoring in both)
            {
                GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(m), m, n), Layouts.Cycle(index++));
                T[] tau = new T[Math.Min(m, n)];
                factoring.Qr.Factor(a.View, tau);
                a.Freeze();
                GuardedMatrix<T>[] q = [new(m, m), new(m, m)];
                GuardedMatrix<T>[] c = [new(Dense.Identity(m)), new(Dense.Identity(m), Layouts.Cycle(index))];
                for (int i = 0; i < 2; i++)
                {
                    both[i].Qr.FormQ(a.ReadOnly, tau, q[i].View);
                    both[i].Qr.ApplyQTransposed(QSide.Right, a.ReadOnly, tau, c[i].View);
                    a.AssertUnchanged();
                }
                double tolerance = 30 * m * Format<T>.Unit;
                Assert.True((q[0].ToDense() - q[1].ToDense()).MaxNorm() <= tolerance, $"{m}×{n}");
                Assert.True((c[0].ToDense() - c[1].ToDense()).MaxNorm() <= tolerance, $"{m}×{n}");
                Assert.True((c[0].ToDense().Transposed - q[0].ToDense()).MaxNorm() <= tolerance, $"{m}×{n}");
            }
        }
    }

    private static double[] Values(LinearAlgebraProvider provider, GuardedMatrix<T> a)
    {
        GuardedMatrix<T> s = GuardedSpan.Create<T>(Math.Min(a.Rows, a.Columns));
        provider.Svd.Values(a.ReadOnly, s.Span);
        s.AssertPaddingIntact();
        a.AssertUnchanged();
        return [.. s.ToDense().Row(0)];
    }

    private static Dense Triangle(LinearAlgebraProvider provider, MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        provider.Qr.Factor(a.View, new T[matrix.Columns]);
        a.AssertPaddingIntact();
        return a.ToDense().Slice(0, 0, matrix.Columns, matrix.Columns);
    }

    private static Dense Product(Factors factors, int first, int last) =>
        factors.U.Slice(0, first, factors.U.Rows, last - first + 1)
        * factors.Vt.Slice(first, 0, last - first + 1, factors.Vt.Columns);

    /// <summary>
    /// Runs of values with a gap of at least so much above and below them; those of zero are left out.
    /// </summary>
    private static IEnumerable<(int First, int Last, double Gap)> Clusters(double[] values, double least)
    {
        double above = double.PositiveInfinity;
        int first = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double below = values[i] - (i + 1 < values.Length ? values[i + 1] : 0);
            if (below > least)
            {
                yield return (first, i, Math.Min(above, below));
                (first, above) = (i + 1, below);
            }
        }
    }
}
