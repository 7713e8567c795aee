using static SpanLinalg.Lora.ComparisonReport;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora.Tests;

public sealed class RecommendationTests
{
    private static readonly Dictionary<(UpdateKind, uint), ComparisonReport> Reports = [];

    [Theory]
    [InlineData(UpdateKind.Style, UpdateFamily.LowRank, "LoRA")]
    [InlineData(UpdateKind.Sparse, UpdateFamily.Sparse, "sparse")]
    [InlineData(UpdateKind.Mixed, UpdateFamily.LowRankPlusSparse, "low-rank + sparse")]
    [InlineData(UpdateKind.Facts, UpdateFamily.HighRank, "full")]
    [InlineData(UpdateKind.Heads, UpdateFamily.Sparse, "heads")]
    public void Each_simulated_update_gets_its_own_method(UpdateKind kind, UpdateFamily family, string method)
    {
        foreach (uint seed in (uint[])[42, 7])
        {
            Advice advice = Run(kind, seed).Recommendation;
            Assert.Equal((family, method), (advice.Family, advice.Method));
        }
    }

    [Fact]
    public void The_ranks_are_those_of_the_study()
    {
        StudyReport study = LoraStudy.Run(new StudyOptions());
        Advice style = Run(UpdateKind.Style, 42).Recommendation;
        Advice facts = Run(UpdateKind.Facts, 42).Recommendation;
        Assert.Equal(study.Style.RankKeeping(99), style.LoraRank);
        Assert.Equal(study.Facts.RankKeeping(99), facts.LoraRank);
        Assert.Equal(("r = 4", 512), (style.Fit!.Setting, style.Fit.Parameters));
        Assert.Contains("rank 58 of 64", facts.Reason, StringComparison.Ordinal);
        Assert.Contains("from rank 33 on, full fine-tuning is smaller", facts.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_simulated_style_and_facts_are_the_study_s()
    {
        StudyOptions options = new() { Rows = 12, Columns = 9 };
        StudyReport study = LoraStudy.Run(options);
        foreach (
            (UpdateKind kind, GeneratedUpdate expected) in new[]
            {
                (UpdateKind.Style, study.Style),
                (UpdateKind.Facts, study.Facts),
            }
        )
        {
            LayerUpdate layer = Assert.Single(SyntheticUpdate.Draw(kind, options).Layers);
            Assert.Equal(expected.FirstRow, layer.ToMatrix().Elements[..expected.FirstRow.Count].ToArray());
        }
    }

    [Fact]
    public void The_fewest_parameters_are_found_between_two_budgets()
    {
        ComparisonReport report = Run(UpdateKind.Sparse, 42);
        FitFigures fit = report.Recommendation.Fit!;
        ComparisonSubject subject = SyntheticUpdate.Draw(UpdateKind.Sparse, new StudyOptions());
        Assert.True(fit.Error <= 0.1);
        double oneLess = new SparseMethod().Fit(subject.Layers, fit.Parameters - 1).Error / report.UpdateNorm;
        Assert.True(oneLess > 0.1);
    }

    [Fact]
    public void Budgets_too_small_to_tell_are_called_so()
    {
        ComparisonSubject subject = SyntheticUpdate.Draw(UpdateKind.Facts, new StudyOptions());
        Advice advice = MethodComparison.Run(subject, new ComparisonOptions { Budgets = [13, 300] }).Recommendation;
        Assert.Equal((UpdateFamily.BudgetTooSmall, 58), (advice.Family, advice.LoraRank));
    }

    [Theory]
    [InlineData(new long[] { 13, 4096 })]
    [InlineData(new long[] { 8192 })]
    public void Budgets_that_pass_over_half_of_the_weights_hide_no_small_adapter(long[] budgets)
    {
        ComparisonSubject subject = SyntheticUpdate.Draw(UpdateKind.Style, new StudyOptions());
        ComparisonReport report = MethodComparison.Run(subject, new ComparisonOptions { Budgets = budgets });
        Advice advice = report.Recommendation;
        Assert.Equal((UpdateFamily.LowRank, "LoRA", "r = 4"), (advice.Family, advice.Method, advice.Fit!.Setting));
    }

    [Fact]
    public void A_base_of_zeros_has_no_rounding()
    {
        Matrix<double> update = new(12, 12);
        new NumpyRandom(1).FillNormal(update.Elements);
        ComparisonSubject subject = new("zeros", [new("layer", update, BaseWeight.Of(new(12, 12)))], []);
        ComparisonReport report = MethodComparison.Run(subject, new ComparisonOptions { Budgets = [48] });
        Assert.All(
            report.Methods.Where(method => method.QuantizesBase),
            method => Assert.All(method.AtBudgets[0]!.BaseErrors, error => Assert.Equal(0, error))
        );
    }

    [Fact]
    public void The_frontier_falls_and_nothing_lies_below_it()
    {
        ComparisonReport report = Run(UpdateKind.Mixed, 42);
        for (int i = 1; i < report.Frontier.Count; i++)
        {
            Assert.True(report.Frontier[i].Fit.Parameters > report.Frontier[i - 1].Fit.Parameters);
            Assert.True(report.Frontier[i].Fit.Error < report.Frontier[i - 1].Fit.Error);
        }
        foreach (MethodResult method in report.Methods.Where(method => !method.QuantizesBase))
        {
            foreach (FitFigures fit in method.AtBudgets.OfType<FitFigures>().Where(fit => fit.Error <= 0.999))
            {
                Assert.Contains(
                    report.Frontier,
                    point => point.Fit.Parameters <= fit.Parameters && point.Fit.Error <= fit.Error + 1e-9
                );
            }
        }
    }

    [Theory]
    [InlineData("Rank 9 is not within 1 to 8, the ranks of 'style', 9×8.", new[] { 9 }, 0.1, 16.0)]
    [InlineData("Rank 0 is not within 1 to 8", new[] { 0 }, 0.1, 16.0)]
    [InlineData("At least one budget is needed.", new int[0], 0.1, 16.0)]
    [InlineData("The target must be above 0 and below 1, not NaN.", null, double.NaN, 16.0)]
    [InlineData("Alpha must be a finite number above zero, not -1.", null, 0.1, -1.0)]
    public void Options_out_of_range_are_named(string sentence, int[]? ranks, double target, double alpha)
    {
        ComparisonSubject subject = SyntheticUpdate.Draw(UpdateKind.Style, new StudyOptions { Rows = 9, Columns = 8 });
        ComparisonOptions options = new()
        {
            Ranks = ranks,
            Target = target,
            Alpha = alpha,
        };
        Assert.StartsWith(sentence, options.Problem(subject.Layers), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("options", () => MethodComparison.Run(subject, options));
    }

    [Fact]
    public void An_update_that_is_zero_or_not_finite_is_refused()
    {
        ComparisonSubject zero = new("zero", [Layers.Of(new(3, 3))], []);
        Assert.Contains("the update is zero", zero.Problem(), StringComparison.Ordinal);
        Matrix<double> update = new(2, 3);
        update[1, 2] = double.NaN;
        Assert.Equal(
            "Entry (1, 2) of the update of 'layer' is NaN.",
            Assert.Throws<NotFiniteNumberException>(() => Layers.Of(update)).Message
        );
        Assert.Throws<ArgumentException>(() =>
            new LayerUpdate("x", new Matrix<double>(2, 3), BaseWeight.Gaussian(3, 2, 0))
        );
    }

    private static ComparisonReport Run(UpdateKind kind, uint seed)
    {
        // A comparison takes most of a second, and several tests look at the same one.
        if (!Reports.TryGetValue((kind, seed), out ComparisonReport? report))
        {
            report = MethodComparison.Run(
                SyntheticUpdate.Draw(kind, new StudyOptions { Seed = seed }),
                new ComparisonOptions { Seed = seed }
            );
            Reports.Add((kind, seed), report);
        }
        return report;
    }
}
