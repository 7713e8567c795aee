using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using SpanLinalg.OpenBlas;
using Arm = System.Runtime.Intrinsics.Arm;

namespace SpanLinalg.Cli;

/// <summary>The facts about a machine that decide how fast linear algebra runs on it.</summary>
internal sealed record MachineInfo(
    string Processor,
    int LogicalProcessors,
    string Architecture,
    string OperatingSystem,
    IReadOnlyList<string> InstructionSets,
    SimdWidth Width,
    string WidthReason,
    IReadOnlyList<CacheInfo> Caches,
    IReadOnlyList<LinearAlgebraProvider> Providers,
    string? OpenBlasProblem,
    string Version,
    string Runtime
)
{
    private const string Unknown = "unknown";

    public static MachineInfo OfThisMachine()
    {
        bool hasOpenBlas = OpenBlasProvider.TryLoad(out OpenBlasProvider? openBlas, out string? problem);
        return new(
            ProcessorName(),
            Environment.ProcessorCount,
            RuntimeInformation.ProcessArchitecture.ToString(),
            RuntimeInformation.OSDescription,
            [.. InstructionSetsSupported()],
            SimdPolicy.Width,
            SimdPolicy.Reason,
            [new("L1", ProcessorCaches.Level1), new("L2", ProcessorCaches.Level2), new("L3", ProcessorCaches.Level3)],
            hasOpenBlas ? [SimdProvider.Default, openBlas!] : [SimdProvider.Default],
            problem,
            typeof(SimdPolicy).Assembly.GetName().Version?.ToString(3) ?? Unknown,
            RuntimeInformation.FrameworkDescription
        );
    }

    private static string ProcessorName()
    {
        if (X86Base.IsSupported && BrandString() is { Length: > 0 } brand)
        {
            return brand;
        }
        if (File.Exists("/proc/cpuinfo"))
        {
            string? line = File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.OrdinalIgnoreCase));
            if (line?.Split(':', 2) is [_, string name])
            {
                return name.Trim();
            }
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? Unknown;
    }

    /// <summary>The 48 characters that x86 processors keep in the extended leaves 2 to 4 of CPUID.</summary>
    private static string BrandString()
    {
        const int FirstLeaf = unchecked((int)0x8000_0002);
        const int LastLeaf = unchecked((int)0x8000_0004);
        if ((uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax < unchecked((uint)LastLeaf))
        {
            return "";
        }

        Span<int> registers = stackalloc int[12];
        for (int leaf = FirstLeaf, i = 0; leaf <= LastLeaf; leaf++, i += 4)
        {
            (registers[i], registers[i + 1], registers[i + 2], registers[i + 3]) = X86Base.CpuId(leaf, 0);
        }
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).Trim('\0', ' ');
    }

    private static IEnumerable<string> InstructionSetsSupported() =>
        from set in (IEnumerable<(string Name, bool IsSupported)>)
            [
                ("SSE2", Sse2.IsSupported),
                ("SSE4.2", Sse42.IsSupported),
                ("AVX", Avx.IsSupported),
                ("AVX2", Avx2.IsSupported),
                ("FMA", Fma.IsSupported),
                ("BMI2", Bmi2.IsSupported),
                ("AVX-512F", Avx512F.IsSupported),
                ("AVX-512BW", Avx512BW.IsSupported),
                ("AVX-512DQ", Avx512DQ.IsSupported),
                ("AVX-512VL", Avx512F.VL.IsSupported),
                ("AVX10.1", Avx10v1.IsSupported),
                ("AdvSimd", Arm.AdvSimd.IsSupported),
                ("Dp", Arm.Dp.IsSupported),
            ]
        where set.IsSupported
        select set.Name;
}

/// <summary>One cache of data, with the size that the library computes with.</summary>
internal sealed record CacheInfo(string Name, long Bytes);
