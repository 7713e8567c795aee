using SpanLinalg.Lora;
using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Cli;

/// <summary>The comparison as a table of one method at one budget a line.</summary>
/// <remarks>Where a budget is below a method's least, the figures are empty.</remarks>
internal static class CompareCsv
{
    private static readonly Column<Row>[] Columns =
    [
        new("method", row => row.Method.Name),
        new("budget", row => row.Budget),
        new("least_parameters", row => row.Method.LeastParameters),
        .. CompareJson.FitColumns.Select(column => column.Of<Row>(row => row.Fit)),
    ];

    public static string Compose(ComparisonReport report) =>
        CsvText.Compose(
            Columns,
            from method in report.Methods
            from budget in report.Budgets.Zip(method.AtBudgets)
            select new Row(method, budget.First, budget.Second)
        );

    private sealed record Row(MethodResult Method, long Budget, FitFigures? Fit);
}
