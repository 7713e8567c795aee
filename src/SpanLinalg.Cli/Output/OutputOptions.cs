using System.CommandLine;

namespace SpanLinalg.Cli;

/// <summary>The options <c>--format</c> and <c>--output</c>, and the place that they come to.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string> format;
    private readonly Option<string?> output = new("--output")
    {
        Description = "Write to this file instead of the standard output; it appears complete or not at all.",
        HelpName = "FILE",
    };

    /// <param name="formats">The formats on offer; the first is the default.</param>
    public OutputOptions(params OutputFormat[] formats)
    {
        string[] names = [.. formats.Select(Name)];
        format = new("--format")
        {
            Description = "How the report is written.",
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => names[0],
        };
        format.AcceptOnlyFromAmong(names);
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
            {
                result.AddError("The name of the --output file is empty.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Options.Add(format);
        command.Options.Add(output);
    }

    /// <summary>The format that was asked for.</summary>
    public OutputFormat Format(ParseResult line) =>
        Enum.GetValues<OutputFormat>().Single(value => Name(value) == line.GetValue(format));

    /// <summary>Where the report is to go; nobody waits for one that cannot be kept.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="terminal">Where it goes without <c>--output</c>.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public Destination Destination(ParseResult line, Terminal terminal)
    {
        string? path = line.GetValue(output);
        if (path is not null)
        {
            AtomicFile.Check(path);
        }
        return new(Format(line), path, terminal);
    }

    private static string Name(OutputFormat value) =>
        value switch
        {
            OutputFormat.Json => "json",
            OutputFormat.Csv => "csv",
            _ => "table",
        };
}
