using System.Text.Json;
using SpanLinalg.Lora;
using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Cli;

/// <summary>The comparison as JSON.</summary>
internal static class CompareJson
{
    /// <summary>The figures of a fit, in CSV too.</summary>
    public static readonly IReadOnlyList<Column<FitFigures>> FitColumns =
    [
        new("parameters", fit => fit.Parameters),
        new("bytes", fit => fit.Bytes),
        new("setting", fit => fit.Setting),
        new("error", fit => fit.Error),
        new("weight_error", fit => fit.WeightError),
        new("base_bits_per_weight", fit => fit.BaseBitsPerWeight),
    ];

    public static string Compose(ComparisonReport report) => JsonText.Compose(writer => WriteMembers(writer, report));

    /// <summary>The members of a comparison's object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, ComparisonReport report)
    {
        writer.WriteString("subject", report.Subject);
        writer.WriteNumber("seed", report.Options.Seed);
        writer.WriteNumber("target", report.Options.Target);
        writer.WriteNumber("layers", report.Layers);
        writer.WriteArray("shapes", report.Shapes);
        writer.WriteNumber("entries", report.Entries);
        writer.WriteFinite("update_norm", report.UpdateNorm);
        writer.WriteFinite("base_norm", report.BaseNorm);
        writer.WriteFinite("weight_norm", report.WeightNorm);
        writer.WriteString("base", report.BaseIsStandIn ? "gaussian" : "checkpoint");
        writer.WriteArray("budgets", report.Budgets.Select(budget => (double)budget));
        writer.WriteObjects(
            "methods",
            report.Methods,
            method =>
            {
                writer.WriteString("name", method.Name);
                writer.WriteString("paper", method.Paper);
                writer.WriteBoolean("quantizes_base", method.QuantizesBase);
                writer.WriteNumber("least_parameters", method.LeastParameters);
                writer.WriteObjects(
                    "fits",
                    report.Budgets.Zip(method.AtBudgets),
                    row =>
                    {
                        writer.WriteNumber("budget", row.First);
                        if (row.Second is { } fit)
                        {
                            Write(writer, fit);
                        }
                        else
                        {
                            writer.WriteNumber("needs_at_least", method.LeastParameters);
                        }
                    }
                );
            }
        );
        writer.WriteObjects(
            "frontier",
            report.Frontier,
            point =>
            {
                writer.WriteString("method", point.Method);
                Write(writer, point.Fit);
            }
        );
        writer.WriteStartObject("recommendation");
        writer.WriteString("family", CompareText.Words(report.Recommendation.Family));
        writer.WriteString("method", report.Recommendation.Method);
        writer.WriteNumber("lora_rank", report.Recommendation.LoraRank);
        if (report.Recommendation.Fit is { } chosen)
        {
            Write(writer, chosen);
        }
        writer.WriteString("reason", report.Recommendation.Reason);
        writer.WriteEndObject();
        writer.WriteArray("notes", CompareText.Notes(report));
    }

    private static void Write(Utf8JsonWriter writer, FitFigures fit)
    {
        writer.WriteMembers(FitColumns, fit);
        if (fit.BaseErrors.Count > 0)
        {
            writer.WriteArray("base_errors", fit.BaseErrors);
        }
    }
}
