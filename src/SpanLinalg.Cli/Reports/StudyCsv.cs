using SpanLinalg.Lora;
using static SpanLinalg.Lora.ComparisonReport;
using static SpanLinalg.Lora.DynamicsReport;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Cli;

/// <summary>The study as one tidy table: one number a line.</summary>
/// <remarks>
/// Columns: <c>update</c> (style, facts; empty for the scales, which belong to neither), <c>quantity</c>, <c>rank</c> (for a
/// singular value its index from 1, for <c>error of …</c> a method the parameters; empty for a norm and for a slope, which is over
/// all ranks), <c>value</c>.
/// </remarks>
internal static class StudyCsv
{
    public static string Compose(StudyReport report, StudyMethods? methods, DynamicsReport? dynamics)
    {
        CsvText csv = new("update", "quantity", "rank", "value");
        Write(csv, "style", report.Style);
        Write(csv, "facts", report.Facts);
        foreach (ScaleAtRank row in report.Scales)
        {
            csv.Record("", "scale_standard", row.Rank, row.Standard);
            csv.Record("", "scale_rslora", row.Rank, row.RankStabilized);
        }
        if (methods is not null)
        {
            Write(csv, "style", methods.Style);
            Write(csv, "facts", methods.Facts);
        }
        foreach (TrainingSeries series in dynamics?.Series ?? [])
        {
            foreach (RankSlope slope in series.Slopes)
            {
                csv.Record(
                    DynamicsNames.Of(dynamics!.Options.Target),
                    FormattableString.Invariant(
                        $"slope_{DynamicsNames.Of(slope.Quantity)}_step{slope.Step}_{DynamicsNames.Of(series.Optimizer)}_p{series.Exponent}"
                    ),
                    "",
                    slope.Measured.Value
                );
            }
        }
        return csv.ToString();
    }

    private static void Write(CsvText csv, string name, ComparisonReport comparison)
    {
        foreach (MethodResult method in comparison.Methods)
        {
            foreach (FitFigures fit in method.AtBudgets.OfType<FitFigures>())
            {
                csv.Record(name, $"error of {method.Name}", fit.Parameters, fit.Error);
            }
        }
    }

    private static void Write(CsvText csv, string name, GeneratedUpdate update)
    {
        csv.Record(name, "frobenius_norm", "", update.FrobeniusNorm);
        for (int i = 0; i < update.SingularValues.Length; i++)
        {
            csv.Record(name, "singular_value", i + 1, update.SingularValues.Span[i]);
        }
        foreach (ErrorAtRank row in update.Errors)
        {
            csv.Record(name, "error_standard", row.Rank, row.Standard);
            csv.Record(name, "error_rslora", row.Rank, row.RankStabilized);
            csv.Record(name, "error_best", row.Rank, row.BestPossible);
        }
        foreach (VarianceAtRank row in update.Variance)
        {
            csv.Record(name, "cumulative_variance_percent", row.Rank, row.Percent);
        }
    }
}
