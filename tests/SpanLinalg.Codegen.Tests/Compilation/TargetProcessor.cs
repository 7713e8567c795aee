namespace SpanLinalg.Codegen.Tests;

/// <summary>A kind of processor to compile for.</summary>
/// <param name="Name">As a file name and in messages.</param>
/// <param name="Architecture">Crossgen2's name for it.</param>
/// <param name="InstructionSet">Also Crossgen2's.</param>
/// <param name="Width">The vectors that SpanLinalg computes with there.</param>
internal sealed record TargetProcessor(string Name, string Architecture, string InstructionSet, SimdWidth Width)
{
    /// <summary>AVX2 and FMA.</summary>
    public static readonly TargetProcessor X64V3 = new("x64-v3", "x64", "x86-64-v3", SimdWidth.Vector256);

    /// <summary>AVX-512.</summary>
    public static readonly TargetProcessor X64V4 = new("x64-v4", "x64", "x86-64-v4", SimdWidth.Vector512);

    /// <summary>NEON.</summary>
    public static readonly TargetProcessor Arm64 = new("arm64", "arm64", "armv8-a", SimdWidth.Vector128);

    public static readonly IReadOnlyList<TargetProcessor> All = [X64V3, X64V4, Arm64];

    public static TargetProcessor Named(string name) => All.Single(target => target.Name == name);

    public bool IsX64 => Architecture == "x64";

    /// <summary>What the names of its widest vector registers begin with.</summary>
    public string VectorRegister =>
        Width switch
        {
            SimdWidth.Vector128 => "v",
            SimdWidth.Vector256 => "ymm",
            _ => "zmm",
        };

    public override string ToString() => Name;
}
