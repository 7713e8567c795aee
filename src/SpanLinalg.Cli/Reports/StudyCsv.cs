using System.Runtime.InteropServices;
using SpanLinalg.Lora;
using static SpanLinalg.Lora.ComparisonReport;
using static SpanLinalg.Lora.DynamicsReport;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Cli;

/// <summary>The study as one tidy table: one number a line.</summary>
internal static class StudyCsv
{
    private static readonly Column<Row>[] Columns =
    [
        new("update", row => row.Update),
        new("quantity", row => row.Quantity),
        new("rank", row => row.Rank),
        new("value", row => row.Value),
    ];

    public static string Compose(StudyReport report, StudyMethods? methods, DynamicsReport? dynamics) =>
        CsvText.Compose(
            Columns,
            [
                .. Of("style", report.Style),
                .. Of("facts", report.Facts),
                .. report.Scales.SelectMany(Of),
                .. methods is null ? [] : Of("style", methods.Style),
                .. methods is null ? [] : Of("facts", methods.Facts),
                .. dynamics is null ? [] : Of(dynamics),
            ]
        );

    private static IEnumerable<Row> Of(string name, GeneratedUpdate update) =>
        [
            new(name, "frobenius_norm", null, update.FrobeniusNorm),
            .. MemoryMarshal
                .ToEnumerable(update.SingularValues)
                .Select((value, i) => new Row(name, "singular_value", i + 1, value)),
            .. update.Errors.SelectMany(row =>
                (Row[])
                    [
                        new(name, "error_standard", row.Rank, row.Standard),
                        new(name, "error_rslora", row.Rank, row.RankStabilized),
                        new(name, "error_best", row.Rank, row.BestPossible),
                    ]
            ),
            .. update.Variance.Select(row => new Row(name, "cumulative_variance_percent", row.Rank, row.Percent)),
        ];

    private static IEnumerable<Row> Of(ScaleAtRank row) =>
        [new(null, "scale_standard", row.Rank, row.Standard), new(null, "scale_rslora", row.Rank, row.RankStabilized)];

    private static IEnumerable<Row> Of(string name, ComparisonReport comparison) =>
        from method in comparison.Methods
        from fit in method.AtBudgets.OfType<FitFigures>()
        select new Row(name, $"error of {method.Name}", fit.Parameters, fit.Error);

    private static IEnumerable<Row> Of(DynamicsReport dynamics) =>
        from series in dynamics.Series
        from slope in series.Slopes
        select new Row(DynamicsNames.Of(dynamics.Options.Target), Name(series, slope), null, slope.Measured.Value);

    private static string Name(TrainingSeries series, RankSlope slope)
    {
        string optimizer = DynamicsNames.Of(series.Optimizer);
        string quantity = DynamicsNames.Of(slope.Quantity);
        return FormattableString.Invariant($"slope_{quantity}_step{slope.Step}_{optimizer}_p{series.Exponent}");
    }

    /// <summary>One number.</summary>
    /// <param name="Update">Style or facts; null for the scales, which belong to neither.</param>
    /// <param name="Quantity">What it is.</param>
    /// <param name="Rank">
    /// The rank. Of a singular value its index from 1, of a method's error the parameters; null for a norm and for a
    /// slope, which is over all ranks.
    /// </param>
    /// <param name="Value">The number.</param>
    private sealed record Row(string? Update, string Quantity, long? Rank, double Value);
}
