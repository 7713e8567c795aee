using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg dynamics</c>: training, and how it depends on the rank.</summary>
internal static class DynamicsCommand
{
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
        Option<double> alpha = RealNumber.Option("--alpha", "α in the scale.", defaults.Alpha);
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
        UpdateOptions drawn = new(
            new()
            {
                Seed = defaults.Seed,
                Rows = defaults.Rows,
                Columns = defaults.Columns,
                Noise = defaults.Noise,
            },
            matrix: "the weight",
            seed: "The first seed",
            noise: UpdateOptions.NoiseOnEveryEntry
        );
        Option<double> momentum = RealNumber.Option("--momentum", "μ of momentum.", defaults.Momentum);
        Option<double> decay = RealNumber.Option("--weight-decay", "λ of adamw.", defaults.WeightDecay);
        Option<string> type = ElementType.Option("The type that is trained in.", ElementType.Single);
        Option<int?> threads = WholeNumber.Optional(
            "--threads",
            "Seeds trained at a time; no figure depends on it [default: one for each core]"
        );
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);

        Command command = new(
            "dynamics",
            "Trains adapters of many ranks and fits how gradients, steps and learning depend on the rank, for each "
                + "scale and optimizer."
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
        };
        drawn.AddTo(command);
        foreach (Option option in (Option[])[momentum, decay, type, threads])
        {
            command.Options.Add(option);
        }
        output.AddTo(command);
        command.SetAction(line =>
        {
            StudyOptions study = drawn.Read(line);
            DynamicsOptions options = new()
            {
                Target = Targets[line.GetRequiredValue(update)],
                Optimizers = NumberList.Given(line, optimizers) ?? defaults.Optimizers,
                Exponents = NumberList.Given(line, exponents) ?? defaults.Exponents,
                Alpha = line.GetValue(alpha),
                Initialization = Initializations[line.GetRequiredValue(initialization)],
                Ranks = NumberList.Given(line, ranks),
                LearningRates = NumberList.Given(line, rates),
                Steps = line.GetValue(steps),
                Batch = line.GetValue(batch),
                Seeds = line.GetValue(seeds),
                Seed = study.Seed,
                Rows = study.Rows,
                Columns = study.Columns,
                StyleRank = study.StyleRank,
                Noise = study.Noise,
                Momentum = line.GetValue(momentum),
                WeightDecay = line.GetValue(decay),
                SinglePrecision = line.GetValue(type) == ElementType.Single,
            };
            if (options.Problem() is { } problem)
            {
                throw new CommandException(problem);
            }

            int workers = line.GetValue(threads) ?? 0;
            Destination destination = output.Destination(line, terminal);
            DynamicsReport report = ProgressBar.Watch<DynamicsReport>(
                progress => LoraDynamics.Run(options, workers, progress),
                terminal
            );
            destination.Write(
                table: width => DynamicsText.Compose(report, width),
                json: () => DynamicsJson.Compose(report),
                csv: () => DynamicsCsv.Compose(report)
            );
            return 0;
        });
        return command;
    }
}
