using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdLawDoubleTests : SvdLawTests<double, ProviderUnderTest>;

public sealed class SvdLawSingleTests : SvdLawTests<float, ProviderUnderTest>;

/// <summary>What must hold of any matrix's singular values, over generated shapes, layouts and spectra.</summary>
public abstract class SvdLawTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    [Property]
    public void Factors_are_orthogonal_and_give_the_matrix_back(MatrixCase matrix, Magnitude magnitude) =>
        GuardedSvd<T, TProvider>
            .Thin(matrix.Create<T>(magnitude), matrix.Layout)
            .AssertAccepted($"{matrix}, {magnitude}");

    [Property]
    public void Full_factors_are_orthogonal_and_give_the_matrix_back(MatrixCase matrix, Magnitude magnitude) =>
        GuardedSvd<T, TProvider>
            .Full(matrix.Create<T>(magnitude), matrix.Layout)
            .AssertAccepted($"{matrix}, {magnitude}");

    [Property]
    public void Known_singular_values_are_found(MatrixCase matrix) =>
        AssertClose(
            matrix.SingularValues(),
            GuardedSvd<T, TProvider>.Values(matrix.Create<T>()),
            // Rounding the matrix to T, and forming it, moves the values as well (Weyl).
            rounding: 2
        );

    [Property]
    public void Orthogonal_factors_change_no_singular_value(MatrixCase matrix)
    {
        Random random = new(matrix.Seed ^ 1);
        Dense turned =
            RandomMatrix.Orthogonal(random, matrix.Rows)
            * matrix.Values()
            * RandomMatrix.Orthogonal(random, matrix.Columns);
        AssertClose(
            GuardedSvd<T, TProvider>.Values(matrix.Create<T>()),
            GuardedSvd<T, TProvider>.Values(new(turned, matrix.Layout)),
            rounding: 3
        );
    }

    [Property]
    public void The_transpose_has_the_same_singular_values_and_the_vectors_exchanged(MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        GuardedMatrix<T> transposed = new(a.ToDense().Transposed, matrix.Layout);
        GuardedSvd<T, TProvider> direct = GuardedSvd<T, TProvider>.Thin(a, Layout.RowMajor);
        GuardedSvd<T, TProvider> exchanged = GuardedSvd<T, TProvider>.Thin(transposed, Layout.ColumnMajor);
        AssertClose(direct.S, exchanged.S, rounding: 1);
        exchanged.AssertAccepted("transposed");
    }

    [Property]
    public void A_power_of_two_scales_the_values(MatrixCase matrix)
    {
        double[] values = GuardedSvd<T, TProvider>.Values(matrix.Create<T>());
        foreach (int exponent in new[] { -10, -1, 7 })
        {
            double factor = Math.ScaleB(1, exponent);
            double[] scaled = GuardedSvd<T, TProvider>.Values(new(factor * matrix.Values(), matrix.Layout));
            AssertClose(values, [.. scaled.Select(value => value / factor)], rounding: 1);
        }
    }

    [Property(MaxTest = 20)]
    public void The_place_in_memory_changes_no_singular_value(MatrixCase matrix)
    {
        Dense values = matrix.Values();
        double[] expected = GuardedSvd<T, TProvider>.Values(new(values));
        foreach (Layout layout in Layouts.All)
        {
            AssertClose(expected, GuardedSvd<T, TProvider>.Values(new(values, layout)), rounding: 1);
        }
    }

    [Property]
    public void Squares_sum_to_the_squared_Frobenius_norm(MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        Dense values = a.ToDense();
        double squares = 0;
        for (int i = 0; i < values.Rows; i++)
        {
            foreach (double value in values.Row(i))
            {
                squares += value * value;
            }
        }
        double[] s = GuardedSvd<T, TProvider>.Values(a);
        double tolerance = 100 * (s.Length + 1) * Format<T>.Spacing;
        double norm = Math.Sqrt(s.Sum(value => value * value));
        Assert.True(Math.Abs(norm - Math.Sqrt(squares)) <= tolerance * norm, $"{norm}² is not {squares}");
    }

    [Property(MaxTest = 30)]
    public void All_widths_agree(MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        double[] expected = GuardedSvd<T, TProvider>.Values(a);
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            AssertClose(expected, ValuesAt(width, a), rounding: 1);
        }
    }

    private static double[] ValuesAt(SimdWidth width, GuardedMatrix<T> a)
    {
        int k = Math.Min(a.Rows, a.Columns);
        SimdProvider provider = new(width);
        GuardedMatrix<T> u = new(a.Rows, k);
        GuardedMatrix<T> s = GuardedSpan.Create<T>(k);
        GuardedMatrix<T> vt = new(k, a.Columns);
        provider.Svd.Thin(a.ReadOnly, u.View, s.Span, vt.View);
        a.AssertUnchanged();
        return [.. s.ToDense().Row(0)];
    }

    /// <summary>Every value within a multiple of the rounding error that the largest one has.</summary>
    private static void AssertClose(double[] expected, double[] actual, double rounding)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = rounding * 20 * (expected.Length + 5) * Format<T>.Spacing * expected[0];
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"value {i} is {actual[i]}, should be {expected[i]} within {tolerance}"
            );
        }
    }
}
