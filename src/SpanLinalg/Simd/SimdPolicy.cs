using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg;

/// <summary>Which vector width this process computes with, decided once.</summary>
/// <remarks>
/// The widest that the processor has, unless the environment variable <c>SPANLINALG_SIMD</c> names another:
/// <c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>. A forced width runs on every processor, in software if need be,
/// so that instruction sets can be compared and tested anywhere. A program that was compiled ahead of time (NativeAOT)
/// has the instructions that it was compiled for, 128 bits wide unless the project's <c>IlcInstructionSet</c> says
/// more. It is the width that is forced: 256 bits use the 32 registers and the masks of AVX-512 where these are, unless
/// <c>DOTNET_EnableAVX512=0</c> hides them from the runtime.
/// </remarks>
public static class SimdPolicy
{
    /// <summary>The name of the environment variable that forces a width.</summary>
    public const string EnvironmentVariable = "SPANLINALG_SIMD";

    private static readonly (SimdWidth? Width, string Reason) Choice = Choose(
        Environment.GetEnvironmentVariable(EnvironmentVariable)
    );

    /// <summary>The width in use.</summary>
    /// <exception cref="InvalidOperationException">
    /// The environment variable holds something else than the four names. Every routine that computes throws this, too.
    /// </exception>
    public static SimdWidth Width => Choice.Width ?? throw Refusal();

    /// <summary>Why this width, in a few words: what there is, what there could be, or what was asked for.</summary>
    /// <exception cref="InvalidOperationException">The environment variable holds none of the four names.</exception>
    public static string Reason => Choice.Width is null ? throw Refusal() : Choice.Reason;

    /// <summary>The width, or null if the environment variable holds something else than the four names.</summary>
    /// <remarks>For the initialisation of types, which must not throw: the exception would come out wrapped.</remarks>
    internal static SimdWidth? TryWidth => Choice.Width;

    /// <summary>What to throw where <see cref="TryWidth"/> is null.</summary>
    internal static InvalidOperationException Refusal() => new(Choice.Reason);

    /// <summary>The width and why; no width, and what is wrong, for a name that there is not.</summary>
    internal static (SimdWidth? Width, string Reason) Choose(string? forced)
    {
        SimdWidth widest = Widest();
        SimdWidth? named = forced?.Trim().ToUpperInvariant() switch
        {
            null or "" => widest,
            "SCALAR" => SimdWidth.Scalar,
            "128" => SimdWidth.Vector128,
            "256" => SimdWidth.Vector256,
            "512" => SimdWidth.Vector512,
            _ => null,
        };
        if (named is not { } width)
        {
            return (null, $"{EnvironmentVariable} is '{forced}'; it can be scalar, 128, 256 or 512.");
        }

        string asked = $"{EnvironmentVariable}={forced?.Trim()} asks for it";
        return (
            width,
            string.IsNullOrWhiteSpace(forced) ? ReasonFor(widest, WidestOfProcessor())
            : width <= widest ? asked
            : $"{asked}; in software, since {Limit(widest, WidestOfProcessor())}"
        );
    }

    /// <summary>Why the widest vectors that this program has instructions for are the widest.</summary>
    internal static string ReasonFor(SimdWidth widest, SimdWidth ofProcessor) =>
        ofProcessor > widest
            ? Limit(widest, ofProcessor)
            : widest switch
            {
                SimdWidth.Vector512 => "the processor has AVX-512",
                SimdWidth.Vector256 when Fma.IsSupported => "the processor has AVX2 and FMA",
                SimdWidth.Vector256 => "the processor has AVX2",
                _ => Limit(widest, ofProcessor),
            };

    /// <summary>What there are no wider vectors for.</summary>
    private static string Limit(SimdWidth widest, SimdWidth ofProcessor)
    {
        if (ofProcessor <= widest)
        {
            return widest == SimdWidth.Scalar
                ? "no SIMD instructions are available"
                : $"{(int)widest} bits are the widest vectors of this processor";
        }

        string processor = ofProcessor == SimdWidth.Vector512 ? "AVX-512" : "AVX2";
        string vectors = widest == SimdWidth.Scalar ? "no vectors" : $"vectors of {(int)widest} bits";
        return RuntimeFeature.IsDynamicCodeCompiled
            ? $"the runtime offers {vectors}, though the processor has {processor}: "
                + "a DOTNET_Enable… switch, or the system, hides it"
            : $"the program was compiled for {vectors}, though the processor has {processor}: "
                + "the project's IlcInstructionSet can be x86-64-v3 (AVX2), x86-64-v4 (AVX-512) or native";
    }

    /// <summary>The widest vectors that this program has instructions for.</summary>
    private static SimdWidth Widest()
    {
        // Not Vector512.IsHardwareAccelerated: the runtime denies it on processors that lower their clock under 512-bit
        // instructions, but kernels that are nothing but FMAs gain more from the width than the clock takes.
        if (Avx512F.IsSupported && Avx512DQ.IsSupported)
        {
            return SimdWidth.Vector512;
        }
        return Vector256.IsHardwareAccelerated ? SimdWidth.Vector256
            : Vector128.IsHardwareAccelerated ? SimdWidth.Vector128
            : SimdWidth.Scalar;
    }

    /// <summary>The widest vectors that an x86 processor says it has, usable here or not; else scalar.</summary>
    private static SimdWidth WidestOfProcessor()
    {
        const int FeatureLeaf = 7;
        const int Avx2Bit = 1 << 5;
        const int Avx512Bits = (1 << 16) | (1 << 17); // F and DQ
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < FeatureLeaf)
        {
            return SimdWidth.Scalar;
        }
        int features = X86Base.CpuId(FeatureLeaf, 0).Ebx;
        return (features & Avx512Bits) == Avx512Bits ? SimdWidth.Vector512
            : (features & Avx2Bit) != 0 ? SimdWidth.Vector256
            : SimdWidth.Vector128;
    }
}
