namespace SpanLinalg.Lora.Tests;

public sealed class PowerLawTests
{
    private static readonly int[] Ranks = [1, 3, 16, 200];

    [Theory]
    [InlineData(-1.5, 7)]
    [InlineData(0, 0.01)]
    [InlineData(0.25, 1e200)]
    public void An_exact_power_has_its_exponent(double exponent, double factor)
    {
        double[] values = [.. Ranks.Select(rank => factor * Math.Pow(rank, exponent))];
        Assert.Equal(exponent, PowerLaw.Exponent(Ranks, values), 1e-12);
    }

    [Fact]
    public void A_scattered_one_has_that_of_least_squares()
    {
        // x = 0, 1, 2, 3 in powers of two; y = 0, 2, 1, 3: slope Σ(x−x̄)(y−ȳ)/Σ(x−x̄)² = 4/5.
        Assert.Equal(0.8, PowerLaw.Exponent([1, 2, 4, 8], [1, 4, 2, 8]), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_has_no_logarithm_has_no_slope(double value) =>
        Assert.Equal(double.NaN, PowerLaw.Exponent([1, 2], [1, value]));

    [Theory]
    [InlineData(1, 12.706205)]
    [InlineData(2, 4.302653)]
    [InlineData(3, 3.182446)]
    [InlineData(4, 2.776445)]
    [InlineData(9, 2.262157)]
    [InlineData(10, 2.228139)]
    [InlineData(30, 2.042272)]
    [InlineData(121, 1.979764)]
    public void Student_s_bounds_are_those_of_the_tables(int degreesOfFreedom, double bound) =>
        Assert.Equal(bound, StudentT.Bound(0.95, degreesOfFreedom), 1e-6);

    [Fact]
    public void The_interval_is_that_of_Student_s_own_example()
    {
        // Additional hours of sleep (Student, "The probable error of a mean", Biometrika 6, 1908).
        Estimate sleep = Estimate.Of([1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4]);
        Assert.Equal(1.58, sleep.Value, 1e-12);
        Assert.Equal(0.7001142, sleep.Value - sleep.HalfWidth, 1e-7);
        Assert.Equal(2.4598858, sleep.Value + sleep.HalfWidth, 1e-7);
    }

    [Fact]
    public void Slopes_are_averaged_over_the_seeds_and_one_has_no_interval()
    {
        Estimate two = PowerLaw.Exponent([2, 8], 2, (seed, i) => Math.Pow(i == 0 ? 2 : 8, seed));
        Assert.Equal(0.5, two.Value, 1e-12);
        Assert.Equal(12.706205 * 0.5, two.HalfWidth, 1e-5);
        Assert.Equal(double.NaN, PowerLaw.Exponent([2, 8], 1, (_, _) => 1).HalfWidth);
    }
}
