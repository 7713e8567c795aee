using System.CommandLine;

namespace SpanLinalg.Cli;

/// <summary>The options <c>--format</c> and <c>--output</c>, and what they do with a report.</summary>
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

    /// <summary>Composes the report in the format that was asked for, then writes it where it was asked for.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="terminal">Where it goes without <c>--output</c>.</param>
    /// <param name="compose">Does the work and composes the report, in a format and a width; called once the place can be written to.</param>
    /// <remarks>It is composed in full before its first character is written, so a failure leaves nothing half-written.</remarks>
    public void Write(ParseResult line, Terminal terminal, Func<OutputFormat, int, string> compose)
    {
        string? path = line.GetValue(output);
        if (path is not null)
        {
            AtomicFile.Check(path);
        }
        string report = compose(Format(line), path is null ? terminal.Width : Terminal.Unlimited);
        if (path is null)
        {
            terminal.Output.Write(report);
        }
        else
        {
            AtomicFile.Write(path, report);
        }
    }

    private static string Name(OutputFormat value) =>
        value switch
        {
            OutputFormat.Json => "json",
            OutputFormat.Csv => "csv",
            _ => "table",
        };
}
