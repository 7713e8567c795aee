using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>
/// The options that say which update is compared over: a simulated one, an adapter, or two checkpoints.
/// </summary>
internal sealed class SubjectOptions
{
    private const string Gaussian = "gaussian";

    private static readonly string[] Kinds = [.. Enum.GetNames<UpdateKind>().Select(name => name.ToLowerInvariant())];

    private readonly Option<string?> update = new("--update")
    {
        Description = "A simulated update.",
        HelpName = string.Join('|', Kinds),
    };
    private readonly Option<string?> adapter = PathOption("--adapter", "A PEFT folder or a .safetensors file.");
    private readonly Option<string?> source = PathOption(
        "--base",
        "The model before tuning: a .safetensors file, or a folder of them."
    );
    private readonly Option<string?> tuned = PathOption("--tuned", "The model after tuning, with the same tensors.");
    private readonly Option<Regex?> layer = new("--layer")
    {
        Description = "Only the layers whose names match this regular expression.",
        HelpName = "REGEX",
        CustomParser = ParseRegex,
    };
    private readonly Option<string> weights = new("--base-weights")
    {
        Description = "The frozen weights under an adapter or a simulated update: a checkpoint, or Gaussian stand-ins.",
        HelpName = $"{Gaussian}|PATH",
        DefaultValueFactory = _ => Gaussian,
    };
    private readonly UpdateOptions drawn = new(
        new(),
        matrix: "the simulated update",
        seed: "The seed of everything that is drawn",
        noise: "The standard deviation of the simulated update's noise."
    );

    public SubjectOptions() => update.AcceptOnlyFromAmong(Kinds);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[update, adapter, source, tuned, layer, weights])
        {
            command.Options.Add(option);
        }
        drawn.AddTo(command);
        command.Validators.Add(Check);
    }

    public uint Seed(ParseResult line) => drawn.Read(line).Seed;

    /// <summary>Draws or reads the update that was asked for.</summary>
    public ComparisonSubject Read(ParseResult line, ComparisonOptions options)
    {
        if (line.GetValue(update) is { } kind)
        {
            return Draw(line, Enum.Parse<UpdateKind>(kind, ignoreCase: true), options);
        }
        if (line.GetValue(adapter) is { } path)
        {
            using Adapter opened = AdapterReader.Read(Only(path));
            using Checkpoint? model = Weights(line);
            return AdapterSubject.Read(opened, model, line.GetValue(layer), options.Seed);
        }
        using Checkpoint before = Checkpoint.Open(line.GetValue(source)!);
        using Checkpoint after = Checkpoint.Open(line.GetValue(tuned)!);
        return CheckpointSubject.Read(before, after, line.GetValue(layer));
    }

    private ComparisonSubject Draw(ParseResult line, UpdateKind kind, ComparisonOptions options)
    {
        using Checkpoint? model = Weights(line);
        BaseWeight? weight = model is null ? null : CheckpointSubject.OnlyWeight(model, line.GetValue(layer));
        StudyOptions study = drawn.Read(line);
        if (weight is not null)
        {
            study = study with { Rows = weight.Weight.Rows, Columns = weight.Weight.Columns };
        }
        return study.Problem() is { } problem
            ? throw new CommandException(problem)
            : SyntheticUpdate.Draw(kind, study, options.Heads, weight);
    }

    private Checkpoint? Weights(ParseResult line) =>
        line.GetValue(weights) is { } path && path != Gaussian ? Checkpoint.Open(path) : null;

    /// <summary>The adapter that a path stands for; several have to be compared one by one.</summary>
    private static string Only(string path)
    {
        IReadOnlyList<string> files = AdapterReader.Find(path);
        return files.Count == 1
            ? files[0]
            : throw new CommandException(
                $"{path}: there are {files.Count} adapters, and one at a time is compared; the first is {files[0]}."
            );
    }

    private void Check(CommandResult result)
    {
        bool Given(Option option) => result.GetResult(option) is { Implicit: false };

        int sources = (Given(update) ? 1 : 0) + (Given(adapter) ? 1 : 0) + (Given(source) || Given(tuned) ? 1 : 0);
        if (sources != 1)
        {
            result.AddError("One of --update, --adapter, and --base with --tuned is needed, and no more than one.");
        }
        else if (Given(source) != Given(tuned))
        {
            result.AddError("--base and --tuned go together.");
        }
        else if (Given(source) && Given(weights))
        {
            result.AddError("--base-weights goes with --adapter or --update; --base gives the weights itself.");
        }
        else if (!Given(update) && drawn.OfTheDrawing.FirstOrDefault(Given) is { } only)
        {
            result.AddError($"{only.Name} goes with --update.");
        }
        else if (Given(update) && Given(layer) && !Given(weights))
        {
            result.AddError("--layer goes with --adapter, --base, or the checkpoint of --base-weights.");
        }
        else if (Given(update) && Given(weights) && drawn.OfTheShape.Any(Given))
        {
            result.AddError("--rows and --columns are those of the --base-weights.");
        }
    }

    private static Option<string?> PathOption(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "PATH" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
            {
                result.AddError($"The path of {name} is empty.");
            }
        });
        return option;
    }

    private static Regex? ParseRegex(ArgumentResult result)
    {
        string pattern = result.Tokens[0].Value;
        try
        {
            // Without backtracking, no pattern takes longer than the names are long.
            return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            result.AddError($"'{pattern}' in --layer is not a regular expression, or looks back or around.");
            return null;
        }
    }
}
