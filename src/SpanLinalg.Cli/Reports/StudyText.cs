using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>The study as tables and a verdict in words.</summary>
internal static class StudyText
{
    private const int LeadingValues = 8;

    public static string Compose(StudyReport report, StudyMethods? methods, DynamicsReport? dynamics, int width)
    {
        StudyOptions options = report.Options;
        ReportWriter text = new(width);
        text.Line(
            $"Style and facts: two updates of {options.Rows}×{options.Columns}, seed {options.Seed}, "
                + $"noise {Significant(options.Noise)}, α = {Significant(options.Alpha)}"
        );
        text.Line();
        SingularValues(text, report);
        Errors(text, report);
        Scales(text, report);
        Variance(text, report);
        if (dynamics is not null)
        {
            DynamicsText.FirstStep(text, dynamics);
        }

        text.Line("What the numbers say");
        foreach (string finding in StudyFindings.Of(report, dynamics))
        {
            text.Paragraph(finding, "  • ");
        }
        if (methods is not null)
        {
            text.Line();
            Methods(text, "style", methods.Style);
            Methods(text, "facts", methods.Facts);
        }
        return text.ToString();
    }

    private static void SingularValues(ReportWriter text, StudyReport report)
    {
        int count = Math.Min(LeadingValues, report.Style.SingularValues.Length);
        text.Table(
            $"Leading singular values (of {report.Style.SingularValues.Length})",
            ["", $"style, rank {report.Style.Rank}", $"facts, rank {report.Facts.Rank}"],
            Enumerable
                .Range(0, count)
                .Select(i =>
                    (string[])
                        [
                            $"σ{i + 1}",
                            Number(report.Style.SingularValues.Span[i], 4),
                            Number(report.Facts.SingularValues.Span[i], 4),
                        ]
                )
        );
    }

    private static void Errors(ReportWriter text, StudyReport report) =>
        text.Table(
            "Relative error ‖ΔW − s·BA‖ / ‖ΔW‖ of the truncated SVD (rsLoRA: s = α/√r; best possible: s = 1)",
            [
                "rank",
                "style, s = α/r",
                "facts, s = α/r",
                "facts, rsLoRA",
                "style, best possible",
                "facts, best possible",
            ],
            report.Style.Errors.Zip(
                report.Facts.Errors,
                (style, facts) =>
                    (string[])
                        [
                            Number(style.Rank),
                            Number(style.Standard, 4),
                            Number(facts.Standard, 4),
                            Number(facts.RankStabilized, 4),
                            Number(style.BestPossible, 4),
                            Number(facts.BestPossible, 4),
                        ]
            )
        );

    private static void Scales(ReportWriter text, StudyReport report) =>
        text.Table(
            "Scale s",
            ["rank", "LoRA, α/r", "rsLoRA, α/√r"],
            report.Scales.Select(row =>
                (string[])[Number(row.Rank), Number(row.Standard, 4), Number(row.RankStabilized, 4)]
            )
        );

    private static void Variance(ReportWriter text, StudyReport report) =>
        text.Table(
            "Cumulative variance (share of Σσ²)",
            ["rank", "style", "facts"],
            report.Style.Variance.Zip(
                report.Facts.Variance,
                (style, facts) =>
                    (string[])[Number(style.Rank), $"{Number(style.Percent, 2)} %", $"{Number(facts.Percent, 2)} %"]
            )
        );

    private static void Methods(ReportWriter text, string name, ComparisonReport comparison)
    {
        string title = $"Every method on the {name} update: relative error at each number of trainable parameters";
        CompareText.Errors(text, comparison, title);
        CompareText.Advice(text, comparison);
        text.Line();
    }
}
