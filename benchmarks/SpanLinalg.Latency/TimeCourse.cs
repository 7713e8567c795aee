using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Latency;

/// <summary>What a call takes from the end of the first one on, while the runtime optimises what it runs.</summary>
/// <remarks>
/// Calls are timed in batches of about 0.2 ms, so that reading the clock does not count, and a batch belongs to the
/// span of time in which it began. The end is reached when the last span is over and the runtime has compiled nothing
/// for a while.
/// </remarks>
internal sealed class TimeCourse(double[] spans, double limit, double endSeconds)
{
    private const double BatchSeconds = 200e-6;

    // A processor alone makes the runtime wait for a second, and then once more, before it optimises.
    private static readonly double Quiet = Environment.ProcessorCount == 1 ? 1.5 : 0.5;

    private readonly double[] seconds = new double[spans.Length];
    private readonly long[] calls = new long[spans.Length];
    private readonly List<double> ends = new((int)(2 * endSeconds / BatchSeconds));

    /// <summary>Seconds after the first call at which the end began.</summary>
    public double Settled { get; private set; }

    /// <summary>Mean seconds of a call in each span.</summary>
    public double Mean(int span) => seconds[span] / calls[span];

    /// <summary>Mean seconds of a call in all spans up to this one.</summary>
    public double MeanUpTo(int span) => seconds[..(span + 1)].Sum() / calls[..(span + 1)].Sum();

    /// <summary>The median of the end's batch means.</summary>
    public double End => ends.Order().ElementAt(ends.Count / 2);

    /// <summary>The least of the end's batch means.</summary>
    public double Best => ends.Min();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Operation operation)
    {
        long start = Stopwatch.GetTimestamp();
        long methods = JitInfo.GetCompiledMethodCount();
        double compiled = 0;
        int batch = 1;
        int span = 0;
        Settled = double.PositiveInfinity;
        while (true)
        {
            long before = Stopwatch.GetTimestamp();
            operation.Run(batch);
            long after = Stopwatch.GetTimestamp();
            double began = (before - start) / (double)Stopwatch.Frequency;
            double taken = (after - before) / (double)Stopwatch.Frequency;

            while (span < spans.Length && began >= spans[span])
            {
                span++;
            }
            if (span < spans.Length)
            {
                seconds[span] += taken;
                calls[span] += batch;
            }
            else if (began >= Settled)
            {
                ends.Add(taken / batch);
                if (began >= Settled + endSeconds)
                {
                    return;
                }
            }
            else if (began - compiled >= Quiet || began >= limit)
            {
                Settled = began;
            }

            long now = JitInfo.GetCompiledMethodCount();
            if (now != methods)
            {
                (methods, compiled) = (now, began);
            }
            batch = (int)Math.Clamp(batch * BatchSeconds / Math.Max(taken, 1e-9), 1, 2.0 * batch);
        }
    }
}
