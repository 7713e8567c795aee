using SpanLinalg.Lora;
using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Cli;

/// <summary>The dynamics as one tidy table: one number a line.</summary>
internal static class DynamicsCsv
{
    private static readonly Column<Row>[] Columns =
    [
        new("optimizer", row => row.Optimizer),
        new("p", row => row.Exponent),
        new("learning_rate", row => row.LearningRate),
        new("quantity", row => row.Quantity),
        new("rank", row => row.Rank),
        new("step", row => row.Step),
        new("value", row => row.Value),
        new("half_width", row => row.HalfWidth),
        new("theory", row => row.Theory),
        new("theory_at_size", row => row.TheoryAtSize),
    ];

    public static string Compose(DynamicsReport report) =>
        CsvText.Compose(
            Columns,
            [
                .. report.Ranks.Zip(report.BestErrors, (rank, error) => new Row("error_best", error) { Rank = rank }),
                .. report.StableScales.Select(Of),
                .. report.BestRates.SelectMany(best => Of(best, report.Ranks)),
                .. report.Series.SelectMany(Of),
            ]
        );

    private static Row Of(StableScale stable) =>
        new("stable_p", stable.Measured.Value)
        {
            Optimizer = DynamicsNames.Of(stable.Optimizer),
            Step = 1,
            HalfWidth = stable.Measured.HalfWidth,
            Theory = stable.Theory,
            TheoryAtSize = stable.TheoryAtSize,
        };

    private static IEnumerable<Row> Of(RateSweep best, IReadOnlyList<int> ranks)
    {
        Row slope = new("slope_best_learning_rate", best.Slope)
        {
            Optimizer = DynamicsNames.Of(best.Optimizer),
            Exponent = best.Exponent,
        };
        return ranks
            .Zip(best.Rates)
            .Select(row => slope with { Quantity = "best_learning_rate", Rank = row.First, Value = row.Second })
            .Prepend(slope with { Theory = best.Theory });
    }

    private static IEnumerable<Row> Of(TrainingSeries series)
    {
        Row of = new("", double.NaN)
        {
            Optimizer = DynamicsNames.Of(series.Optimizer),
            Exponent = series.Exponent,
            LearningRate = series.LearningRate,
        };
        foreach (RankSlope slope in series.Slopes)
        {
            yield return of with
            {
                Quantity = $"slope_{DynamicsNames.Of(slope.Quantity)}",
                Step = slope.Step,
                Value = slope.Measured.Value,
                HalfWidth = slope.Measured.HalfWidth,
                Theory = slope.Theory,
                TheoryAtSize = slope.TheoryAtSize,
            };
        }
        foreach (TrainedRank rank in series.Ranks)
        {
            Row ofRank = of with { Rank = rank.Rank };
            yield return ofRank with
            {
                Quantity = "scale",
                Value = rank.Scale,
            };
            yield return ofRank with
            {
                Quantity = "diverged_seeds",
                Value = rank.Diverged,
            };
            yield return ofRank with
            {
                Quantity = "gradient_norm",
                Step = 0,
                Value = rank.GradientNorm,
            };
            foreach (CurvePoint point in rank.Curve)
            {
                foreach (Column<CurvePoint> figure in DynamicsJson.CurveFigures)
                {
                    yield return ofRank with
                    {
                        Quantity = figure.Name,
                        Step = point.Step,
                        Value = (double)figure.Value(point)!,
                    };
                }
            }
        }
    }

    /// <summary>One number; null for what it does not belong to, or has not.</summary>
    /// <param name="Quantity">What it is.</param>
    /// <param name="Value">The number; NaN from a divergence on.</param>
    private sealed record Row(string Quantity, double Value)
    {
        /// <summary>Null where a number belongs to none, or to all.</summary>
        public string? Optimizer { get; init; }

        /// <summary>p.</summary>
        public double? Exponent { get; init; }

        /// <summary>Null where a number belongs to none, or to all.</summary>
        public double? LearningRate { get; init; }

        /// <summary>Null for a slope, which is over all ranks.</summary>
        public int? Rank { get; init; }

        public int? Step { get; init; }

        /// <summary>Of a slope's 95 % confidence interval.</summary>
        public double? HalfWidth { get; init; }

        /// <summary>Of a slope.</summary>
        public double? Theory { get; init; }

        /// <summary>Of a slope.</summary>
        public double? TheoryAtSize { get; init; }
    }
}
