using SpanLinalg.Lora;
using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Cli;

/// <summary>The comparison as a table of one method at one budget a line.</summary>
/// <remarks>Where a budget is below a method's least, the figures are empty.</remarks>
internal static class CompareCsv
{
    public static string Compose(ComparisonReport report)
    {
        CsvText csv = new(
            "method",
            "budget",
            "least_parameters",
            "parameters",
            "bytes",
            "setting",
            "error",
            "weight_error",
            "base_bits_per_weight"
        );
        foreach (MethodResult method in report.Methods)
        {
            for (int i = 0; i < report.Budgets.Count; i++)
            {
                FitFigures? fit = method.AtBudgets[i];
                csv.Record(
                    method.Name,
                    report.Budgets[i],
                    method.LeastParameters,
                    fit?.Parameters,
                    fit?.Bytes,
                    fit?.Setting,
                    fit?.Error,
                    fit?.WeightError,
                    fit?.BaseBitsPerWeight
                );
            }
        }
        return csv.ToString();
    }
}
