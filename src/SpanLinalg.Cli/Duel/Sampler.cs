using System.Diagnostics;
using System.Runtime;

namespace SpanLinalg.Cli;

/// <summary>Times one side: warms it up, learns how many calls make a sample, and takes samples.</summary>
/// <param name="contestant">The side.</param>
/// <param name="threads">Threads that it may use.</param>
internal sealed class Sampler(Contestant contestant, int threads)
{
    /// <summary>Long enough that the clock's resolution and an interrupt do not show.</summary>
    private const double SampleSeconds = 1e-3;

    /// <summary>
    /// Until all threads run: a core that was idle for ten milliseconds has been seen to take two to wake up.
    /// </summary>
    private const double WakeUpSeconds = 5e-3;

    /// <summary>After so many calls the runtime compiles a method once more, better.</summary>
    private const int TierUpCalls = 30;

    /// <summary>It does so in the background, and not before a tenth of a second went by without new code.</summary>
    private const double QuietSeconds = 0.2;

    private int calls = 1;

    /// <summary>How long the last sample took.</summary>
    public double SecondsOfSample { get; private set; }

    /// <summary>Calls until the runtime has nothing more to compile.</summary>
    /// <param name="limit">Seconds after which to stop all the same.</param>
    public void WarmUp(double limit)
    {
        long start = Stopwatch.GetTimestamp();
        long lastCompilation = start;
        long compiled = JitInfo.GetCompiledMethodCount();
        for (long made = 0; made < TierUpCalls || Elapsed(lastCompilation) < QuietSeconds; made += calls)
        {
            if (made > 0 && Elapsed(start) > limit)
            {
                return;
            }
            calls = (int)Math.Clamp(SampleSeconds / Sample(), 1, int.MaxValue / 2);
            if (JitInfo.GetCompiledMethodCount() is long now && now != compiled)
            {
                (compiled, lastCompilation) = (now, Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>
    /// Calls that do not count, until operands are in the caches and threads awake; then as many as a sample needs.
    /// </summary>
    /// <returns>Seconds a call.</returns>
    public double Sample()
    {
        double uncounted = 0;
        do
        {
            uncounted += Time(Math.Max(calls / 8, 1));
        } while (threads > 1 && uncounted < WakeUpSeconds);
        SecondsOfSample = Time(calls);
        return SecondsOfSample / calls;
    }

    /// <summary>The result of a fresh call.</summary>
    public IEnumerable<double[]> Result()
    {
        contestant.Restore(1);
        contestant.Run(0);
        return contestant.Result();
    }

    private static double Elapsed(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds;

    /// <summary>Seconds that a number of calls take, without those in which operands are restored.</summary>
    private double Time(int count)
    {
        long ticks = 0;
        for (int done = 0; done < count; )
        {
            int batch = Math.Min(count - done, contestant.CallsPerRestore);
            contestant.Restore(batch);
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < batch; call++)
            {
                contestant.Run(call);
            }
            ticks += Stopwatch.GetTimestamp() - start;
            done += batch;
        }
        return Math.Max(ticks, 1) / (double)Stopwatch.Frequency;
    }
}
