using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg compare</c>: every adapter method on one update, at equal numbers of parameters.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        SubjectOptions subject = new();
        ComparisonOptions defaults = new();
        Option<long[]?> budgets = NumberList.WholeNumbers<long>(
            "--budgets",
            "Trainable parameters over all layers [default: 13, and those of LoRA at powers of two]",
            "a number of parameters"
        );
        Option<int[]?> ranks = NumberList.Ranks("The budgets as those of a LoRA of these ranks");
        Option<double> target = RealNumber.Option(
            "--target",
            "The relative error that the recommended method has to reach.",
            defaults.Target
        );
        Option<double> alpha = RealNumber.Alpha(defaults.Alpha);
        Option<int?> heads = WholeNumber.Optional(
            "--heads",
            "Attention heads of a layer [default: heads of 64 rows, eight of them up to 64 rows]"
        );
        Option<int> block = WholeNumber.Option(
            "--block",
            "Entries that share an NF4 scale.",
            defaults.QuantizationBlock
        );
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);

        Command command = new(
            "compare",
            "Shows what each adapter method makes of one update at equal numbers of parameters, and which to choose."
        );
        subject.AddTo(command);
        foreach (Option option in (Option[])[budgets, ranks, target, alpha, heads, block])
        {
            command.Options.Add(option);
        }
        output.AddTo(command);
        command.SetAction(line =>
        {
            ComparisonOptions options = new()
            {
                Seed = subject.Seed(line),
                Alpha = line.GetValue(alpha),
                Target = line.GetValue(target),
                Heads = line.GetValue(heads),
                QuantizationBlock = line.GetValue(block),
                Budgets = NumberList.Given(line, budgets),
                Ranks = NumberList.Given(line, ranks),
            };
            Destination destination = output.Destination(line, terminal);
            ComparisonReport report = ProgressBar.Watch<ComparisonReport>(
                progress =>
                {
                    progress.Report(new("Reading", 0));
                    ComparisonSubject read = subject.Read(line, options);
                    return (read.Problem() ?? options.Problem(read.Layers)) is { } problem
                        ? throw new CommandException(problem)
                        : MethodComparison.Run(read, options, progress);
                },
                terminal
            );
            destination.Write(
                table: width => CompareText.Compose(report, width),
                json: () => CompareJson.Compose(report),
                csv: () => CompareCsv.Compose(report)
            );
            return 0;
        });
        return command;
    }
}
