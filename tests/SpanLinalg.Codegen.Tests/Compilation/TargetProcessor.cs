namespace SpanLinalg.Codegen.Tests;

/// <summary>A kind of processor to compile for.</summary>
/// <param name="Name">As a file name and in messages.</param>
/// <param name="Architecture">Crossgen2's name for it.</param>
/// <param name="InstructionSet">Also Crossgen2's.</param>
/// <param name="Width">The vectors that SpanLinalg computes with there.</param>
/// <param name="Registers">How many of them fit into registers.</param>
internal sealed record TargetProcessor(
    string Name,
    string Architecture,
    string InstructionSet,
    SimdWidth Width,
    int Registers
)
{
    /// <summary>AVX2 and FMA.</summary>
    public static readonly TargetProcessor X64V3 = new("x64-v3", "x64", "x86-64-v3", SimdWidth.Vector256, 16);

    /// <summary>AVX-512.</summary>
    public static readonly TargetProcessor X64V4 = new("x64-v4", "x64", "x86-64-v4", SimdWidth.Vector512, 32);

    /// <summary>AVX-512 where a narrower width is asked for.</summary>
    public static readonly TargetProcessor X64V4Half = new("x64-v4-256", "x64", "x86-64-v4", SimdWidth.Vector256, 32);

    /// <summary>NEON.</summary>
    public static readonly TargetProcessor Arm64 = new("arm64", "arm64", "armv8-a", SimdWidth.Vector128, 32);

    public static readonly IReadOnlyList<TargetProcessor> All = [X64V3, X64V4, X64V4Half, Arm64];

    public static TargetProcessor Named(string name) => All.Single(target => target.Name == name);

    /// <summary>Elements of a type in a vector.</summary>
    public int Lanes(Type type) => (int)Width / (type == typeof(float) ? 32 : 64);

    public bool IsX64 => Architecture == "x64";

    /// <summary>Whether it has instructions that read and write some lanes only.</summary>
    public bool HasMasks => IsX64;

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
