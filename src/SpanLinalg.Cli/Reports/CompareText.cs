using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;
using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Cli;

/// <summary>The comparison as tables, the frontier as a picture, and the advice in sentences.</summary>
internal static class CompareText
{
    private const int BarWidth = 30;

    public static string Compose(ComparisonReport report, int width)
    {
        ReportWriter text = new(width);
        text.Line(report.Subject);
        text.Line(
            $"  {report.Layers} {(report.Layers == 1 ? "layer" : "layers")} of {string.Join(", ", report.Shapes)}, "
                + $"{report.Entries} {(report.Entries == 1 ? "entry" : "entries")}; ‖ΔW‖ "
                + $"{Significant(report.UpdateNorm)}, ‖W₀‖ {Significant(report.BaseNorm)}"
                + (report.BaseIsStandIn ? " (Gaussian stand-in)" : "")
        );
        text.Line();
        Errors(text, report, "Relative error ‖Ŵ − (W₀ + ΔW)‖ / ‖ΔW‖ at each number of trainable parameters");
        Details(text, report);
        BaseErrors(text, report);
        Frontier(text, report);
        Advice(text, report);
        foreach (string note in Notes(report))
        {
            text.Paragraph(note, "  Note: ");
        }
        return text.ToString();
    }

    /// <summary>The methods' errors, a line for each.</summary>
    public static void Errors(ReportWriter text, ComparisonReport report, string title) =>
        text.Table(
            title,
            ["method", .. report.Budgets.Select(budget => Number(budget))],
            report.Methods.Select(method =>
                (string[])
                    [
                        method.Name,
                        .. method.AtBudgets.Select(fit =>
                            fit is null ? $"needs {Number(method.LeastParameters)}" : Error(fit.Error)
                        ),
                    ]
            )
        );

    /// <summary>What to choose.</summary>
    public static void Advice(ReportWriter text, ComparisonReport report)
    {
        Advice advice = report.Recommendation;
        string setting = advice.Family switch
        {
            UpdateFamily.HighRank => $"rank {advice.LoraRank}",
            UpdateFamily.BudgetTooSmall => $"LoRA would need rank {advice.LoraRank}",
            _ => $"{advice.Method}, {advice.Fit!.Setting}",
        };
        text.Line(
            $"What to choose, for an error of {Significant(report.Options.Target)}: {Words(advice.Family)} ({setting})"
        );
        text.Paragraph(advice.Reason, "  • ");
    }

    /// <summary>What a reader should know, beside what the subject brings along.</summary>
    public static IEnumerable<string> Notes(ComparisonReport report)
    {
        IEnumerable<string> notes = report.Notes;
        return report.BaseIsStandIn
            ? notes.Append(
                "W₀ is a Gaussian stand-in: DoRA, LoRA-XS, TinyLoRA, QLoRA, LoftQ and QPiSSA depend on it, and say "
                    + "here only what they make of a weight without structure. --base-weights takes the real one."
            )
            : notes;
    }

    /// <summary>A family in words, the same in every format.</summary>
    public static string Words(UpdateFamily family) =>
        family switch
        {
            UpdateFamily.LowRank => "low-rank",
            UpdateFamily.Sparse => "sparse",
            UpdateFamily.LowRankPlusSparse => "low-rank + sparse",
            UpdateFamily.FrozenFrame => "frozen frame",
            UpdateFamily.HighRank => "high rank",
            _ => "budget too small",
        };

    private static void Details(ReportWriter text, ComparisonReport report)
    {
        int budget = BudgetOfAdvice(report);
        text.Table(
            $"What they are at {report.Budgets[budget]} parameters, best first",
            ["method", "setting", "parameters", "bytes", "error", "of the whole weight", "base bits/weight"],
            report
                .Methods.Where(method => method.AtBudgets[budget] is not null)
                .OrderBy(method => method.AtBudgets[budget]!.Error)
                .Select(method => (method.Name, Fit: method.AtBudgets[budget]!))
                .Select(row =>
                    (string[])
                        [
                            row.Name,
                            row.Fit.Setting,
                            Number(row.Fit.Parameters),
                            Number(row.Fit.Bytes),
                            Error(row.Fit.Error),
                            Error(row.Fit.WeightError),
                            Number(row.Fit.BaseBitsPerWeight, 3),
                        ]
                )
        );
    }

    private static void BaseErrors(ReportWriter text, ComparisonReport report)
    {
        int budget = BudgetOfAdvice(report);
        MethodResult[] quantized = [.. report.Methods.Where(method => method.AtBudgets[budget]?.BaseErrors.Count > 0)];
        if (quantized.Length == 0)
        {
            return;
        }
        int iterations = quantized.Max(method => method.AtBudgets[budget]!.BaseErrors.Count);
        text.Table(
            $"‖Q + BA − W₀‖ / ‖W₀‖ before training, iteration by iteration, at {report.Budgets[budget]} parameters",
            ["method", .. Enumerable.Range(1, iterations).Select(t => Number(t))],
            quantized.Select(method =>
                (string[])
                    [
                        method.Name,
                        .. Enumerable
                            .Range(0, iterations)
                            .Select(t =>
                                t < method.AtBudgets[budget]!.BaseErrors.Count
                                    ? Error(method.AtBudgets[budget]!.BaseErrors[t])
                                    : ""
                            ),
                    ]
            )
        );
    }

    private static void Frontier(ReportWriter text, ComparisonReport report) =>
        text.Table(
            "The frontier: no other method has both fewer parameters and a smaller error",
            ["error", "", "parameters", "bytes", "method", "setting"],
            report.Frontier.Select(point =>
                (string[])
                    [
                        Error(point.Fit.Error),
                        new string('█', (int)Math.Round(BarWidth * Math.Min(1, point.Fit.Error))).PadRight(BarWidth),
                        Number(point.Fit.Parameters),
                        Number(point.Fit.Bytes),
                        point.Method,
                        point.Fit.Setting,
                    ]
            )
        );

    /// <summary>The budget at which the details are shown: that of the advice, or the largest.</summary>
    private static int BudgetOfAdvice(ComparisonReport report)
    {
        int last = report.Budgets.Count - 1;
        return report.Recommendation.Fit is { } fit
            ? Enumerable.Range(0, last).FirstOrDefault(i => report.Budgets[i] >= fit.Parameters, last)
            : last;
    }

    // What rounding leaves of an exact fit is no error.
    private static string Error(double value) => value is < 1e-12 or >= 1e-4 ? Number(value, 4) : Significant(value);
}
