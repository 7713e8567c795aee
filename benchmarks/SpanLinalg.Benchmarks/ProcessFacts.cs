using System.Globalization;
using System.Numerics;
using BenchmarkDotNet.Reports;

namespace SpanLinalg.Benchmarks;

/// <summary>
/// What a benchmark's process finds out beside times, and tells BenchmarkDotNet's in a line of its output.
/// </summary>
/// <param name="Peak">
/// Flops a second of one core that does nothing but multiply-adds, with the vectors of that process.
/// </param>
/// <param name="AllocatedBytes">Bytes that a call of the managed side allocates.</param>
internal sealed record ProcessFacts(double Peak, long AllocatedBytes)
{
    private const string Prefix = "// SpanLinalg: ";
    private const int Probes = 15;

    /// <summary>Probes the peak, and counts what a call allocates.</summary>
    /// <remarks>
    /// The count is the least of a few, since other threads may allocate meanwhile. The MemoryDiagnoser cannot take its
    /// place: it counts some hundred bytes of BenchmarkDotNet's own, and where an iteration is a few calls they do not
    /// vanish in the division.
    /// </remarks>
    public static ProcessFacts Measure<T>(Action managed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] peaks = [.. Enumerable.Range(0, Probes).Select(_ => ProcessorPeak.Measure<T>()).Order()];
        return new(peaks[Probes / 2], Enumerable.Range(0, 3).Min(_ => AllocatedBytesOf(managed)));
    }

    public void Write() =>
        Console.WriteLine(FormattableString.Invariant($"{Prefix}{Peak:R} flop/s at the peak, {AllocatedBytes} bytes"));

    /// <summary>The facts about a benchmark, or null if its process did not get so far.</summary>
    public static ProcessFacts? Read(BenchmarkReport report)
    {
        string? line = report
            .ExecuteResults.SelectMany(result => result.StandardOutput.Concat(result.PrefixedLines))
            .LastOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal));
        if (line?[Prefix.Length..].Split(' ') is not [string peak, .., string bytes, _])
        {
            return null;
        }
        return new(double.Parse(peak, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture));
    }

    private static long AllocatedBytesOf(Action action)
    {
        action();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
