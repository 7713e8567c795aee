using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg;

/// <summary>Which vector width this process computes with, decided once.</summary>
/// <remarks>
/// The widest that the processor has, unless the environment variable <c>SPANLINALG_SIMD</c> names another:
/// <c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>. A forced width runs on every processor, in software if need be,
/// so that instruction sets can be compared and tested anywhere. It is the width that is forced: 256 bits use the 32 registers and
/// the masks of AVX-512 where these are, unless <c>DOTNET_EnableAVX512=0</c> hides them from the runtime.
/// </remarks>
public static class SimdPolicy
{
    /// <summary>The name of the environment variable that forces a width.</summary>
    public const string EnvironmentVariable = "SPANLINALG_SIMD";

    private static readonly (SimdWidth Width, string Reason) Choice = Choose(
        Environment.GetEnvironmentVariable(EnvironmentVariable)
    );

    /// <summary>The width in use.</summary>
    /// <exception cref="TypeInitializationException">
    /// The environment variable holds something else than the four names; the inner exception says so.
    /// </exception>
    public static SimdWidth Width => Choice.Width;

    /// <summary>Why this width, in a few words.</summary>
    public static string Reason => Choice.Reason;

    internal static (SimdWidth Width, string Reason) Choose(string? forced)
    {
        SimdWidth? width = forced?.Trim().ToUpperInvariant() switch
        {
            null or "" => null,
            "SCALAR" => SimdWidth.Scalar,
            "128" => SimdWidth.Vector128,
            "256" => SimdWidth.Vector256,
            "512" => SimdWidth.Vector512,
            _ => throw new InvalidOperationException(
                $"{EnvironmentVariable} is '{forced}'; it can be scalar, 128, 256 or 512."
            ),
        };

        return width is { } named ? (named, $"{EnvironmentVariable}={forced!.Trim()} asks for it") : Widest();
    }

    private static (SimdWidth Width, string Reason) Widest()
    {
        // Not Vector512.IsHardwareAccelerated: the runtime denies it on processors that lower their clock under 512-bit
        // instructions, but kernels that are nothing but FMAs gain more from the width than the clock takes.
        if (Avx512F.IsSupported && Avx512DQ.IsSupported)
        {
            return (SimdWidth.Vector512, "the processor has AVX-512");
        }
        if (Vector256.IsHardwareAccelerated)
        {
            return (SimdWidth.Vector256, Fma.IsSupported ? "the processor has AVX2 and FMA" : "the processor has AVX2");
        }
        if (Vector128.IsHardwareAccelerated)
        {
            return (SimdWidth.Vector128, "128 bits are the widest vectors of this processor");
        }
        return (SimdWidth.Scalar, "no SIMD instructions are available");
    }
}
