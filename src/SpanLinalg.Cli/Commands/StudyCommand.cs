using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg study</c>: the articles' study of style and facts.</summary>
internal static class StudyCommand
{
    public static Command Create(Terminal terminal)
    {
        StudyOptions defaults = new();
        Option<uint> seed = new("--seed")
        {
            Description = "The seed of NumPy's random stream, 0 to 2³² − 1.",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Seed,
        };
        Option<int> rows = new("--rows")
        {
            Description = $"Rows of the updates, 1 to {StudyOptions.MaximumSize}.",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Rows,
        };
        Option<int> columns = new("--columns")
        {
            Description = $"Columns of the updates, 1 to {StudyOptions.MaximumSize}.",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Columns,
        };
        Option<int?> styleRank = new("--style-rank")
        {
            Description = "The rank of the style update before the noise [default: 4, or what the shape has]",
            HelpName = "N",
        };
        Option<double> noise = new("--noise")
        {
            Description = "The standard deviation of the noise on every entry.",
            HelpName = "X",
            DefaultValueFactory = _ => defaults.Noise,
        };
        Option<double> alpha = new("--alpha")
        {
            Description = "α of the scaling rules α/r and α/√r.",
            HelpName = "X",
            DefaultValueFactory = _ => defaults.Alpha,
        };
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
        )
        {
            seed,
            rows,
            columns,
            styleRank,
            noise,
            alpha,
            ranks,
            withMethods,
            withDynamics,
        };
        output.AddTo(command);
        command.SetAction(line =>
        {
            StudyOptions options = new()
            {
                Seed = line.GetValue(seed),
                Rows = line.GetValue(rows),
                Columns = line.GetValue(columns),
                StyleRank = line.GetValue(styleRank),
                Noise = line.GetValue(noise),
                Alpha = line.GetValue(alpha),
                Ranks = line.GetResult(ranks) is null ? null : line.GetValue(ranks),
            };
            if (options.Problem() is { } problem)
            {
                throw new CommandException(problem);
            }

            output.Write(
                line,
                terminal,
                (format, width) =>
                {
                    StudyReport report = ProgressBar.Watch<StudyReport>(
                        progress => LoraStudy.Run(options, progress),
                        terminal
                    );
                    DynamicsReport? dynamics = line.GetValue(withDynamics)
                        ? ProgressBar.Watch<DynamicsReport>(
                            progress => LoraDynamics.Run(DynamicsOptions.FirstStepOf(options), progress: progress),
                            terminal
                        )
                        : null;
                    StudyMethods? methods = line.GetValue(withMethods)
                        ? ProgressBar.Watch<StudyMethods>(progress => StudyMethods.Run(options, progress), terminal)
                        : null;
                    return format switch
                    {
                        OutputFormat.Json => StudyJson.Compose(report, methods, dynamics),
                        OutputFormat.Csv => StudyCsv.Compose(report, methods, dynamics),
                        _ => StudyText.Compose(report, methods, dynamics, width),
                    };
                }
            );
            return 0;
        });
        return command;
    }
}
