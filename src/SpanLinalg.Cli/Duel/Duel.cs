using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>Two sides take turns at the same problem, in one process.</summary>
/// <remarks>
/// Machines change their clock from one second to the next, so a time means little and the ratio of two neighbouring
/// times much: everything is compared within a round, and a statistic is taken over rounds.
/// </remarks>
internal static class Duel
{
    private const int FewestRounds = 3;

    /// <summary>A side may warm up as long as all rounds take, and so long at least.</summary>
    private const double WarmUpSeconds = 0.5;

    /// <summary>The duel over one of the problems.</summary>
    /// <exception cref="CommandException">The sides do not agree, or the problem is too large.</exception>
    public static DuelResult Run(DuelOptions options, Problem problem) =>
        options.SinglePrecision ? Run<float>(options, problem) : Run<double>(options, problem);

    private static DuelResult Run<T>(DuelOptions options, Problem problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            Contest contest = Operation.Prepare<T>(options.Operation, problem, Parallelism.UpTo(options.Threads));
            Sampler managed = new(contest.Managed(), options.Threads);
            Sampler? peer = options.Peer is { } provider ? new(contest.By(provider), options.Threads) : null;

            double difference = peer is null ? 0 : Agreement.MaxRelativeDifference(managed.Result(), peer.Result());
            double tolerance = Agreement.Tolerance(problem.Size, double.CreateChecked(T.BitIncrement(T.One) - T.One));
            if (!(difference <= tolerance))
            {
                throw new CommandException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{options.Operation} {problem}: the two sides differ by {difference:G3} of the largest "
                            + $"element, and at most {tolerance:G3} is rounding."
                    )
                );
            }
            return Summary(
                contest,
                problem,
                Rounds(options, managed, peer, ProcessorPeak.Measure<T>),
                peer,
                difference
            );
        }
        catch (Exception exception) when (exception is OverflowException or OutOfMemoryException)
        {
            throw new CommandException($"{options.Operation} {problem}: the matrices are too large.");
        }
    }

    private static List<Round> Rounds(DuelOptions options, Sampler managed, Sampler? peer, Func<double> peak)
    {
        double warmUp = Math.Max(options.Seconds, WarmUpSeconds);
        peer?.WarmUp(warmUp);
        managed.WarmUp(warmUp);

        List<Round> rounds = [];
        long start = Stopwatch.GetTimestamp();
        while (
            rounds.Count < options.Rounds
            && (rounds.Count < FewestRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds)
        )
        {
            // Whoever is first meets the processor as the probe left it: that falls to both in turn.
            double flopsPerSecond = SustainedPeak(peak, managed.SecondsOfSample);
            bool peerFirst = rounds.Count % 2 == 1;
            double early = peerFirst ? Sample(peer, options.Threads) : managed.Sample();
            double late = peerFirst ? managed.Sample() : Sample(peer, options.Threads);
            rounds.Add(peerFirst ? new(flopsPerSecond, late, early) : new(flopsPerSecond, early, late));
        }
        return rounds;
    }

    /// <summary>
    /// The peak over as long as a sample of the managed side takes, but at most over a twentieth of a second.
    /// </summary>
    /// <remarks>
    /// What interrupts a core now and then is in every long sample, and in few probes of a millisecond: in 3 ms,
    /// multiply-adds alone came to 95 % of what they do in 0.3 ms.
    /// </remarks>
    private static double SustainedPeak(Func<double> peak, double seconds)
    {
        int probes = 0;
        double perFlop = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            perFlop += 1 / peak();
            probes++;
        } while (Stopwatch.GetElapsedTime(start).TotalSeconds < Math.Min(seconds, 0.05));
        return probes / perFlop;
    }

    private static double Sample(Sampler? peer, int threads)
    {
        double seconds = peer?.Sample() ?? double.NaN;
        if (peer is not null && threads > 1)
        {
            WaitForSilence();
        }
        return seconds;
    }

    /// <summary>Waits until no thread of this process works any more, or for a second.</summary>
    /// <remarks>
    /// Worker threads of a native library wait for more work in a loop, those of OpenBLAS for 25 to 130 ms, and would
    /// take the other side's core for so long.
    /// </remarks>
    private static void WaitForSilence()
    {
        TimeSpan window = TimeSpan.FromMilliseconds(10);
        for (int windows = 0; windows < 100; windows++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(window);
            if (Environment.CpuUsage.TotalTime - before < window / 10)
            {
                return;
            }
        }
    }

    private static DuelResult Summary(
        Contest contest,
        Problem problem,
        List<Round> rounds,
        Sampler? peer,
        double difference
    )
    {
        Quartiles seconds = Quartiles.Of(rounds.Select(round => round.Managed));
        return new(
            problem,
            rounds.Count,
            seconds,
            contest.Flops / seconds.Median * 1e-9,
            Quartiles.Of(rounds.Select(round => contest.Flops / round.Managed / round.Peak)).Median,
            peer is null
                ? null
                : new(
                    Quartiles.Of(rounds.Select(round => round.Peer)),
                    Quartiles.Of(rounds.Select(round => round.Peer / round.Managed)),
                    difference
                )
        );
    }

    /// <summary>One round: flops a second at the peak, and the seconds a call of each side.</summary>
    private readonly record struct Round(double Peak, double Managed, double Peer);
}
