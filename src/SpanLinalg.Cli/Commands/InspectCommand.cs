using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg inspect</c>: the spectra of real adapters.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("PATH")
        {
            Description = "A PEFT folder, a .safetensors file, or a folder of either.",
        };
        path.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
            {
                result.AddError("The PATH is empty.");
            }
        });
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        Command command = new(
            "inspect",
            "Shows for each adapted layer how much of its rank is used, and the rank that would have been enough."
        )
        {
            path,
        };
        output.AddTo(command);
        command.SetAction(line =>
        {
            Destination destination = output.Destination(line, terminal);
            InspectedAdapter[] adapters =
            [
                .. AdapterReader.Find(line.GetRequiredValue(path)).Select(InspectedAdapter.Read),
            ];
            destination.Write(
                table: width => InspectText.Compose(adapters, width),
                json: () => InspectJson.Compose(adapters),
                csv: () =>
                    CsvText.Compose(InspectedAdapter.LayerColumns, adapters.SelectMany(adapter => adapter.Layers))
            );
            return 0;
        });
        return command;
    }
}
