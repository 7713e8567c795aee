using System.CommandLine;
using System.CommandLine.Invocation;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>The tool: its commands, and how their failures become a sentence and an exit code.</summary>
internal static class Application
{
    private const int Failure = 1;
    private const int WrongUsage = 2;

    /// <summary>Runs one command line.</summary>
    /// <returns>
    /// 0; 1 if the command failed, after one sentence on the error stream; 2 if the line is not understood.
    /// </returns>
    public static int Run(string[] arguments, Terminal terminal)
    {
        RootCommand root = new(
            "Judges low-rank adapters by their spectra, compares adapter methods, runs the study behind the judgement, "
                + "and measures the linear algebra."
        )
        {
            StudyCommand.Create(terminal),
            DynamicsCommand.Create(terminal),
            InspectCommand.Create(terminal),
            CompareCommand.Create(terminal),
            BenchCommand.Create(terminal),
            InfoCommand.Create(terminal),
        };
        root.HelpName = "spanlinalg";
        ParseResult line = root.Parse(arguments);
        bool understood = line.Action is not ParseErrorAction;
        try
        {
            int exitCode = line.Invoke(
                new InvocationConfiguration
                {
                    Output = understood ? terminal.Output : terminal.Error,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                }
            );
            return understood ? exitCode : WrongUsage;
        }
        catch (Exception exception) when (Sentence(exception) is { } sentence)
        {
            terminal.Error.WriteLine(sentence);
            return Failure;
        }
    }

    /// <summary>
    /// What to tell the user about an exception; null if it is a mistake of the program and not of its input.
    /// </summary>
    private static string? Sentence(Exception exception) =>
        exception switch
        {
            CommandException or SafetensorsException or AdapterException or CheckpointException => exception.Message,
            IOException or UnauthorizedAccessException => exception.Message,
            NotFiniteNumberException or ConvergenceException => exception.Message,
            OutOfMemoryException => "There is not enough memory for this.",
            // The vector width may have been forced to one there is not.
            InvalidOperationException
                when exception.Message.StartsWith(SimdPolicy.EnvironmentVariable, StringComparison.Ordinal) =>
                exception.Message,
            AggregateException { InnerExceptions: [Exception only] } => Sentence(only),
            _ => null,
        };
}
