namespace SpanLinalg.Cli.Tests;

/// <summary>The README that the tool is packed with: its commands are run again, and print what it says.</summary>
public sealed class ToolReadmeTests
{
    private static readonly DocumentedCommand[] Commands =
    [
        .. DocumentSection.Read(Document.Text("src/SpanLinalg.Cli/README.md")).SelectMany(section => section.Commands),
    ];

    public static TheoryData<string> WithoutSharedData => [.. Names(needsSharedData: false)];

    public static TheoryData<string> WithSharedData => [.. Names(needsSharedData: true)];

    [Theory]
    [MemberData(nameof(WithoutSharedData))]
    public void Command_prints_what_the_readme_says(string name) => Check(name);

    [SharedDataTheory]
    [MemberData(nameof(WithSharedData))]
    public void Command_on_a_real_adapter_prints_what_the_readme_says(string name) => Check(name);

    [Fact]
    public void Readme_shows_every_report() =>
        Assert.Superset(
            new HashSet<string>(["study", "dynamics", "compare", "inspect"]),
            Commands.Select(command => command.Command[0]).ToHashSet()
        );

    private static void Check(string name) => Document.CheckedReport(Commands.Single(command => Name(command) == name));

    private static IEnumerable<string> Names(bool needsSharedData) =>
        Commands.Where(command => Document.NeedsSharedData(command) == needsSharedData).Select(Name);

    private static string Name(DocumentedCommand command) => string.Join(' ', command.Command);
}
