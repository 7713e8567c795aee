using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class BidiagonalDoubleTests : BidiagonalTests<double>;

public sealed class BidiagonalSingleTests : BidiagonalTests<float>;

/// <summary>
/// Bidiagonal matrices, of which every singular value, however small, is determined to a small relative error.
/// </summary>
public abstract class BidiagonalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>LAPACK's threshold of 50 halved, as dchkbd has it, times ε, times n/10 above ten.</summary>
    private static double Relative(int size) => 25 * Math.Max(size / 10.0, 1) * Format<T>.Spacing;

    /// <summary>x uniform in [2 ln ε, −2 ln ε]: LAPACK's type 16, square and with rows of zeros below.</summary>
    [Property(MaxTest = 100, EndSize = 40)]
    public void Entries_over_the_whole_range_of_magnitudes(Length columns, Length more, int seed)
    {
        // The reflectors that remove the zeros below the square are identities.
        double range = -2 * Math.Log(Format<T>.Spacing);
        Random random = new(seed);
        Check(columns + 1 + more, columns + 1, () => Math.Exp(range * ((2 * random.NextDouble()) - 1)), "range");
    }

    [Property(EndSize = 40)]
    public void Entries_of_both_signs_near_one(Length size, int seed)
    {
        Random random = new(seed);
        Check(size + 1, size + 1, () => (2 * random.NextDouble()) - 1, "uniform");
    }

    [Fact]
    public void Kahans_graded_matrices()
    {
        // Diagonals that fall or rise by a constant factor: the sweep has to run from the larger end.
        foreach (double factor in new[] { 0.1, 10, 0.5, 2 })
        {
            double entry = 1;
            Check(12, 12, () => entry *= Math.Sqrt(factor), $"factor {factor}");
        }
    }

    [Property(EndSize = 40)]
    public void Wide_bidiagonal_matrices_to_an_absolute_error(Length size, int seed)
    {
        // A rotation more makes them square, so small values are right only as far as the largest allows.
        (int rows, int columns) = (size + 1, size + 2);
        Random random = new(seed);
        double[] interleaved = Interleaved(2 * rows, () => (2 * random.NextDouble()) - 1);
        (double[] thin, double[] only) = Decompose(rows, columns, interleaved, "wide");
        double absolute = 10 * columns * Format<T>.Spacing * thin[0];
        SturmCount.AssertValues(interleaved, thin, 0, absolute, $"thin {rows}×{columns}");
        SturmCount.AssertValues(interleaved, only, 0, absolute, $"values {rows}×{columns}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_zero_on_the_diagonal_gives_a_zero_among_the_values(int zero)
    {
        double[] interleaved = Interleaved(19, () => 1);
        interleaved[2 * zero] = 0;
        (double[] thin, double[] only) = Decompose(10, 10, interleaved, $"zero at {zero}");
        Assert.True(thin[9] <= 10 * Format<T>.Spacing, $"{thin[9]}");
        Assert.True(only[9] <= 10 * Format<T>.Spacing, $"{only[9]}");
        SturmCount.AssertValues(interleaved, thin, Relative(10), 10 * Format<T>.Spacing, "thin");
        SturmCount.AssertValues(interleaved, only, Relative(10), 10 * Format<T>.Spacing, "values");
    }

    [Fact]
    public void The_count_itself_is_right()
    {
        // diag(3, 1) and the 2 × 2 Jordan block, whose singular values are the golden ratio and its inverse.
        Assert.Equal([2, 1, 1, 0], Counts([3, 0, 1], 0.5, 1.5, 2.5, 3.5));
        double golden = (1 + Math.Sqrt(5)) / 2;
        Assert.Equal(
            [2, 1, 1, 0],
            Counts([1, 1, 1], (1 / golden) - 1e-12, (1 / golden) + 1e-12, golden - 1e-12, golden + 1e-12)
        );

        static int[] Counts(double[] interleaved, params double[] bounds) =>
            [.. bounds.Select(bound => SturmCount.Above(interleaved, bound))];
    }

    private static void Check(int rows, int columns, Func<double> entry, string kind)
    {
        string context = $"{kind} {rows}×{columns}";
        double[] interleaved = Interleaved((2 * columns) - 1, entry);
        (double[] thin, double[] only) = Decompose(rows, columns, interleaved, context);
        double absolute = Format<T>.SafeMinimum / Format<T>.Spacing;
        SturmCount.AssertValues(interleaved, thin, Relative(columns), absolute, $"thin {context}");
        SturmCount.AssertValues(interleaved, only, Relative(columns), absolute, $"values {context}");
    }

    private static double[] Interleaved(int length, Func<double> entry) =>
        [.. Enumerable.Range(0, length).Select(_ => Format<T>.ToDouble(Format<T>.From(entry())))];

    /// <summary>The singular values with and without vectors; the vectors are checked by LAPACK's ratios.</summary>
    private static (double[] Thin, double[] Values) Decompose(
        int rows,
        int columns,
        double[] interleaved,
        string context
    )
    {
        Dense values = new(rows, columns);
        for (int i = 0; i < interleaved.Length; i++)
        {
            values[i / 2, (i + 1) / 2] = interleaved[i];
        }
        GuardedMatrix<T> a = new(values);
        GuardedSvd<T, ProviderUnderTest> thin = GuardedSvd<T, ProviderUnderTest>.Thin(a, Layout.RowMajor, context);
        thin.AssertAccepted(context);
        return (thin.S, GuardedSvd<T, ProviderUnderTest>.Values(a, context));
    }
}
