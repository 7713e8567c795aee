using System.Globalization;
using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;
using static SpanLinalg.Lora.DynamicsReport;

namespace SpanLinalg.Cli;

/// <summary>What the trainings prove and what they do not, in sentences that follow from their numbers.</summary>
internal static class DynamicsFindings
{
    /// <summary>What all this says nothing about.</summary>
    public const string Limits =
        "What is not proved: anything about a deep network. This is one linear layer with standard normal inputs, "
        + "whose update is as large as the study's; and W₀, which cancels from the residual, plays no part in it.";

    private const int MostListed = 6;

    public static IEnumerable<string> Of(DynamicsReport report) =>
        [
            .. Scales(report),
            .. Diverged(report),
            .. Learned(report),
            .. report.BestRates.Count > 0
                ? (string[])[]
                :
                [
                    "Stable is not best: at one learning rate a larger scale learns faster, until it diverges. To "
                        + "compare scales, give each the rate that suits it: --learning-rate with several numbers "
                        + "sweeps over them.",
                ],
            Limits,
        ];

    /// <summary>Which scale is stable, and for whom.</summary>
    public static IEnumerable<string> Scales(DynamicsReport report)
    {
        double[] exponents = [.. report.Series.Select(series => series.Exponent).Distinct()];
        List<(string Optimizers, double Exponent)> choices = [];
        // Momentum's first step is SGD's, and what is true of both is said once.
        foreach (
            var same in report.StableScales.GroupBy(stable =>
                (Interval(stable.Measured), Slopes(report, stable.Optimizer))
            )
        )
        {
            StableScale stable = same.First();
            string names = string.Join(" and ", same.Select(one => DynamicsNames.Title(one.Optimizer)));
            if (double.IsNaN(stable.Measured.Value))
            {
                yield return $"{names}: at some rank the first step moves the output not at all, or beyond all bounds, "
                    + "so no scale can be called stable.";
                continue;
            }
            double nearest = exponents.MinBy(exponent => Math.Abs(exponent - stable.Measured.Value));
            choices.Add((names, nearest));
            yield return $"{names}: the first step moves the output as far at every rank if γ ∝ r^(−p) with p = "
                + $"{Interval(stable.Measured)} ({Exponent(stable.TheoryAtSize)} by theory at this size, "
                + $"{Exponent(stable.Theory)} for large r). Of the scales here {DynamicsNames.Scale(nearest)} comes "
                + $"nearest. {Slopes(report, stable.Optimizer)}";
        }
        if (choices.DistinctBy(choice => choice.Exponent).Count() > 1)
        {
            string rules = string.Join(
                "; ",
                choices
                    .GroupBy(choice => choice.Exponent)
                    .Select(group =>
                        $"{DynamicsNames.Scale(group.Key)} for "
                        + $"{string.Join(" and ", group.Select(choice => choice.Optimizers))}"
                    )
            );
            yield return $"So the stable scale is a matter of the optimizer: {rules}. Adam takes steps of one size "
                + "whatever the gradient's, so γ counts once in its first step and twice in SGD's. No one of these "
                + "scales is right for both.";
        }
    }

    /// <summary>An estimate with its confidence.</summary>
    public static string Interval(Estimate estimate) =>
        double.IsNaN(estimate.HalfWidth) || double.IsNaN(estimate.Value)
            ? Exponent(estimate.Value)
            : $"{Exponent(estimate.Value)} ± {Number(estimate.HalfWidth, 2)}";

    /// <summary>An exponent with its sign, or a dash for none.</summary>
    public static string Exponent(double? value) =>
        value is null or double.NaN
            ? "–"
            : (Math.Round(value.Value, 2) + 0.0).ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    private static string Slopes(DynamicsReport report, OptimizerKind optimizer)
    {
        IEnumerable<string> slopes = report
            .Series.Where(series => series.Optimizer == optimizer)
            .DistinctBy(series => series.Exponent)
            .Select(series =>
                $"r^{Exponent(series.Slope(DynamicsQuantity.ForwardChange, 1)!.Measured.Value)} with "
                + $"{DynamicsNames.Scale(series.Exponent)}"
            );
        return $"That step grows as {string.Join(", ", slopes)}.";
    }

    private static IEnumerable<string> Diverged(DynamicsReport report)
    {
        TrainingSeries[] diverged = [.. report.Series.Where(series => series.Ranks.Any(rank => rank.Diverged > 0))];
        if (diverged.Length > 0)
        {
            int trainings = report.Series.Count * report.Ranks.Count * report.Options.Seeds;
            string which =
                diverged.Length > MostListed
                    ? $"the table shows in which {diverged.Length} of its {report.Series.Count} rows"
                    : string.Join("; ", diverged.Select(series => $"{Name(series)} at {DivergedRanks(series)}"));
            yield return $"Diverged: {diverged.Sum(series => series.Ranks.Sum(rank => rank.Diverged))} of {trainings} "
                + $"trainings, {which}.";
        }
    }

    private static string DivergedRanks(TrainingSeries series)
    {
        int[] ranks = [.. series.Ranks.Where(rank => rank.Diverged > 0).Select(rank => rank.Rank)];
        return ranks.Length == series.Ranks.Count ? "every rank"
            : ranks.Length == 1 ? $"rank {ranks[0]}"
            : $"ranks {string.Join(", ", ranks)}";
    }

    /// <summary>What was reached, beside what could be.</summary>
    private static IEnumerable<string> Learned(DynamicsReport report)
    {
        foreach (
            (int index, int rank) in Enumerable.Distinct([0, report.Ranks.Count - 1]).Select(i => (i, report.Ranks[i]))
        )
        {
            string[] reached =
            [
                .. report
                    .Series.GroupBy(series => series.Optimizer)
                    .Select(group =>
                        group.Where(series => double.IsFinite(End(series, index))).MinBy(series => End(series, index))
                    )
                    .OfType<TrainingSeries>()
                    .Select(series => $"{Number(End(series, index), 3)} by {Name(series)}"),
            ];
            string found =
                reached.Length == 0 ? "every training diverged" : $"the least errors are {string.Join("; ", reached)}";
            yield return $"Learned and representable, at rank {rank} after "
                + $"{DynamicsNames.Count(report.Options.Steps, "step")}: {found}; the best possible is "
                + $"{Number(report.BestErrors[index], 3)}.";
        }
    }

    private static double End(TrainingSeries series, int rank) => series.Ranks[rank].Curve[^1].RelativeError;

    private static string Name(TrainingSeries series) =>
        $"{DynamicsNames.Title(series.Optimizer)} with {DynamicsNames.Scale(series.Exponent)}, η = "
        + $"{Significant(series.LearningRate)}";
}
