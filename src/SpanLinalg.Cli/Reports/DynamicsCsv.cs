using SpanLinalg.Lora;
using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Cli;

/// <summary>The dynamics as one tidy table: one number a line.</summary>
/// <remarks>
/// Columns: <c>optimizer</c>, <c>p</c>, <c>learning_rate</c> (empty where a number belongs to none, or to all), <c>quantity</c>,
/// <c>rank</c> (empty for a slope, which is over all ranks), <c>step</c>, <c>value</c> (NaN from the divergence on), <c>half_width</c> (of a
/// slope's 95 % confidence interval), <c>theory</c> and <c>theory_at_size</c> (of a slope).
/// </remarks>
internal static class DynamicsCsv
{
    public static string Compose(DynamicsReport report)
    {
        CsvText csv = new(
            "optimizer",
            "p",
            "learning_rate",
            "quantity",
            "rank",
            "step",
            "value",
            "half_width",
            "theory",
            "theory_at_size"
        );
        foreach ((int rank, double error) in report.Ranks.Zip(report.BestErrors))
        {
            csv.Record(null, null, null, "error_best", rank, null, error, null, null, null);
        }
        foreach (StableScale stable in report.StableScales)
        {
            csv.Record(
                DynamicsNames.Of(stable.Optimizer),
                null,
                null,
                "stable_p",
                null,
                1,
                stable.Measured.Value,
                stable.Measured.HalfWidth,
                stable.Theory,
                stable.TheoryAtSize
            );
        }
        foreach (RateSweep best in report.BestRates)
        {
            string optimizer = DynamicsNames.Of(best.Optimizer);
            csv.Record(
                optimizer,
                best.Exponent,
                null,
                "slope_best_learning_rate",
                null,
                null,
                best.Slope,
                null,
                best.Theory,
                null
            );
            foreach ((int rank, double rate) in report.Ranks.Zip(best.Rates))
            {
                csv.Record(optimizer, best.Exponent, null, "best_learning_rate", rank, null, rate, null, null, null);
            }
        }
        foreach (TrainingSeries series in report.Series)
        {
            Write(csv, series);
        }
        return csv.ToString();
    }

    private static void Write(CsvText csv, TrainingSeries series)
    {
        foreach (RankSlope slope in series.Slopes)
        {
            Record(
                $"slope_{DynamicsNames.Of(slope.Quantity)}",
                null,
                slope.Step,
                slope.Measured.Value,
                slope.Measured.HalfWidth,
                slope.Theory,
                slope.TheoryAtSize
            );
        }
        foreach (TrainedRank rank in series.Ranks)
        {
            Record("scale", rank.Rank, null, rank.Scale);
            Record("diverged_seeds", rank.Rank, null, rank.Diverged);
            Record("gradient_norm", rank.Rank, 0, rank.GradientNorm);
            foreach (CurvePoint point in rank.Curve)
            {
                Record("error", rank.Rank, point.Step, point.RelativeError);
                Record("forward_change", rank.Rank, point.Step, point.ForwardChange);
                Record("update_norm", rank.Rank, point.Step, point.UpdateNorm);
            }
        }

        void Record(
            string quantity,
            int? rank,
            int? step,
            double value,
            double? halfWidth = null,
            double? theory = null,
            double? theoryAtSize = null
        ) =>
            csv.Record(
                DynamicsNames.Of(series.Optimizer),
                series.Exponent,
                series.LearningRate,
                quantity,
                rank,
                step,
                value,
                halfWidth,
                theory,
                theoryAtSize
            );
    }
}
