namespace SpanLinalg.Latency;

/// <summary>How a program is compiled.</summary>
internal enum Build
{
    Jit,
    ReadyToRun,
    Native,
    NativeDefault,
}

/// <summary>What a process does before the call that is measured as its first.</summary>
internal enum Preparation
{
    None,
    Call,
    Optimize,
}

/// <summary>A way to compile and to run a program, whose latency is measured.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Title">As it stands in the documentation.</param>
/// <param name="Build">How it is compiled.</param>
/// <param name="Variable">A variable of the runtime with its value, or none.</param>
/// <param name="Settles">Whether the runtime compiles again what is called often.</param>
/// <param name="OneCpu">Whether the process has one CPU only.</param>
/// <param name="Preparation">What comes before the first call.</param>
/// <param name="IsRare">Whether it is measured for requests only, unless it is asked for.</param>
internal sealed record Mode(
    string Name,
    string Title,
    Build Build = Build.Jit,
    string? Variable = null,
    bool Settles = true,
    bool OneCpu = false,
    Preparation Preparation = Preparation.None,
    bool IsRare = false
)
{
    public static readonly Mode[] All =
    [
        new("jit", "as it comes"),
        new("called", "after a Warmup call", Preparation: Preparation.Call, IsRare: true),
        new("prepared", "after Optimize", Preparation: Preparation.Optimize, Settles: false),
        new("one-cpu", "one CPU", OneCpu: true),
        new("one-cpu-prompt", "one CPU, prompt", Variable: "DOTNET_TC_DelaySingleProcMultiplier=1", OneCpu: true),
        new(
            "one-cpu-prepared",
            "one CPU, after Optimize",
            Settles: false,
            OneCpu: true,
            Preparation: Preparation.Optimize,
            IsRare: true
        ),
        new("no-pgo", "TieredPGO=0", Variable: "DOTNET_TieredPGO=0"),
        new("no-tiering", "TieredCompilation=0", Variable: "DOTNET_TieredCompilation=0", Settles: false),
        new("r2r", "ReadyToRun, composite", Build.ReadyToRun, IsRare: true),
        new("aot", "NativeAOT, native", Build.Native, Settles: false),
        new("aot-default", "NativeAOT, default", Build.NativeDefault, Settles: false),
    ];
}
