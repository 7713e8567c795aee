using System.CommandLine;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg info</c>: what this machine has and what the library makes of it.</summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json);
        Command command = new(
            "info",
            "Shows the processor, the vector width chosen and why, the caches, providers and versions."
        );
        output.AddTo(command);
        command.SetAction(line =>
        {
            MachineInfo machine = MachineInfo.OfThisMachine();
            output
                .Destination(line, terminal)
                .Write(
                    table: width => InfoReport.ComposeText(machine, width),
                    json: () => InfoReport.ComposeJson(machine)
                );
            return 0;
        });
        return command;
    }
}
