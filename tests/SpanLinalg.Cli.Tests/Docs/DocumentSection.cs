using System.Text;

namespace SpanLinalg.Cli.Tests;

/// <summary>A command that a document prints, and what it says that the command prints.</summary>
/// <param name="Command">The words after the tool's name.</param>
/// <param name="Printed">The lines of the block that follows.</param>
internal sealed record DocumentedCommand(string[] Command, string[] Printed);

/// <summary>What lies between two second-level headings of a Markdown document, or before the first.</summary>
/// <param name="Heading">Empty before the first heading.</param>
/// <param name="Prose">All but the fenced blocks: text, lists, tables.</param>
/// <param name="Commands">The commands, each with its output.</param>
internal sealed record DocumentSection(string Heading, string Prose, IReadOnlyList<DocumentedCommand> Commands)
{
    private const string Fence = "```";

    /// <summary>
    /// A block of <c>sh</c> holds one command, <c>./build.sh …</c> or <c>spanlinalg …</c>, and the next block, of
    /// <c>text</c>, its output. There are no other blocks: nothing in a fence goes unchecked.
    /// </summary>
    public static IReadOnlyList<DocumentSection> Read(string markdown)
    {
        List<DocumentSection> sections = [];
        StringBuilder prose = new();
        List<DocumentedCommand> commands = [];
        string heading = "";
        string[]? pending = null;
        using StringReader reader = new(markdown);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(new(heading, prose.ToString(), commands));
                (heading, commands) = (line[3..], []);
                prose.Clear();
            }
            else if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                prose.AppendLine(line);
            }
            else if (line == Fence + "sh" && pending is null)
            {
                pending = Words(Assert.Single(Block(reader)));
            }
            else
            {
                Assert.Equal(Fence + "text", line);
                Assert.NotNull(pending);
                commands.Add(new(pending, Block(reader)));
                pending = null;
            }
        }
        Assert.Null(pending);
        sections.Add(new(heading, prose.ToString(), commands));
        return sections;
    }

    private static string[] Block(StringReader reader)
    {
        List<string> lines = [];
        while (reader.ReadLine() is { } line && line != Fence)
        {
            lines.Add(line);
        }
        return [.. lines];
    }

    private static string[] Words(string command) =>
        command.Split(' ') switch
        {
            ["./build.sh", "cli", .. string[] words] => words,
            ["./build.sh", "study", .. string[] words] => ["study", .. words],
            ["spanlinalg", .. string[] words] => words,
            _ => throw new InvalidOperationException($"'{command}' is not a command of the tool."),
        };
}
