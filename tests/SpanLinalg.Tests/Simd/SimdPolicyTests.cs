using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        (SimdWidth? chosen, string reason) = SimdPolicy.Choose(forced);
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
        (SimdWidth? chosen, string refusal) = SimdPolicy.Choose(forced);
        Assert.Null(chosen);
        Assert.Contains($"'{forced}'", refusal, StringComparison.Ordinal);
        Assert.Contains(SimdPolicy.EnvironmentVariable, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_width_that_is_computed_in_software_is_said_to_be()
    {
        bool hasAvx512 = Avx512F.IsSupported && Avx512DQ.IsSupported;
        Assert.Equal(!hasAvx512, IsInSoftware("512"));
        Assert.Equal(!Vector256.IsHardwareAccelerated, IsInSoftware("256"));
        Assert.Equal(!Vector128.IsHardwareAccelerated, IsInSoftware("128"));
        Assert.False(IsInSoftware("scalar"));

        static bool IsInSoftware(string forced) =>
            SimdPolicy.Choose(forced).Reason.Contains("in software", StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_may_not_use_what_the_processor_has_says_so()
    {
        string reason = SimdPolicy.ReasonFor(SimdWidth.Vector128, SimdWidth.Vector512);
        Assert.Contains("128", reason, StringComparison.Ordinal);
        Assert.Contains("though the processor has AVX-512", reason, StringComparison.Ordinal);
        Assert.Contains("AVX2", SimdPolicy.ReasonFor(SimdWidth.Scalar, SimdWidth.Vector256), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "though",
            SimdPolicy.ReasonFor(SimdWidth.Vector128, SimdWidth.Vector128),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_empty_value_is_no_value() => Assert.Equal(SimdPolicy.Choose(null), SimdPolicy.Choose(""));

    [Fact]
    public void The_choice_follows_the_environment()
    {
        (SimdWidth? width, string reason) = SimdPolicy.Choose(
            Environment.GetEnvironmentVariable(SimdPolicy.EnvironmentVariable)
        );
        Assert.Equal(width, SimdPolicy.Width);
        Assert.Equal(reason, SimdPolicy.Reason);
        Assert.NotEmpty(reason);
    }
}
