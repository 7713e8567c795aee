using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora.Tests;

public sealed class VerdictRuleTests
{
    private static readonly Lazy<StudyReport> Study = new(() => LoraStudy.Run(new StudyOptions()));

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void The_study_s_style_is_style_like_at_every_rank_that_holds_it(int rank) =>
        Assert.Equal(UpdateVerdict.StyleLike, Judge(Study.Value.Style, rank));

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    public void The_study_s_facts_are_facts_like_at_every_rank(int rank) =>
        Assert.Equal(UpdateVerdict.FactsLike, Judge(Study.Value.Facts, rank));

    [Fact]
    public void Each_branch_of_the_rule()
    {
        Assert.Equal(UpdateVerdict.NoUpdate, VerdictRule.Judge([], 100, 100));
        Assert.Equal(UpdateVerdict.NoUpdate, VerdictRule.Judge([0, 0], 100, 100));
        Assert.Equal(UpdateVerdict.InBetween, VerdictRule.Judge([3], 100, 100));
        Assert.Equal(UpdateVerdict.FactsLike, VerdictRule.Judge([2, 1.5, 1], 100, 100));
        Assert.Equal(UpdateVerdict.StyleLike, VerdictRule.Judge([5, 4, 1], 100, 100));
        Assert.Equal(UpdateVerdict.StyleLike, VerdictRule.Judge([9, 3, 2, 2], 100, 100));
        Assert.Equal(UpdateVerdict.InBetween, VerdictRule.Judge([3, 3, 2.5, 1.2], 100, 100));
        Assert.Equal(UpdateVerdict.FactsLike, VerdictRule.Judge([3, 3, 2.5, 1.2], 100, 8));
    }

    [Theory]
    [InlineData(UpdateVerdict.StyleLike, 2, 5.0, 1.0)]
    [InlineData(UpdateVerdict.StyleLike, 2, 5.0, 1.5)]
    [InlineData(UpdateVerdict.InBetween, 2, 5.0, 2.0)]
    [InlineData(UpdateVerdict.FactsLike, 2, 5.0, 3.0)]
    [InlineData(UpdateVerdict.StyleLike, 3, 5.0, 1.0, 0.1)]
    [InlineData(UpdateVerdict.StyleLike, 7, 5.0, 3.0, 0.1)]
    [InlineData(UpdateVerdict.FactsLike, 8, 5.0, 4.0, 3.0, 0.1)]
    public void The_share_of_the_full_rank_tells_nothing_of_a_small_layer(
        UpdateVerdict expected,
        int rows,
        params double[] singularValues
    )
    {
        Assert.Equal(expected, VerdictRule.Judge(singularValues, rows, 768));
        Assert.Equal(expected, VerdictRule.Judge(singularValues, 768, rows));
    }

    [Fact]
    public void A_majority_is_more_than_half_of_the_layers_with_an_update()
    {
        const UpdateVerdict Style = UpdateVerdict.StyleLike;
        const UpdateVerdict Facts = UpdateVerdict.FactsLike;
        const UpdateVerdict None = UpdateVerdict.NoUpdate;
        Assert.Equal(Style, VerdictRule.Majority([Style, Style, Facts]));
        Assert.Equal(UpdateVerdict.InBetween, VerdictRule.Majority([Style, Facts]));
        Assert.Equal(Facts, VerdictRule.Majority([None, None, None, Facts]));
        Assert.Equal(None, VerdictRule.Majority([None]));
        Assert.Equal(None, VerdictRule.Majority([]));
    }

    private static UpdateVerdict Judge(GeneratedUpdate update, int rank) =>
        VerdictRule.Judge(update.SingularValues.Span[..rank], 64, 64);
}
