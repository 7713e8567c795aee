using System.Text.Json;
using SpanLinalg.Lora;
using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Cli;

/// <summary>The dynamics as JSON.</summary>
internal static class DynamicsJson
{
    /// <summary>What is measured on the way, in JSON as members of a point, in CSV as quantities.</summary>
    public static readonly IReadOnlyList<Column<CurvePoint>> CurveFigures =
    [
        new("error", point => point.RelativeError),
        new("forward_change", point => point.ForwardChange),
        new("update_norm", point => point.UpdateNorm),
    ];

    public static string Compose(DynamicsReport report) => JsonText.Compose(writer => WriteMembers(writer, report));

    /// <summary>
    /// Writes the members of the report's object; what JSON cannot hold, as the figures after a divergence, is null.
    /// </summary>
    public static void WriteMembers(Utf8JsonWriter writer, DynamicsReport report)
    {
        DynamicsOptions options = report.Options;
        writer.WriteNumber("seed", options.Seed);
        writer.WriteNumber("seeds", options.Seeds);
        writer.WriteNumber("d", options.Rows);
        writer.WriteNumber("k", options.Columns);
        writer.WriteString("update", DynamicsNames.Of(options.Target));
        writer.WriteNumber("alpha", options.Alpha);
        writer.WriteString("init", DynamicsNames.Of(options.Initialization));
        writer.WriteNumber("steps", options.Steps);
        writer.WriteNumber("batch", options.Batch);
        writer.WriteString("type", options.SinglePrecision ? "f32" : "f64");
        writer.WriteObjects(
            "best_possible",
            report.Ranks.Zip(report.BestErrors),
            row =>
            {
                writer.WriteNumber("rank", row.First);
                writer.WriteFinite("error", row.Second);
            }
        );
        writer.WriteObjects(
            "stable_p",
            report.StableScales,
            stable =>
            {
                writer.WriteString("optimizer", DynamicsNames.Of(stable.Optimizer));
                writer.WriteFinite("p", stable.Measured.Value);
                writer.WriteFinite("half_width_95", stable.Measured.HalfWidth);
                writer.WriteFinite("theory", stable.Theory);
                writer.WriteFinite("theory_at_size", stable.TheoryAtSize);
            }
        );
        writer.WriteObjects(
            "best_learning_rates",
            report.BestRates,
            best =>
            {
                writer.WriteString("optimizer", DynamicsNames.Of(best.Optimizer));
                writer.WriteNumber("p", best.Exponent);
                writer.WriteFinite("slope", best.Slope);
                writer.WriteFinite("theory", best.Theory);
                writer.WriteObjects(
                    "ranks",
                    report.Ranks.Index(),
                    rank =>
                    {
                        writer.WriteNumber("rank", rank.Item);
                        writer.WriteFinite("learning_rate", best.Rates[rank.Index]);
                        writer.WriteFinite("error", best.Errors[rank.Index]);
                    }
                );
            }
        );
        writer.WriteObjects("series", report.Series, series => Write(writer, series));
    }

    private static void Write(Utf8JsonWriter writer, TrainingSeries series)
    {
        writer.WriteString("optimizer", DynamicsNames.Of(series.Optimizer));
        writer.WriteNumber("p", series.Exponent);
        writer.WriteNumber("learning_rate", series.LearningRate);
        writer.WriteObjects(
            "slopes",
            series.Slopes,
            slope =>
            {
                writer.WriteString("quantity", DynamicsNames.Of(slope.Quantity));
                writer.WriteNumber("step", slope.Step);
                writer.WriteFinite("slope", slope.Measured.Value);
                writer.WriteFinite("half_width_95", slope.Measured.HalfWidth);
                writer.WriteFinite("theory", slope.Theory ?? double.NaN);
                writer.WriteFinite("theory_at_size", slope.TheoryAtSize ?? double.NaN);
            }
        );
        writer.WriteObjects(
            "ranks",
            series.Ranks,
            rank =>
            {
                writer.WriteNumber("rank", rank.Rank);
                writer.WriteFinite("scale", rank.Scale);
                writer.WriteFinite("gradient_norm", rank.GradientNorm);
                writer.WriteNumber("diverged_seeds", rank.Diverged);
                writer.WriteObjects(
                    "curve",
                    rank.Curve,
                    point =>
                    {
                        writer.WriteNumber("step", point.Step);
                        writer.WriteMembers(CurveFigures, point);
                    }
                );
            }
        );
    }
}
