using System.Globalization;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>A duel as a table, under it how to read it.</summary>
internal static class BenchText
{
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
            report.Results.Select(Row)
        );
        if (peer is not null)
        {
            text.Paragraph(
                $"speedup: time of {peer} / time of spanlinalg, median over the rounds, and its quartiles; above 1, spanlinalg is faster. "
                    + "difference: the largest between the results, relative to their largest element."
            );
        }
        text.Paragraph(
            "GFLOP/s, % of peak: of spanlinalg; the peak is that of the multiply-adds of one core, probed in every round."
        );
        return text.ToString();
    }

    private static string[] Row(DuelResult result) =>
        [
            result.Size.ToString(),
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
