using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class QrConventionDoubleTests : QrConventionTests<double, ProviderUnderTest>;

public sealed class QrConventionSingleTests : QrConventionTests<float, ProviderUnderTest>;

/// <summary>The factors are LAPACK's, sign for sign, so that they can be exchanged with it.</summary>
public abstract class QrConventionTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static QrOperations Qr => TProvider.Provider.Qr;

    [Fact]
    public void The_first_reflector_is_beta_tau_and_v_of_larfg()
    {
        foreach (double sign in new[] { 1, -1 })
        {
            // α = ±3, ‖(3, 4)‖ = 5: β = ∓5, τ = (β − α)/β = 1.6, v₂ = 4/(α − β) = ±0.5.
            GuardedQr<T, TProvider> qr = new(Column(sign * 3, 4), Layout.RowMajor, "");
            AssertClose(-sign * 5, qr.Factors[0, 0]);
            AssertClose(1.6, qr.Tau.Span[0]);
            AssertClose(sign * 0.5, qr.Factors[1, 0]);
        }
    }

    [Fact]
    public void Reflectors_of_the_smallest_and_of_the_largest_numbers()
    {
        foreach (double unit in new[] { Format<T>.Denormal, Format<T>.SafeMinimum, Format<T>.Largest / 8 })
        {
            GuardedQr<T, TProvider> qr = new(Column(3 * unit, 4 * unit), Layout.RowMajor, $"{unit}");
            AssertClose(-5 * unit, qr.Factors[0, 0]);
            AssertClose(1.6, qr.Tau.Span[0]);
            AssertClose(0.5, qr.Factors[1, 0]);
        }
    }

    [Fact]
    public void A_reflector_whose_element_and_norm_have_no_sum_in_the_format()
    {
        // The norm, 0.85 of the largest number, can be represented; the sum of it and of the first element cannot.
        double large = 0.6 * Format<T>.Largest;
        GuardedQr<T, TProvider> largest = new(Column(large, large), Layout.RowMajor, "largest");
        AssertClose(-Math.Sqrt(2) * large, largest.Factors[0, 0]);
        AssertClose(1 + Math.Sqrt(0.5), largest.Tau.Span[0]);
        AssertClose(Math.Sqrt(2) - 1, largest.Factors[1, 0]);
    }

    [Fact]
    public void A_column_that_is_zero_below_the_diagonal_is_left_alone()
    {
        foreach (double alpha in new[] { 2.0, -2.0, 0.0 })
        {
            GuardedQr<T, TProvider> qr = new(Column(alpha, 0), Layout.RowMajor, "");
            Assert.Equal(Format<T>.From(alpha), qr.Factors[0, 0]);
            Assert.Equal(T.Zero, qr.Factors[1, 0]);
            Assert.Equal(T.Zero, qr.Tau.Span[0]);
        }
    }

    [Fact]
    public void A_zero_above_others_takes_the_negative_norm()
    {
        // Fortran's SIGN(norm, 0) is positive, so β = −norm.
        GuardedQr<T, TProvider> qr = new(Column(0, 7), Layout.RowMajor, "");
        AssertClose(-7, qr.Factors[0, 0]);
        AssertClose(1, qr.Tau.Span[0]);
        AssertClose(1, qr.Factors[1, 0]);
    }

    [Fact]
    public void A_single_row_is_its_own_R()
    {
        Dense row = RandomMatrix.Uniform(new Random(1), 1, 9);
        GuardedQr<T, TProvider> qr = new(row, Layout.RowMajor, "");
        Assert.Equal(0, (qr.R - qr.A).MaxNorm());
        Assert.Equal(T.Zero, qr.Tau.Span[0]);
    }

    [Property]
    public void Tau_is_zero_or_from_one_to_two_and_v_is_at_most_one(MatrixCase matrix)
    {
        GuardedQr<T, TProvider> qr = new(matrix.Values(), matrix.Layout, "");
        double rounding = 8 * Format<T>.Unit;
        foreach (T tau in qr.Tau.Span)
        {
            double value = Format<T>.ToDouble(tau);
            Assert.True(value == 0 || (value >= 1 - rounding && value <= 2 + rounding), $"tau = {tau}");
        }

        // |xᵢ/(α − β)| ≤ ‖x‖/‖x‖, since α − β does not cancel.
        Dense v = qr.Factors.ToDense();
        for (int i = 0; i < v.Rows; i++)
        {
            for (int j = 0; j < Math.Min(i, v.Columns); j++)
            {
                Assert.True(Math.Abs(v[i, j]) <= 1 + rounding, $"v({i}, {j}) = {v[i, j]}");
            }
        }
    }

    [Property(EndSize = 130, MaxTest = 30)]
    public void The_diagonal_has_the_sign_opposite_to_what_it_replaces(MatrixCase matrix)
    {
        // The same reflections in double precision, one by one. With a condition of ten R is determined to some hundred
        // units.
        int size = matrix.Rows;
        matrix = matrix.WellConditioned with { Columns = size };
        GuardedQr<T, TProvider> qr = new(matrix.Values(), matrix.Layout, "");
        Dense left = qr.A;
        for (int k = 0; k < size - 1; k++)
        {
            double alpha = left[k, k];
            double norm = 0;
            for (int i = k; i < size; i++)
            {
                norm += left[i, k] * left[i, k];
            }
            norm = Math.Sqrt(norm);
            if (Math.Abs(alpha) <= 1e-3 * norm)
            {
                // Rounding may decide its sign, and with it all that follows.
                return;
            }
            double beta = alpha >= 0 ? -norm : norm;
            double diagonal = Format<T>.ToDouble(qr.Factors[k, k]);
            double tolerance = 100 * size * Format<T>.Unit;
            Assert.True(Math.Abs(diagonal - beta) <= tolerance, $"{size}: R({k}, {k}) = {diagonal}, not {beta}");
            Reflect(left, k, alpha, beta);
        }
    }

    [Property]
    public void The_reflectors_below_the_diagonal_multiply_to_Q(MatrixCase matrix)
    {
        GuardedQr<T, TProvider> qr = new(matrix.Values(), matrix.Layout, "");
        Dense factors = qr.Factors.ToDense();
        Dense q = Dense.Identity(matrix.Rows);
        for (int k = Math.Min(matrix.Rows, matrix.Columns) - 1; k >= 0; k--)
        {
            Dense v = Dense.Build(
                matrix.Rows,
                1,
                (i, _) =>
                    i < k ? 0
                    : i == k ? 1
                    : factors[i, k]
            );
            q -= Format<T>.ToDouble(qr.Tau.Span[k]) * v * (v.Transposed * q);
        }
        Dense formed = qr.FormQ(matrix.Rows, matrix.Layout);
        double ratio = Ratios.Relative(formed - q, q, matrix.Rows, Format<T>.Unit);
        Ratios.AssertBelow(Ratios.QrThreshold, ratio, "Q", matrix.ToString());
    }

    [Fact]
    public void The_allocating_face_gives_the_same_factors()
    {
        foreach ((int rows, int columns) in new[] { (0, 0), (0, 3), (3, 0), (1, 1), (9, 4), (4, 9), (80, 70) })
        {
            GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), rows, columns), Layout.PaddedColumns);
            int rank = Math.Min(rows, columns);
            QrFactors<T> factors = Qr.Thin(a.ReadOnly);
            a.AssertUnchanged();
            Assert.Equal((rows, rank), (factors.Q.Rows, factors.Q.Columns));
            Assert.Equal((rank, columns), (factors.R.Rows, factors.R.Columns));

            Dense q = Dense.From<T>(factors.Q);
            Dense r = Dense.From<T>(factors.R);
            Assert.Equal(0, (r - r.UpperTriangle()).MaxNorm());
            double ratio = Ratios.Relative((q * r) - a.ToDense(), a.ToDense(), rows, Format<T>.Unit);
            Ratios.AssertBelow(Ratios.QrThreshold, ratio, "‖QR − A‖", $"{rows}×{columns}");
            ratio = Ratios.Orthogonality(q, rows, Format<T>.Unit);
            Ratios.AssertBelow(Ratios.QrThreshold, ratio, "‖I − QᵀQ‖", $"{rows}×{columns}");
        }
    }

    /// <summary>One step of the factorisation in double precision: H = I − τvvᵀ on what is left.</summary>
    private static void Reflect(Dense left, int k, double alpha, double beta)
    {
        double[] v = new double[left.Rows];
        v[k] = 1;
        for (int i = k + 1; i < left.Rows; i++)
        {
            v[i] = left[i, k] / (alpha - beta);
        }
        double tau = (beta - alpha) / beta;
        for (int j = k; j < left.Columns; j++)
        {
            double product = 0;
            for (int i = k; i < left.Rows; i++)
            {
                product += v[i] * left[i, j];
            }
            for (int i = k; i < left.Rows; i++)
            {
                left[i, j] -= tau * product * v[i];
            }
        }
    }

    private static Dense Column(params double[] values) => Dense.Build(values.Length, 1, (i, _) => values[i]);

    private static void AssertClose(double expected, T actual) =>
        Assert.True(
            Math.Abs(Format<T>.ToDouble(actual) - expected) <= 8 * Format<T>.Unit * Math.Abs(expected),
            $"{actual} should be {expected}"
        );
}
