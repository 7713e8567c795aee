namespace SpanLinalg.Cli.Tests;

/// <summary><c>docs/study.md</c>: its commands are run again, and its figures are theirs.</summary>
/// <remarks>
/// A number in the prose has to occur in the output of a command of the same section; a section without a command has
/// none. That finds a figure that was never printed or is no longer, not one that was put to the wrong use: a small
/// whole number occurs in many an output.
/// </remarks>
public sealed class StudyDocumentTests
{
    private static readonly IReadOnlyList<DocumentSection> Sections = DocumentSection.Read(
        Document.Text("docs/study.md")
    );

    public static TheoryData<string> WithoutSharedData => [.. Headings(needsSharedData: false)];

    public static TheoryData<string> WithSharedData => [.. Headings(needsSharedData: true)];

    [Theory]
    [MemberData(nameof(WithoutSharedData))]
    public void Section_says_what_its_commands_print(string heading) => Check(heading);

    [SharedDataTheory]
    [MemberData(nameof(WithSharedData))]
    public void Section_about_real_adapters_says_what_its_commands_print(string heading) => Check(heading);

    [Fact]
    public void Document_has_commands_and_figures_of_every_kind()
    {
        string[] names = [.. Sections.SelectMany(section => section.Commands).Select(command => command.Command[0])];
        Assert.Superset(new HashSet<string>(["study", "dynamics", "compare", "inspect"]), names.ToHashSet());
        foreach (DocumentSection section in Sections.Where(section => section.Commands.Count > 0))
        {
            Assert.NotEmpty(PrintedText.Numbers(PrintedText.Prose(section.Prose)));
            Assert.All(section.Commands, command => Assert.NotEmpty(command.Printed.SelectMany(PrintedText.Numbers)));
        }
    }

    [Theory]
    [InlineData("a 1.25\nb 3", "a 1.25\nb 3", true)]
    [InlineData("a 1.25\nb 3", "a   1.26\nb 3", true)]
    [InlineData("a 1.25\nb 3", "a 1.27\nb 3", false)]
    [InlineData("a 1.25\nb 3", "a 1.250\nb 3", false)]
    [InlineData("a 1.25\nb 3", "a −1.25\nb 3", false)]
    [InlineData("a 1.25\nb 3", "a 1.25\nb 4", false)]
    [InlineData("a 1.25\nb 3", "a 1.25\nc 3", false)]
    [InlineData("a 1.25\nb 3", "a 1.25", false)]
    [InlineData("a 1.25\nb 3", "a 1.25\nb 3\nc", false)]
    [InlineData("a\n…\nd", "a\nb\nc\nd", true)]
    [InlineData("a\n…\nd", "a\nd", false)]
    [InlineData("a\n  … two lines …\n", "a\nb\nc\n", true)]
    [InlineData("…\nc\na", "a\nb\nc", false)]
    public void Blocks_are_compared_line_by_line(string documented, string printed, bool isSame) =>
        Assert.Equal(isSame, PrintedText.Mismatch(documented.Split('\n'), printed.Split('\n')) is null);

    [Fact]
    public void Prose_may_have_no_figure_of_its_own() =>
        Assert.Equal(
            ["0.13", "7", "99"],
            PrintedText.Unfounded("0.12, 0.13, rank 7, 8×8, 99 %, NF4, `41`, [2023](x/2)", "0.11 0.120 8 99.0 %")
        );

    private static void Check(string heading)
    {
        DocumentSection section = Sections.Single(candidate => candidate.Heading == heading);
        string[] printed = [.. section.Commands.Select(Document.CheckedReport)];
        Assert.Empty(PrintedText.Unfounded(section.Prose, string.Join('\n', printed)));
    }

    private static IEnumerable<string> Headings(bool needsSharedData) =>
        Sections
            .Where(section => section.Commands.Any(Document.NeedsSharedData) == needsSharedData)
            .Select(section => section.Heading);
}
