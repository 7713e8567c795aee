using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>The dynamics as tables and a verdict in words.</summary>
internal static class DynamicsText
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char AboveOne = '▲';
    private const char Gone = '×';

    public static string Compose(DynamicsReport report, int width)
    {
        DynamicsOptions options = report.Options;
        ReportWriter text = new(width);
        text.Paragraph(
            $"Training y = (W₀ + γBA)x onto the {DynamicsNames.Of(options.Target)} update of {options.Rows}×{options.Columns}: "
                + $"{options.Steps} steps of {options.Batch} inputs, {options.Seeds} {(options.Seeds == 1 ? "seed" : "seeds")} from {options.Seed} on, "
                + $"α = {Significant(options.Alpha)}, A {DynamicsNames.Of(options.Initialization)}, B = 0"
        );
        text.Line();
        Slopes(text, report);
        text.Paragraph(
            "p ± 95 % confidence over the seeds"
        );
        text.Line();
        Curves(text, report);
        return text.ToString();
    }

    /// <summary>The table of the exponents.</summary>
    public static void Slopes(ReportWriter text, DynamicsReport report)
    {
        int[] steps =
        [
            .. report.Series[0].Slopes.Where(slope => slope.Quantity == DynamicsQuantity.ForwardChange).Select(s => s.Step),
        ];
        text.Table(
            $"Exponents in r over ranks {string.Join(", ", report.Ranks)}: measured (theory)",
            [
                "optimizer, γ",
                "η",
                "‖∂L/∂B‖ at start",
                .. steps.Select(step => $"forward, {(step == 1 ? "1 step" : $"{step} steps")}"),
                .. steps.Select(step => $"‖ΔW‖, {(step == 1 ? "1 step" : $"{step} steps")}"),
            ],
            report.Series.Select(series =>
                (string[])
                    [
                        Name(series),
                        Significant(series.LearningRate),
                        Slope(series.Slope(DynamicsQuantity.GradientNorm, 0)),
                        .. steps.Select(step => Slope(series.Slope(DynamicsQuantity.ForwardChange, step))),
                        .. steps.Select(step => Slope(series.Slope(DynamicsQuantity.UpdateNorm, step))),
                    ]
            )
        );
    }

    private static void Curves(ReportWriter text, DynamicsReport report) =>
        text.Table(
            "Relative error",
            ["optimizer, γ", "η", .. report.Ranks.Select(rank => $"rank {rank}")],
            report.Series.Select(series =>
                (string[])
                    [
                        Name(series),
                        Significant(series.LearningRate),
                        .. series.Ranks.Select(rank =>
                            $"{string.Concat(rank.Curve.Select(Bar))} {Number(rank.Curve[^1].RelativeError, 3)}"
                        ),
                    ]
            )
        );

    private static string Name(TrainingSeries series) =>
        $"{DynamicsNames.Title(series.Optimizer)}, {DynamicsNames.Scale(series.Exponent)}";

    private static string Slope(RankSlope? slope) =>
        slope is null || double.IsNaN(slope.Measured.Value)
            ? "—"
            : $"{Number(slope.Measured.Value, 2)} ± {Number(slope.Measured.HalfWidth, 2)} ({Number(slope.Theory ?? double.NaN, 2)}; {Number(slope.TheoryAtSize ?? double.NaN, 2)})";

    private static char Bar(CurvePoint point) =>
        !double.IsFinite(point.RelativeError) ? Gone
        : point.RelativeError > 1.05 ? AboveOne
        : Bars[Math.Min((int)(Bars.Length * point.RelativeError), Bars.Length - 1)];
}
