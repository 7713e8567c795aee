using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace SpanLinalg.Benchmarks;

/// <summary>A column that a benchmark's mean time and its flops give.</summary>
internal abstract class SpeedColumn(string name, string legend) : IColumn
{
    public static readonly IColumn[] All = [new GigaflopsColumn(), new PeakShareColumn()];

    public string Id => ColumnName;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { ResultStatistics.Mean: double nanoseconds } report
            ? Value(report, 1e9 * Flops(benchmarkCase) / nanoseconds)
            : "?";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    protected abstract string Value(BenchmarkReport report, double flopsPerSecond);

    private static double Flops(BenchmarkCase benchmarkCase)
    {
        IFlopCount benchmark = (IFlopCount)Activator.CreateInstance(benchmarkCase.Descriptor.Type)!;
        benchmark.N = (int)benchmarkCase.Parameters[nameof(IFlopCount.N)];
        return benchmark.Flops;
    }

    private sealed class GigaflopsColumn()
        : SpeedColumn("GFLOP/s", "Flops, by the usual count, per nanosecond of the mean time")
    {
        protected override string Value(BenchmarkReport report, double flopsPerSecond) =>
            (1e-9 * flopsPerSecond).ToString("F1", CultureInfo.InvariantCulture);
    }

    private sealed class PeakShareColumn()
        : SpeedColumn(
            "% of peak",
            "Speed relative to the multiply-adds of one core, probed at the end of the benchmark's process"
        )
    {
        protected override string Value(BenchmarkReport report, double flopsPerSecond) =>
            ProcessFacts.Read(report) is { } facts
                ? (100 * flopsPerSecond / facts.Peak).ToString("F0", CultureInfo.InvariantCulture)
                : "?";
    }
}
