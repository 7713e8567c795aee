using System.Globalization;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>A duel as a table, under it how to read it.</summary>
internal static class BenchText
{
    /// <summary>Results of a sweep that the table has.</summary>
    private const int WorstShown = 10;

    public static string Compose(BenchReport report, int width)
    {
        ReportWriter text = new(width);
        foreach (string side in report.Sides)
        {
            text.Line(side);
        }
        text.Line();
        string? peer = report.Options.Peer?.Name;
        text.Table(
            $"{report.Options.Operation}, {report.Type}; times in µs",
            [
                "size",
                "rounds",
                "spanlinalg best",
                "median",
                .. peer is null ? (string[])[] : [$"{peer} best", "median", "speedup", "quartiles"],
                "GFLOP/s",
                "% of peak",
                .. peer is null ? (string[])[] : ["difference"],
            ],
            Shown(report).Select(Row)
        );
        foreach (string sentence in Summary(report))
        {
            text.Paragraph(sentence);
        }
        if (peer is not null)
        {
            text.Paragraph(
                $"speedup: time of {peer} / time of spanlinalg, median over the rounds, and its quartiles; above 1, "
                    + "spanlinalg is faster. difference: the largest between the results, relative to their largest "
                    + "element."
            );
        }
        if (report.Results.Any(result => result.Problem.Layout is not null))
        {
            text.Paragraph(
                "size: a letter t marks a factor that is stored column by column, n one stored row by row if there is "
                    + "any t; ld: bytes that every leading dimension is a multiple of."
            );
        }
        text.Paragraph(
            "GFLOP/s, % of peak: of spanlinalg; the peak is that of the multiply-adds of one core, probed in every "
                + "round."
        );
        return text.ToString();
    }

    /// <summary>All results, or of a sweep the worst, worst first.</summary>
    private static IEnumerable<DuelResult> Shown(BenchReport report) =>
        report.Options.IsSweep
            ? report.Results.OrderBy(result => result.Peer?.Speedup.Median ?? result.ShareOfPeak).Take(WorstShown)
            : report.Results;

    /// <summary>What several results come to.</summary>
    private static IEnumerable<string> Summary(BenchReport report)
    {
        if (report.Options.IsSweep && report.Results.Count > WorstShown)
        {
            yield return $"The {WorstShown} worst of {report.Results.Count} shapes; --format json and csv have all.";
        }

        DuelResult[] dueled = [.. report.Results.Where(result => result.Peer is not null)];
        if (dueled.Length > 1)
        {
            DuelResult worst = dueled.MinBy(result => result.Peer!.Speedup.Median)!;
            double mean = Math.Exp(dueled.Average(result => Math.Log(result.Peer!.Speedup.Median)));
            yield return $"Speedup over {dueled.Length} {(report.Options.IsSweep ? "shapes" : "sizes")}: geometric "
                + $"mean {Number(mean, 2)}, smallest {Number(worst.Peer!.Speedup.Median, 2)} (at {worst.Problem}), "
                + $"below 1 at {dueled.Count(result => result.Peer!.Speedup.Median < 1)}.";
        }
    }

    private static string[] Row(DuelResult result) =>
        [
            result.Problem.ToString(),
            Number(result.Rounds),
            Microseconds(result.Seconds.Least),
            Microseconds(result.Seconds.Median),
            .. result.Peer is { } peer
                ? (string[])
                    [
                        Microseconds(peer.Seconds.Least),
                        Microseconds(peer.Seconds.Median),
                        Number(peer.Speedup.Median, 2),
                        $"{Number(peer.Speedup.Lower, 2)}–{Number(peer.Speedup.Upper, 2)}",
                    ]
                : [],
            Number(result.Gigaflops, 1),
            Number(100 * result.ShareOfPeak, 0),
            .. result.Peer is { } other ? (string[])[Difference(other.MaxRelativeDifference)] : [],
        ];

    private static string Difference(double value) =>
        value == 0 ? "0" : value.ToString("0e-0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, or all before the point.</summary>
    private static string Microseconds(double seconds)
    {
        double time = 1e6 * seconds;
        return Number(
            time,
            time < 1 ? 3
                : time < 10 ? 2
                : time < 100 ? 1
                : 0
        );
    }
}
