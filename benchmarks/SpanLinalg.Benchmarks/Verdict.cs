using BenchmarkDotNet.Reports;

namespace SpanLinalg.Benchmarks;

/// <summary>Whether a run was as it should be.</summary>
internal static class Verdict
{
    /// <summary>1 if a benchmark did not run or the managed side allocated, after saying so; else 0.</summary>
    public static int Of(IReadOnlyCollection<Summary> summaries)
    {
        string[] complaints =
        [
            .. summaries
                .SelectMany(summary => summary.ValidationErrors.Where(error => error.IsCritical))
                .Select(error => error.Message),
            .. summaries.SelectMany(summary => summary.Reports).Select(Complaint).OfType<string>(),
        ];
        foreach (string complaint in complaints)
        {
            Console.Error.WriteLine(complaint);
        }
        return complaints is [] ? 0 : 1;
    }

    private static string? Complaint(BenchmarkReport report)
    {
        bool isManaged = report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(ContestBenchmarks<>.Managed);
        return ProcessFacts.Read(report) switch
        {
            null => $"{report.BenchmarkCase.DisplayInfo}: this benchmark broke off.",
            { AllocatedBytes: > 0 and long bytes } when isManaged =>
                $"{report.BenchmarkCase.DisplayInfo}: a call allocates {bytes} bytes, and should allocate none.",
            _ => null,
        };
    }
}
