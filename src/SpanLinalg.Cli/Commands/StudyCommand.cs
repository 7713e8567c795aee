using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg study</c>: the articles' study of style and facts.</summary>
internal static class StudyCommand
{
    public static Command Create(Terminal terminal)
    {
        StudyOptions defaults = new();
        UpdateOptions update = new(
            defaults,
            matrix: "the updates",
            seed: "The seed of NumPy's random stream",
            noise: UpdateOptions.NoiseOnEveryEntry
        );
        Option<double> alpha = RealNumber.Alpha(defaults.Alpha);
        Option<int[]?> ranks = NumberList.Ranks(
            "The ranks at which errors are taken [default: those of 2,4,8,16,32,48 that the shape has]"
        );
        Option<bool> withDynamics = new("--dynamics")
        {
            Description = "Also trains, and shows how the first step depends on the rank; 'dynamics' has more of it.",
        };
        Option<bool> withMethods = new("--methods")
        {
            Description = "Also compares every adapter method on both updates; 'compare' has more of it.",
        };
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);

        Command command = new(
            "study",
            "Generates a style and a facts update and shows what a LoRA of each rank makes of them."
        );
        update.AddTo(command);
        foreach (Option option in (Option[])[alpha, ranks, withMethods, withDynamics])
        {
            command.Options.Add(option);
        }
        output.AddTo(command);
        command.SetAction(line =>
        {
            StudyOptions options = update.Read(line) with
            {
                Alpha = line.GetValue(alpha),
                Ranks = NumberList.Given(line, ranks),
            };
            if (options.Problem() is { } problem)
            {
                throw new CommandException(problem);
            }

            Destination destination = output.Destination(line, terminal);
            StudyReport report = ProgressBar.Watch<StudyReport>(progress => LoraStudy.Run(options, progress), terminal);
            DynamicsReport? dynamics = line.GetValue(withDynamics)
                ? ProgressBar.Watch<DynamicsReport>(
                    progress => LoraDynamics.Run(DynamicsOptions.FirstStepOf(options), progress: progress),
                    terminal
                )
                : null;
            StudyMethods? methods = line.GetValue(withMethods)
                ? ProgressBar.Watch<StudyMethods>(progress => StudyMethods.Run(options, progress), terminal)
                : null;
            destination.Write(
                table: width => StudyText.Compose(report, methods, dynamics, width),
                json: () => StudyJson.Compose(report, methods, dynamics),
                csv: () => StudyCsv.Compose(report, methods, dynamics)
            );
            return 0;
        });
        return command;
    }
}
