using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using SpanLinalg.Benchmarks;
using SpanLinalg.OpenBlas;

// The first word is the profile. What follows is for BenchmarkDotNet: `--anyCategories gemm small`, `--filter '*Svd*'`,
// …
(string name, IConfig config, string[] rest) = args switch
{
    ["full", .. string[] others] => ("full", Profile.Full, others),
    ["widths", .. string[] others] => ("widths", Profile.Widths, others),
    ["disassembly", .. string[] others] => ("disassembly", Profile.Disassembly, others),
    ["short", .. string[] others] => ("short", Profile.Short, others),
    _ => ("short", Profile.Short, args),
};

bool isFiltered = rest.Any(word =>
    word is "--filter" or "-f" || word.StartsWith("--filter=", StringComparison.Ordinal)
);
Summary[] summaries =
[
    .. BenchmarkSwitcher
        .FromAssembly(typeof(Program).Assembly)
        .Run(isFiltered ? rest : ["--filter", "*", .. rest], config),
];

if (!OpenBlasProvider.TryLoad(out _, out string? reason))
{
    Console.WriteLine($"Without a baseline. {reason}");
}
if (name == "disassembly")
{
    Console.WriteLine($"The machine code is in {Profile.ListingPath}; the last listing of a method is its final code.");
}
if (name == "short")
{
    Console.WriteLine(
        "This was the short profile. `./build.sh bench full` is the thorough one, with float too; "
            + "there are also `widths` and `disassembly`."
    );
}
bool ranNothing = summaries is [] && !rest.Any(word => word is "--list" or "--help" or "--info" or "--version");
return ranNothing ? 1 : Verdict.Of(summaries);
