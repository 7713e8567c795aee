using System.Runtime.InteropServices;
using System.Text.Json;
using SpanLinalg.Lora;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Cli;

/// <summary>The study as JSON.</summary>
internal static class StudyJson
{
    public static string Compose(StudyReport report, StudyMethods? methods, DynamicsReport? dynamics) =>
        JsonText.Compose(writer =>
        {
            writer.WriteNumber("seed", report.Options.Seed);
            writer.WriteNumber("d", report.Options.Rows);
            writer.WriteNumber("k", report.Options.Columns);
            writer.WriteNumber("alpha", report.Options.Alpha);
            Write(writer, "style", report.Style);
            Write(writer, "facts", report.Facts);
            writer.WriteObjects(
                "scales",
                report.Scales,
                row =>
                {
                    writer.WriteNumber("rank", row.Rank);
                    writer.WriteNumber("standard", row.Standard);
                    writer.WriteNumber("rslora", row.RankStabilized);
                }
            );
            if (methods is not null)
            {
                writer.WriteStartObject("methods");
                Write(writer, "style", methods.Style);
                Write(writer, "facts", methods.Facts);
                writer.WriteEndObject();
            }
            if (dynamics is not null)
            {
                writer.WriteStartObject("dynamics");
                DynamicsJson.WriteMembers(writer, dynamics);
                writer.WriteEndObject();
            }
        });

    private static void Write(Utf8JsonWriter writer, string key, ComparisonReport comparison)
    {
        writer.WriteStartObject(key);
        CompareJson.WriteMembers(writer, comparison);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string key, GeneratedUpdate update)
    {
        writer.WriteStartObject(key);
        writer.WriteArray("delta_first_row", update.FirstRow);
        writer.WriteFinite("frobenius_norm", update.FrobeniusNorm);
        writer.WriteArray("singular_values", MemoryMarshal.ToEnumerable(update.SingularValues));
        writer.WriteObjects(
            "errors",
            update.Errors,
            row =>
            {
                writer.WriteNumber("rank", row.Rank);
                writer.WriteFinite("standard_alpha_over_r", row.Standard);
                writer.WriteFinite("rslora_alpha_over_sqrt_r", row.RankStabilized);
                writer.WriteFinite("best_scale_1", row.BestPossible);
            }
        );
        writer.WriteObjects(
            "cumulative_variance_percent",
            update.Variance,
            row =>
            {
                writer.WriteNumber("rank", row.Rank);
                writer.WriteFinite("percent", row.Percent);
            }
        );
        writer.WriteEndObject();
    }
}
