using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using SpanLinalg.OpenBlas;

namespace SpanLinalg.Benchmarks;

/// <summary>What is run, and how thoroughly.</summary>
internal static class Profile
{
    private const string Baseline = nameof(ContestBenchmarks<>.OpenBlas);

    /// <summary>A look at every category, in double, in a few minutes.</summary>
    public static IConfig Short => Common([Quick], benchmark => !IsSinglePrecision(benchmark));

    /// <summary>Everything, as thoroughly as BenchmarkDotNet likes.</summary>
    public static IConfig Full => Common([Job.Default], _ => true);

    /// <summary>The managed side once with each vector width.</summary>
    public static IConfig Widths =>
        Common(
            [WithWidth("scalar"), WithWidth("128"), WithWidth("256"), WithWidth("512")],
            benchmark => !IsSinglePrecision(benchmark) && !IsBaseline(benchmark)
        );

    /// <summary>The machine code of the managed side's kernels, as the runtime makes it.</summary>
    /// <remarks>
    /// BenchmarkDotNet's own disassembler does not take part: it does not recognise this version of the runtime.
    /// </remarks>
    public static IConfig Disassembly
    {
        get
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ListingPath)!);
            File.Delete(ListingPath);
            Job listed = Quick
                .WithId("Listed")
                .WithEnvironmentVariable("DOTNET_JitDisasm", "SpanLinalg.Kernels.*:*")
                .WithEnvironmentVariable("DOTNET_JitStdOutFile", ListingPath);
            return Common([listed], benchmark => !IsSinglePrecision(benchmark) && !IsBaseline(benchmark));
        }
    }

    /// <summary>Where that profile leaves the code. The runtime appends to it, process after process.</summary>
    public static string ListingPath { get; } =
        Path.Combine(Environment.CurrentDirectory, "BenchmarkDotNet.Artifacts", "disassembly.txt");

    private static Job Quick =>
        Job
            .Default.WithId("Quick")
            .WithLaunchCount(1)
            .WithWarmupCount(4)
            .WithIterationCount(6)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));

    private static Job WithWidth(string width) =>
        Quick.WithId($"SIMD {width}").WithEnvironmentVariable(SimdPolicy.EnvironmentVariable, width);

    private static ManualConfig Common(Job[] jobs, Func<BenchmarkCase, bool> isWanted)
    {
        bool hasOpenBlas = OpenBlasProvider.TryLoad(out _, out _);
        return ManualConfig
            .CreateEmpty()
            .AddJob(jobs)
            .AddFilter(new SimpleFilter(benchmark => isWanted(benchmark) && (hasOpenBlas || !IsBaseline(benchmark))))
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(CategoriesColumn.Default)
            .AddColumn(SpeedColumn.All)
            .HideColumns(Column.AllocRatio)
            .WithOrderer(new ContestOrderer())
            .WithOptions(ConfigOptions.JoinSummary);
    }

    private static bool IsBaseline(BenchmarkCase benchmark) => benchmark.Descriptor.WorkloadMethod.Name == Baseline;

    private static bool IsSinglePrecision(BenchmarkCase benchmark) =>
        benchmark.Descriptor.Type.GetGenericArguments()[0] == typeof(float);
}
