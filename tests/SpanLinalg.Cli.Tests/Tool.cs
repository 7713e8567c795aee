using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

/// <summary>Runs the tool in this process and keeps what it writes.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    public static Tool Run(params string[] arguments) => Run(Terminal.Unlimited, arguments);

    public static Tool Run(int width, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = Application.Run(arguments, new Terminal(output, error, width, ShowsProgress: false));
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The report of a run that has to succeed.</summary>
    public static string Report(params string[] arguments)
    {
        Tool run = Run(arguments);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    public static JsonElement Json(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Report([.. arguments, "--format", "json"]));
        return document.RootElement.Clone();
    }

    /// <summary>The sentence of a run that has to fail on its input.</summary>
    public static string Failure(params string[] arguments)
    {
        Tool run = Run(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        string sentence = Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }
}
