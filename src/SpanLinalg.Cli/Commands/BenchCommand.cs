using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SpanLinalg.Cli;

/// <summary><c>spanlinalg bench</c>: the managed code against OpenBLAS, against another vector width, or alone.</summary>
internal static class BenchCommand
{
    private const string Single = "f32";
    private const string Double = "f64";
    private const double LongestSeconds = 86400;

    private static readonly ProblemSize[] UsualSizes = [new(8, 8, null), new(64, 64, null), new(512, 512, null)];

    public static Command Create(Terminal terminal)
    {
        Argument<string> operation = new("OPERATION")
        {
            Description = "What is computed.",
            HelpName = string.Join('|', Operation.Names),
        };
        operation.AcceptOnlyFromAmong(Operation.Names);
        Option<ProblemSize[]> sizes = new("--sizes")
        {
            Description =
                "N, MxN; for gemm also MxNxK, C being M × N and K the inner dimension; for svd-truncated also MxNxR, R being the rank [default: 8,64,512; R an eighth of the smaller side]",
            HelpName = "S,S,…",
            CustomParser = ParseSizes,
        };
        Option<string> type = new("--type")
        {
            Description = "The type of the elements.",
            HelpName = $"{Single}|{Double}",
            DefaultValueFactory = _ => Double,
        };
        type.AcceptOnlyFromAmong(Single, Double);
        Option<int> threads = Count("--threads", "Threads of OpenBLAS; the managed code has one.", 1);
        Option<string?> against = new("--against")
        {
            Description = "The other side [default: openblas if there is one, or else none]",
            HelpName = string.Join('|', Opponent.Names),
        };
        against.AcceptOnlyFromAmong(Opponent.Names);
        Option<int> rounds = Count("--rounds", "The most rounds at each size.", 100);
        Option<double> seconds = new("--seconds")
        {
            Description = "At each size, no further round begins after this time; there are three in any case.",
            HelpName = "X",
            DefaultValueFactory = _ => 2,
            CustomParser = result =>
            {
                bool isNumber = double.TryParse(
                    result.Tokens[0].Value,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double value
                );
                if (!isNumber || value is not (> 0 and <= LongestSeconds))
                {
                    result.AddError(
                        $"'{result.Tokens[0].Value}' in --seconds is not a positive number of {LongestSeconds} at most."
                    );
                }
                return value;
            },
        };
        OutputOptions output = new(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);

        Command command = new(
            "bench",
            "Times an operation in turns with OpenBLAS, or with another vector width, and compares the results."
        )
        {
            operation,
            sizes,
            type,
            threads,
            against,
            rounds,
            seconds,
        };
        command.Validators.Add(result => CheckSizes(result, operation, sizes));
        output.AddTo(command);
        command.SetAction(line =>
        {
            string name = line.GetRequiredValue(operation);
            ProblemSize[] wanted = line.GetResult(sizes) is null ? UsualSizes : line.GetRequiredValue(sizes);
            Opponent opponent = Opponent.Choose(line.GetValue(against), line.GetValue(threads), name);
            DuelOptions options = new()
            {
                Operation = name,
                Sizes = [.. wanted.Select(size => Operation.Complete(name, size))],
                SinglePrecision = line.GetValue(type) == Single,
                Threads = opponent.Threads,
                Peer = opponent.Provider,
                Rounds = line.GetValue(rounds),
                Seconds = line.GetValue(seconds),
            };
            if (output.Format(line) != OutputFormat.Table)
            {
                terminal.Error.Write(string.Concat(opponent.Sides.Select(side => $"{side}\n")));
            }
            output.Write(
                line,
                terminal,
                (format, width) =>
                {
                    BenchReport report = new(options, opponent.Sides, Watch(options, terminal));
                    return format switch
                    {
                        OutputFormat.Json => BenchJson.Compose(report),
                        OutputFormat.Csv => BenchCsv.Compose(report),
                        _ => BenchText.Compose(report, width),
                    };
                }
            );
            return 0;
        });
        return command;
    }

    private static List<DuelResult> Watch(DuelOptions options, Terminal terminal)
    {
        List<DuelResult> results = [];
        foreach (ProblemSize size in options.Sizes)
        {
            if (terminal.ShowsProgress)
            {
                terminal.Error.Write($"\r{options.Operation} {size}, {results.Count + 1} of {options.Sizes.Count} … ");
            }
            results.Add(Duel.Run(options, size));
        }
        if (terminal.ShowsProgress)
        {
            terminal.Error.WriteLine("done.");
        }
        return results;
    }

    // Parsed here: the library's own parser throws when a validator asks for a value that is no number.
    private static Option<int> Count(string name, string description, int usual) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
                {
                    result.AddError($"'{text}' in {name} is not a whole number from 1 to {int.MaxValue}.");
                }
                return value;
            },
        };

    private static ProblemSize[]? ParseSizes(ArgumentResult result)
    {
        List<ProblemSize> sizes = [];
        foreach (string text in Texts(result.Tokens))
        {
            if (!ProblemSize.TryParse(text, out ProblemSize size))
            {
                result.AddError($"'{text}' in --sizes is not a size; write them as 64,4096x64.");
                return null;
            }
            sizes.Add(size);
        }
        return [.. sizes];
    }

    /// <summary>The single sizes: separated by commas, or in several options.</summary>
    private static IEnumerable<string> Texts(IEnumerable<Token> tokens) =>
        tokens.SelectMany(token => token.Value.Split(','));

    private static void CheckSizes(CommandResult line, Argument<string> operation, Option<ProblemSize[]> sizes)
    {
        if (
            line.Errors.Any()
            || line.GetResult(operation)?.Tokens is not [{ Value: not Operation.Gemm and var name }]
            || line.GetResult(sizes) is not { } given
        )
        {
            return;
        }

        // The option is parsed after this, and says itself what is not a size.
        foreach (string text in Texts(given.Tokens))
        {
            if (!ProblemSize.TryParse(text, out ProblemSize size) || size.K is not { } third)
            {
                continue;
            }
            if (name != Operation.SvdTruncated)
            {
                line.AddError("Only gemm and svd-truncated have sizes of three numbers.");
                return;
            }
            if (third > size.Rank)
            {
                line.AddError($"The rank in {text} exceeds the smaller of the two sizes.");
                return;
            }
        }
    }
}
