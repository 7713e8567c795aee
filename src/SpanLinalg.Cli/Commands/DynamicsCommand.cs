using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg dynamics</c>: training, and how it depends on the rank.</summary>
internal static class DynamicsCommand
{
    private const string Single = "f32";
    private const string Double = "f64";

    private static readonly Dictionary<string, TrainingTarget> Targets = new()
    {
        ["facts"] = TrainingTarget.Facts,
        ["style"] = TrainingTarget.Style,
    };

    private static readonly Dictionary<string, FactorInitialization> Initializations = new()
    {
        ["kaiming"] = FactorInitialization.Kaiming,
        ["gaussian"] = FactorInitialization.Gaussian,
    };

    private static readonly Dictionary<string, OptimizerKind> Optimizers = new()
    {
        ["sgd"] = OptimizerKind.Sgd,
        ["momentum"] = OptimizerKind.Momentum,
        ["adam"] = OptimizerKind.Adam,
        ["adamw"] = OptimizerKind.AdamW,
    };

    public static Command Create(Terminal terminal)
    {
        DynamicsOptions defaults = new();
        Option<string> update = new("--update")
        {
            Description = "The update that is learned: that of the study with the same seed.",
            HelpName = string.Join('|', Targets.Keys),
            DefaultValueFactory = _ => "facts",
        };
        update.AcceptOnlyFromAmong([.. Targets.Keys]);
        Option<OptimizerKind[]?> optimizers = NumberList.Names(
            "--optimizers",
            "How gradients become steps [default: sgd,momentum,adam]",
            Optimizers
        );
        Option<double[]?> exponents = NumberList.Reals(
            "--exponents",
            "p in the scale γ = α·r^(−p): 1 is LoRA, 0.5 rsLoRA [default: 1,0.5,0.25,0]",
            "1,0.5,0"
        );
        Option<double> alpha = Real("--alpha", "α in the scale.", defaults.Alpha);
        Option<string> initialization = new("--init")
        {
            Description = "How A is drawn: uniform on ±1/√n, or normal with deviation 1/r. B is zero.",
            HelpName = string.Join('|', Initializations.Keys),
            DefaultValueFactory = _ => "kaiming",
        };
        initialization.AcceptOnlyFromAmong([.. Initializations.Keys]);
        Option<int[]?> ranks = NumberList.Ranks(
            "The ranks, two at least [default: those of 16,32,64,128,256 that the shape has]"
        );
        Option<double[]?> rates = NumberList.Reals(
            "--learning-rate",
            "One, or several to sweep over [default: 0.001; 0.0001 for momentum]",
            "0.001,0.01"
        );
        Option<int> steps = WholeNumber.Option("--steps", "Steps of each training.", defaults.Steps);
        Option<int> batch = WholeNumber.Option("--batch", "Inputs in a minibatch.", defaults.Batch);
        Option<int> seeds = WholeNumber.Option("--seeds", "How many seeds, for the confidence.", defaults.Seeds);
        Option<uint> seed = new("--seed")
        {
            Description = "The first seed, 0 to 2³² − 1.",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Seed,
        };
        Option<int> rows = WholeNumber.Option("--rows", "Rows of the weight.", defaults.Rows);
        Option<int> columns = WholeNumber.Option("--columns", "Columns of the weight.", defaults.Columns);
        Option<int?> styleRank = WholeNumber.Optional(
            "--style-rank",
            "The rank of the style update before the noise [default: 4, or what the shape has]"
        );
        Option<double> noise = Real("--noise", "The standard deviation of the noise on every entry.", defaults.Noise);
        Option<double> momentum = Real("--momentum", "μ of momentum.", defaults.Momentum);
        Option<double> decay = Real("--weight-decay", "λ of adamw.", defaults.WeightDecay);
        Option<string> type = new("--type")
        {
            Description = "The type that is trained in.",
            HelpName = $"{Single}|{Double}",
            DefaultValueFactory = _ => Single,
        };
        type.AcceptOnlyFromAmong(Single, Double);
        Option<int?> threads = WholeNumber.Optional(
            "--threads",
            "Seeds trained at a time; no figure depends on it [default: one for each core]"
        );
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);

        Command command = new(
            "dynamics",
            "Trains adapters of many ranks and fits how gradients, steps and learning depend on the rank, for each scale and optimizer."
        )
        {
            update,
            optimizers,
            exponents,
            alpha,
            initialization,
            ranks,
            rates,
            steps,
            batch,
            seeds,
            seed,
            rows,
            columns,
            styleRank,
            noise,
            momentum,
            decay,
            type,
            threads,
        };
        output.AddTo(command);
        command.SetAction(line =>
        {
            DynamicsOptions options = new()
            {
                Target = Targets[line.GetRequiredValue(update)],
                Optimizers = line.GetResult(optimizers) is null ? defaults.Optimizers : line.GetValue(optimizers)!,
                Exponents = line.GetResult(exponents) is null ? defaults.Exponents : line.GetValue(exponents)!,
                Alpha = line.GetValue(alpha),
                Initialization = Initializations[line.GetRequiredValue(initialization)],
                Ranks = line.GetResult(ranks) is null ? null : line.GetValue(ranks),
                LearningRates = line.GetResult(rates) is null ? null : line.GetValue(rates),
                Steps = line.GetValue(steps),
                Batch = line.GetValue(batch),
                Seeds = line.GetValue(seeds),
                Seed = line.GetValue(seed),
                Rows = line.GetValue(rows),
                Columns = line.GetValue(columns),
                StyleRank = line.GetValue(styleRank),
                Noise = line.GetValue(noise),
                Momentum = line.GetValue(momentum),
                WeightDecay = line.GetValue(decay),
                SinglePrecision = line.GetValue(type) == Single,
            };
            if (options.Problem() is { } problem)
            {
                throw new CommandException(problem);
            }

            int workers = line.GetValue(threads) ?? 0;
            output.Write(
                line,
                terminal,
                (format, width) =>
                {
                    DynamicsReport report = ProgressBar.Watch<DynamicsReport>(
                        progress => LoraDynamics.Run(options, workers, progress),
                        terminal
                    );
                    return format switch
                    {
                        OutputFormat.Json => DynamicsJson.Compose(report),
                        OutputFormat.Csv => DynamicsCsv.Compose(report),
                        _ => DynamicsText.Compose(report, width),
                    };
                }
            );
            return 0;
        });
        return command;
    }

    private static Option<double> Real(string name, string description, double usual) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => usual,
        };
}
