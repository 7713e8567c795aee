using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Cli;

/// <summary>
/// What the numbers of one study prove and what they do not, in sentences that follow from these numbers.
/// </summary>
internal static class StudyFindings
{
    private const int FactsExampleRank = 8;

    public static IEnumerable<string> Of(StudyReport report, DynamicsReport? dynamics)
    {
        yield return Kept("Style", report.Style, report.Style.Rank);
        yield return Kept("Facts", report.Facts, Math.Min(FactsExampleRank, report.Facts.Rank));
        if (report.Scales is [ScaleAtRank first, .., ScaleAtRank last])
        {
            yield return $"From rank {first.Rank} to {last.Rank} the scale α/r falls from "
                + $"{Significant(first.Standard)} to {Significant(last.Standard)}, α/√r only from "
                + $"{Significant(first.RankStabilized)} to {Significant(last.RankStabilized)}.";
        }

        ErrorAtRank[] errors = [.. report.Facts.Errors.Where(row => row.Rank > 1).OrderBy(row => row.Rank)];
        if (errors.Length > 0)
        {
            yield return RankStabilizedError(errors);
            yield return BestError(errors);
        }
        if (dynamics is not null)
        {
            foreach (string finding in DynamicsFindings.Scales(dynamics))
            {
                yield return finding;
            }
            yield return DynamicsFindings.Limits;
            yield break;
        }
        yield return "What is not proved: anything about training. That α/r slows learning at high rank is a claim "
            + "about gradients; these updates are finished, and no choice of scale can tell how one would have been "
            + "reached.";
    }

    private static string Kept(string name, GeneratedUpdate update, int rank) =>
        $"{name}: rank {rank} keeps {Number(update.PercentKept(rank), 2)} % of ‖ΔW‖²; 99 % takes rank "
        + $"{update.RankKeeping(99)} of {update.SingularValues.Length}.";

    private static string RankStabilizedError(ErrorAtRank[] errors)
    {
        ErrorAtRank first = errors[0];
        ErrorAtRank last = errors[^1];
        int larger = errors.Count(row => row.RankStabilized > row.Standard);
        bool falls = errors.Zip(errors.Skip(1)).All(pair => pair.Second.RankStabilized < pair.First.RankStabilized);

        string trend =
            errors.Length == 1 ? $"is {Number(first.RankStabilized, 3)} at rank {first.Rank}"
            : falls
                ? $"does drop at every step, from {Number(first.RankStabilized, 3)} to {Number(last.RankStabilized, 3)}"
            : $"does not drop steadily here: {Number(first.RankStabilized, 3)} at rank {first.Rank}, "
                + $"{Number(last.RankStabilized, 3)} at rank {last.Rank}";
        string claim = $"The articles say that rsLoRA's error on facts \"drops steadily\" and so beats α/r. It {trend}";
        if (larger == errors.Length)
        {
            string comparison = string.Join(
                "; ",
                errors.Select(row => $"{row.Rank}: {Number(row.RankStabilized, 3)} > {Number(row.Standard, 3)}")
            );
            return $"{claim}; but it is larger than that of α/r at every one of these ranks ({comparison}). The claim "
                + "does not survive.";
        }
        return $"{claim}; it is larger than that of α/r at {larger} of {errors.Length} ranks. Which rule errs less "
            + "depends on α and the rank alone: the one whose scale is nearer 1.";
    }

    private static string BestError(ErrorAtRank[] errors)
    {
        ErrorAtRank first = errors[0];
        ErrorAtRank last = errors[^1];
        return "The factors are already the best approximation of their rank, so the best scale is 1 and any other "
            + $"only adds error: at s = 1 the facts error goes from {Number(first.BestPossible, 3)} at rank "
            + $"{first.Rank} to {Number(last.BestPossible, 3)} at rank {last.Rank}, and no rule beats it anywhere.";
    }
}
