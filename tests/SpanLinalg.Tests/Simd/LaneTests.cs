using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Tests;

/// <summary>
/// The lane runner starts this project under several widths and runtime switches; here each lane proves itself.
/// </summary>
/// <remarks>
/// The runtime ignores switches that it does not know, so a lane that merely sets one may test nothing. The runner says
/// in the environment variable <see cref="EnvironmentVariable"/> what it asked for.
/// </remarks>
public class LaneTests
{
    public const string EnvironmentVariable = "SPANLINALG_LANE";

    [Fact]
    public void This_process_is_in_the_lane_that_was_asked_for()
    {
        switch (Environment.GetEnvironmentVariable(EnvironmentVariable))
        {
            case null or "" or "default":
                AssertWidestOrForced();
                break;
            case "scalar":
                Assert.Equal(SimdWidth.Scalar, SimdPolicy.Width);
                break;
            case "128":
                Assert.Equal(SimdWidth.Vector128, SimdPolicy.Width);
                break;
            case "256":
                Assert.Equal(SimdWidth.Vector256, SimdPolicy.Width);
                break;
            case "512":
                Assert.Equal(SimdWidth.Vector512, SimdPolicy.Width);
                break;
            case "no-avx2":
                Assert.False(Avx2.IsSupported);
                Assert.False(Fma.IsSupported);
                Assert.False(Avx512F.IsSupported);
                Assert.False(Vector256.IsHardwareAccelerated);
                AssertWidestOrForced();
                break;
            case "no-intrinsics":
                Assert.False(Sse42.IsSupported);
                Assert.False(Avx.IsSupported);
                Assert.False(Avx2.IsSupported);
                Assert.False(Fma.IsSupported);
                Assert.False(Avx512F.IsSupported);
                Assert.False(AdvSimd.IsSupported);
                Assert.False(Vector128.IsHardwareAccelerated);
                Assert.Equal(SimdWidth.Scalar, SimdPolicy.Width);
                break;
            case "arm64":
                Assert.Equal(Architecture.Arm64, RuntimeInformation.ProcessArchitecture);
                Assert.True(AdvSimd.Arm64.IsSupported);
                Assert.Equal(SimdWidth.Vector128, SimdPolicy.Width);
                break;
            case string unknown:
                Assert.Fail($"There is no lane '{unknown}'.");
                break;
        }
    }

    /// <summary>Without a forced width, nothing narrower than what the processor has.</summary>
    private static void AssertWidestOrForced()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdPolicy.EnvironmentVariable)))
        {
            Assert.Equal(Vector256.IsHardwareAccelerated, SimdPolicy.Width >= SimdWidth.Vector256);
            Assert.Equal(Vector128.IsHardwareAccelerated, SimdPolicy.Width >= SimdWidth.Vector128);
        }
    }
}
