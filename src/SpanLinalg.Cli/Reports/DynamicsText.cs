using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;
using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Cli;

/// <summary>The dynamics as tables and a verdict in words.</summary>
internal static class DynamicsText
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char WorseThanNothing = '▲';
    private const char Diverged = '×';

    /// <summary>What is shown as 1.000 is no worse than the start.</summary>
    private const double StartInThreeDecimals = 1.0005;

    private const string SlopesLegend =
        "±: 95 % confidence over the seeds. Law: theory for large r (Kalajdzievski, 2023). At this size: theory for a "
        + "fit over these ranks, with the overlap that the inputs of a batch have after A, and all those of the "
        + "layer for ‖γBA‖. Forward: √(mean ‖γBAx‖²) over the inputs of the first minibatch, on which the first "
        + "step was taken. ‖∂L/∂A‖ is zero at the start, since B is.";

    private const string LaterLegend =
        "Still on the inputs of the first minibatch. They overlap with all inputs seen so far, so while little is "
        + "learned the exponents drift towards those of ‖γBA‖; once much is learned, towards 0.";

    private const string RatesLegend =
        "≥, ≤: at an end of the sweep. A better rate may lie beyond, so there is no exponent. Theory: what keeps the "
        + "first step the same at every rank.";

    private const string CurvesLegend =
        "Bars: the error ‖γBA − ΔW‖_F / ‖ΔW‖_F, a full one being 1, where training begins; ▲ is worse than no adapter, "
        + "× is diverged: the loss is NaN or infinite, or a million times that of no adapter. Best possible: no "
        + "update of this rank comes closer (Eckart–Young).";

    public static string Compose(DynamicsReport report, int width)
    {
        ReportWriter text = new(width);
        FirstStep(text, report);
        LaterSteps(text, report);
        if (report.BestRates.Count > 0)
        {
            BestRates(text, report);
        }
        Curves(text, report);

        text.Line("What the numbers say");
        foreach (string finding in DynamicsFindings.Of(report))
        {
            text.Paragraph(finding, "  • ");
        }
        return text.ToString();
    }

    /// <summary>What was trained, and the exponents that theory is about, beside it.</summary>
    public static void FirstStep(ReportWriter text, DynamicsReport report)
    {
        DynamicsOptions options = report.Options;
        text.Paragraph(
            $"Dynamics: y = (W₀ + γBA)x trained onto the {DynamicsNames.Of(options.Target)} update of "
                + $"{options.Rows}×{options.Columns}, {DynamicsNames.Count(options.Steps, "step")} of "
                + $"{DynamicsNames.Count(options.Batch, "input")}, {DynamicsNames.Count(options.Seeds, "seed")} from "
                + $"{options.Seed} on, noise {Significant(options.Noise)}, α = {Significant(options.Alpha)}, A "
                + $"{DynamicsNames.Of(options.Initialization)}, B = 0"
        );
        text.Line();
        text.Table(
            $"Exponents in r, over ranks {string.Join(", ", report.Ranks)}: at the start and after the first step",
            ["optimizer", "γ", "‖∂L/∂B‖", "law", "forward", "law", "at this size", "‖γBA‖", "at this size"],
            report
                .Series.DistinctBy(series => (series.Optimizer, series.Exponent))
                .Select(series =>
                {
                    RankSlope gradient = series.Slope(DynamicsQuantity.GradientNorm, 0)!;
                    RankSlope forward = series.Slope(DynamicsQuantity.ForwardChange, 1)!;
                    RankSlope norm = series.Slope(DynamicsQuantity.UpdateNorm, 1)!;
                    return (string[])
                        [
                            DynamicsNames.Title(series.Optimizer),
                            DynamicsNames.Scale(series.Exponent),
                            Measured(gradient),
                            Exponent(gradient.Theory),
                            Measured(forward),
                            Exponent(forward.Theory),
                            Exponent(forward.TheoryAtSize),
                            Measured(norm),
                            Exponent(norm.TheoryAtSize),
                        ];
                })
        );
        text.Paragraph(SlopesLegend);
        text.Line();
    }

    private static void LaterSteps(ReportWriter text, DynamicsReport report)
    {
        int[] steps =
        [
            .. report
                .Series[0]
                .Slopes.Where(slope => slope.Quantity == DynamicsQuantity.ForwardChange && slope.Step > 1)
                .Select(slope => slope.Step),
        ];
        if (steps.Length > 0)
        {
            text.Table(
                "Exponents in r later on; none where a rank has diverged",
                [
                    "optimizer",
                    "γ",
                    "η",
                    .. steps.Select(step => $"forward, {step} steps"),
                    .. steps.Select(step => $"‖γBA‖, {step} steps"),
                ],
                report.Series.Select(series =>
                    (string[])
                        [
                            .. Name(series),
                            .. steps.Select(step => Measured(series.Slope(DynamicsQuantity.ForwardChange, step)!)),
                            .. steps.Select(step => Measured(series.Slope(DynamicsQuantity.UpdateNorm, step)!)),
                        ]
                )
            );
            text.Paragraph(LaterLegend);
            text.Line();
        }
    }

    private static void BestRates(ReportWriter text, DynamicsReport report)
    {
        text.Table(
            "The learning rate with the least error at the end, and its exponent in r",
            ["optimizer", "γ", .. Ranks(report), "exponent", "theory"],
            report.BestRates.Select(best =>
                (string[])
                    [
                        DynamicsNames.Title(best.Optimizer),
                        DynamicsNames.Scale(best.Exponent),
                        .. best.Rates.Select(rate => Rate(rate, report)),
                        Exponent(best.Slope),
                        Exponent(best.Theory),
                    ]
            )
        );
        text.Paragraph(RatesLegend);
        text.Line();
    }

    private static string Rate(double rate, DynamicsReport report) =>
        double.IsNaN(rate) ? "diverged"
        : rate == report.Options.LearningRates!.Max() ? $"≥ {Significant(rate)}"
        : rate == report.Options.LearningRates!.Min() ? $"≤ {Significant(rate)}"
        : Significant(rate);

    private static void Curves(ReportWriter text, DynamicsReport report)
    {
        string[] best = ["best possible", "", "", .. report.BestErrors.Select(error => Number(error, 3))];
        text.Table(
            $"Relative error after {string.Join(", ", report.Series[0].Ranks[0].Curve.Select(point => point.Step))} "
                + "steps, and where it ended",
            ["optimizer", "γ", "η", .. Ranks(report)],
            report
                .Series.Select(series =>
                    (string[])[.. Name(series), .. series.Ranks.Select(rank => Curve(rank, report.Options.Seeds))]
                )
                .Prepend(best)
        );
        text.Paragraph(CurvesLegend);
        text.Line();
    }

    private static string Curve(TrainedRank rank, int seeds)
    {
        string bars = string.Concat(rank.Curve.Select(point => Bar(point.RelativeError)));
        string end =
            rank.Diverged == 0 ? Number(rank.Curve[^1].RelativeError, 3)
            : rank.Diverged == seeds ? "diverged"
            : $"{rank.Diverged} of {seeds} diverged";
        return $"{bars} {end}";
    }

    private static char Bar(double error) =>
        !double.IsFinite(error) ? Diverged
        : error > StartInThreeDecimals ? WorseThanNothing
        : Bars[Math.Min((int)(Bars.Length * error), Bars.Length - 1)];

    private static string[] Name(TrainingSeries series) =>
        [DynamicsNames.Title(series.Optimizer), DynamicsNames.Scale(series.Exponent), Significant(series.LearningRate)];

    private static IEnumerable<string> Ranks(DynamicsReport report) => report.Ranks.Select(rank => $"rank {rank}");

    private static string Measured(RankSlope slope) => DynamicsFindings.Interval(slope.Measured);

    private static string Exponent(double? value) => DynamicsFindings.Exponent(value);
}
