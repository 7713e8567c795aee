namespace SpanLinalg.Tests;

/// <summary>How the width is chosen.</summary>
public class SimdPolicyTests
{
    [Theory]
    [InlineData("scalar", SimdWidth.Scalar)]
    [InlineData("SCALAR", SimdWidth.Scalar)]
    [InlineData("128", SimdWidth.Vector128)]
    [InlineData("256", SimdWidth.Vector256)]
    [InlineData(" 512 ", SimdWidth.Vector512)]
    public void A_width_can_be_forced(string forced, SimdWidth width)
    {
        (SimdWidth chosen, string reason) = SimdPolicy.Choose(forced);
        Assert.Equal(width, chosen);
        Assert.Contains(SimdPolicy.EnvironmentVariable, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1024")]
    [InlineData("avx2")]
    [InlineData("0")]
    [InlineData("-")]
    public void Any_other_value_is_refused_by_name(string forced)
    {
        Exception refusal = Assert.ThrowsAny<Exception>(() => SimdPolicy.Choose(forced));
        Assert.Contains(forced, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(SimdPolicy.EnvironmentVariable, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_is_no_value() => Assert.Equal(SimdPolicy.Choose(null), SimdPolicy.Choose(""));

    [Fact]
    public void The_choice_follows_the_environment()
    {
        (SimdWidth width, string reason) = SimdPolicy.Choose(
            Environment.GetEnvironmentVariable(SimdPolicy.EnvironmentVariable)
        );
        Assert.Equal(width, SimdPolicy.Width);
        Assert.Equal(reason, SimdPolicy.Reason);
        Assert.NotEmpty(reason);
    }
}
