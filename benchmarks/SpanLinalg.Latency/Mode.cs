namespace SpanLinalg.Latency;

/// <summary>How a program is compiled.</summary>
internal enum Build
{
    Jit,
    ReadyToRun,
    Native,
    NativeDefault,
}

/// <summary>A way to compile and to run a program, whose latency is measured.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Title">As it stands in the documentation.</param>
/// <param name="Build">How it is compiled.</param>
/// <param name="Variable">A variable of the runtime that is set to 0, or none.</param>
/// <param name="Settles">Whether the runtime compiles again what is called often.</param>
/// <param name="OneCpu">Whether the process has one CPU only.</param>
/// <param name="Prepares">Whether the library's Warmup comes before the first call.</param>
internal sealed record Mode(
    string Name,
    string Title,
    Build Build = Build.Jit,
    string? Variable = null,
    bool Settles = true,
    bool OneCpu = false,
    bool Prepares = false
)
{
    public static readonly Mode[] All =
    [
        new("jit", "as it comes"),
        new("prepared", "as it comes, after Warmup", Prepares: true),
        new("one-cpu", "one CPU", OneCpu: true),
        new("prepared-one-cpu", "one CPU, after Warmup", OneCpu: true, Prepares: true),
        new("no-pgo", "TieredPGO=0", Variable: "DOTNET_TieredPGO"),
        new("no-tiering", "TieredCompilation=0", Variable: "DOTNET_TieredCompilation", Settles: false),
        new("r2r", "ReadyToRun, composite", Build.ReadyToRun),
        new("aot", "NativeAOT, native", Build.Native, Settles: false),
        new("aot-default", "NativeAOT, default", Build.NativeDefault, Settles: false),
    ];
}
