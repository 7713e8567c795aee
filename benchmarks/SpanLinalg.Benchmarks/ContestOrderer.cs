using System.Collections.Immutable;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace SpanLinalg.Benchmarks;

/// <summary>Compares the sides of one operation at one size, also where all operations are in one table.</summary>
/// <remarks>
/// The base class compares whatever has the same parameters, and does not let that be overridden: hence the interface
/// again.
/// </remarks>
internal sealed class ContestOrderer : DefaultOrderer, IOrderer
{
    string IOrderer.GetLogicalGroupKey(ImmutableArray<BenchmarkCase> allBenchmarksCases, BenchmarkCase benchmarkCase) =>
        Contest(benchmarkCase);

    public override IEnumerable<BenchmarkCase> GetSummaryOrder(
        ImmutableArray<BenchmarkCase> benchmarksCases,
        Summary summary
    ) => benchmarksCases.OrderBy(Contest, StringComparer.Ordinal);

    private static string Contest(BenchmarkCase benchmarkCase)
    {
        Type type = benchmarkCase.Descriptor.Type;
        int size = (int)benchmarkCase.Parameters[nameof(IFlopCount.N)];
        return FormattableString.Invariant($"{type.Name} {type.GetGenericArguments()[0].Name} {size, 6}");
    }
}
