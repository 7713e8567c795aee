using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdDegenerateDoubleTests : SvdDegenerateTests<double>;

public sealed class SvdDegenerateSingleTests : SvdDegenerateTests<float>;

/// <summary>Matrices that are nearly nothing, nearly too large, graded, or full of equal elements and zeros.</summary>
public abstract class SvdDegenerateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Denormal_elements()
    {
        foreach ((int m, int n) in new[] { (1, 1), (2, 2), (20, 20), (40, 9), (9, 40) })
        {
            // The ratio has a denormal's absolute error in it; a million of them leave twenty bits.
            Dense values = 1e6 * Format<T>.Denormal * RandomMatrix.Uniform(new Random(m), m, n);
            GuardedMatrix<T> a = new(values, Layout.PaddedRows);
            GuardedSvd<T> svd = GuardedSvd<T>.Thin(a, Layout.RowMajor, $"{m}×{n}");
            double[] scaled = GuardedSvd<T>.Values(new(1 / Format<T>.SafeMinimum * a.ToDense()));
            for (int i = 0; i < scaled.Length; i++)
            {
                double expected = scaled[i] * Format<T>.SafeMinimum;
                Assert.True(
                    Math.Abs(svd.S[i] - expected)
                        <= (100 * Format<T>.Spacing * scaled[0] * Format<T>.SafeMinimum) + Format<T>.Denormal,
                    $"{m}×{n}: value {i} is {svd.S[i]}, should be {expected}"
                );
            }
            double ratio = Ratios.Orthogonality(svd.U, m, Format<T>.Spacing);
            Ratios.AssertBelow(Ratios.SvdThreshold, ratio, "‖I − UᵀU‖", $"{m}×{n}");
        }
    }

    [Fact]
    public void The_smallest_number_and_the_largest()
    {
        foreach (
            double value in new[] { Format<T>.Denormal, Format<T>.SafeMinimum, Format<T>.Largest, -Format<T>.Largest }
        )
        {
            GuardedMatrix<T> a = new(Dense.Build(1, 1, (_, _) => value));
            GuardedSvd<T> svd = GuardedSvd<T>.Thin(a, Layout.RowMajor);
            Assert.Equal(Math.Abs(value), svd.S[0]);
            Assert.Equal(Math.Sign(value), svd.U[0, 0] * svd.Vt[0, 0]);

            GuardedMatrix<T> diagonal = new(Dense.Diagonal(3, 3, [value, 0, value]));
            svd = GuardedSvd<T>.Thin(diagonal, Layout.RowMajor);
            Assert.Equal([Math.Abs(value), Math.Abs(value), 0], svd.S);
        }
    }

    [Fact]
    public void Zeros_with_a_sign_give_zeros_without_one()
    {
        foreach ((int m, int n) in new[] { (1, 1), (3, 3), (9, 2), (2, 9) })
        {
            GuardedMatrix<T> a = new(Dense.Build(m, n, (_, _) => -0.0));
            GuardedSvd<T>.Thin(a, Layout.RowMajor).AssertAccepted($"{m}×{n}");
            GuardedSvd<T>.AssertOrdered(GuardedSvd<T>.Values(a), $"{m}×{n}");
        }
    }

    [Fact]
    public void Equal_elements_have_rank_one()
    {
        foreach ((int m, int n) in new[] { (2, 2), (5, 3), (3, 5), (40, 40), (100, 7), (7, 100) })
        {
            GuardedMatrix<T> a = new(Dense.Build(m, n, (_, _) => 3));
            GuardedSvd<T> svd = GuardedSvd<T>.Thin(a, Layout.ColumnMajor);
            svd.AssertAccepted($"{m}×{n}");
            double norm = 3 * Math.Sqrt(m * n);
            Assert.True(Math.Abs(svd.S[0] - norm) <= 20 * norm * Format<T>.Spacing, $"{m}×{n}: {svd.S[0]}");
            Assert.True(svd.S[1] <= 20 * norm * Format<T>.Spacing, $"{m}×{n}: {svd.S[1]}");
        }
    }

    [Fact]
    public void Zero_rows_and_columns_in_every_place()
    {
        // Whole blocks of exact zeros are where other libraries are known to fail.
        foreach ((int m, int n) in new[] { (6, 6), (40, 40), (70, 40), (40, 70) })
        {
            Dense values = RandomMatrix.Uniform(new Random(1), m, n);
            foreach (
                Func<int, int, bool> zero in new Func<int, int, bool>[]
                {
                    (i, _) => i < m / 3,
                    (i, _) => i > m / 2,
                    (_, j) => j < n / 3,
                    (_, j) => j > n / 2,
                    (i, j) => i % 2 == 0 || j % 2 == 1,
                    (i, j) => i < m / 2 && j < n / 2,
                    (i, j) => (i < m / 2) == (j < n / 2),
                    (i, j) => i > j,
                    (i, j) => i <= j,
                    (i, j) => i != m / 2 && j != n / 2,
                }
            )
            {
                GuardedMatrix<T> a = new(Dense.Build(m, n, (i, j) => zero(i, j) ? 0 : values[i, j]));
                GuardedSvd<T>.Thin(a, Layout.RowMajor).AssertAccepted($"{m}×{n}");
                GuardedSvd<T>.Full(a, Layout.RowMajor).AssertAccepted($"{m}×{n}");
            }
        }
    }

    [Fact]
    public void Graded_matrices()
    {
        foreach (double factor in new[] { 0.1, 10.0 })
        {
            foreach ((int m, int n) in new[] { (10, 10), (25, 10), (10, 25) })
            {
                Dense uniform = RandomMatrix.Uniform(new Random(3), m, n);
                foreach (bool byRows in new[] { true, false })
                {
                    Dense graded = Dense.Build(m, n, (i, j) => uniform[i, j] * Math.Pow(factor, byRows ? i : j));
                    GuardedSvd<T>.Thin(new(graded), Layout.RowMajor).AssertAccepted($"{m}×{n} {factor} {byRows}");
                }
            }
        }
    }

    [Fact]
    public void Hilbert_and_Vandermonde_matrices()
    {
        for (int n = 1; n <= 20; n++)
        {
            Dense hilbert = Dense.Build(n, n, (i, j) => 1.0 / (i + j + 1));
            GuardedSvd<T>.Thin(new(hilbert), Layout.RowMajor).AssertAccepted($"Hilbert {n}");
            Dense vandermonde = Dense.Build(n, n, (i, j) => Math.Pow((i + 1.0) / n, j));
            GuardedSvd<T>.Thin(new(vandermonde), Layout.RowMajor).AssertAccepted($"Vandermonde {n}");
        }
    }

    [Fact]
    public void Orthogonal_matrices_have_nothing_but_ones()
    {
        foreach (int n in new[] { 1, 2, 3, 17, 64, 100 })
        {
            GuardedMatrix<T> q = new(RandomMatrix.Orthogonal(new Random(n), n));
            GuardedSvd<T> svd = GuardedSvd<T>.Thin(q, Layout.RowMajor);
            svd.AssertAccepted($"orthogonal {n}");
            Assert.All(svd.S, value => Assert.True(Math.Abs(value - 1) <= 20 * n * Format<T>.Spacing, $"{value}"));

            // Permutations are orthogonal without any rounding.
            GuardedMatrix<T> permutation = new(Dense.Build(n, n, (i, j) => (i + (n / 3) + 1) % n == j ? 1 : 0));
            svd = GuardedSvd<T>.Thin(permutation, Layout.RowMajor);
            svd.AssertAccepted($"permutation {n}");
            Assert.All(svd.S, value => Assert.True(Math.Abs(value - 1) <= 20 * Format<T>.Spacing, $"{value}"));
        }
    }
}
