using System.Diagnostics;

namespace SpanLinalg.Cli;

/// <summary>Times one side: warms it up, learns how many calls make a sample, and takes samples.</summary>
internal sealed class Sampler(Contestant contestant)
{
    /// <summary>Long enough that the clock's resolution and an interrupt do not show.</summary>
    private const double SampleSeconds = 1e-3;

    /// <summary>What the runtime counts before it compiles a method once more, better.</summary>
    private const int TierUpCalls = 30;

    /// <summary>How near to the fastest piece of the warm-up its last piece must be.</summary>
    private const double Stable = 1.05;

    private int calls = 1;

    /// <summary>Calls until the speed stands still.</summary>
    /// <param name="seconds">
    /// At least so long, since the runtime compiles better code in the background; for a side that is still not stable, or
    /// that has not made the calls that the runtime counts, up to four times as long.
    /// </param>
    public void WarmUp(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        long made = 0;
        double fastest = double.PositiveInfinity;
        while (true)
        {
            double last = Sample();
            made += calls;
            fastest = Math.Min(fastest, last);
            calls = (int)Math.Clamp(SampleSeconds / last, 1, int.MaxValue / 2);

            double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            bool settled = made >= TierUpCalls && last <= Stable * fastest;
            if (elapsed >= 4 * seconds || (elapsed >= seconds && settled))
            {
                return;
            }
        }
    }

    /// <summary>A few calls that do not count, at least one, then as many as a sample needs.</summary>
    /// <returns>Seconds a call.</returns>
    public double Sample()
    {
        Time(Math.Max(calls / 8, 1));
        return Time(calls) / calls;
    }

    /// <summary>The result of a fresh call.</summary>
    public IEnumerable<double[]> Result()
    {
        contestant.Restore(1);
        contestant.Run(0);
        return contestant.Result();
    }

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
