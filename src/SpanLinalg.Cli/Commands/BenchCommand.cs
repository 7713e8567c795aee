using System.CommandLine;
using System.Globalization;

namespace SpanLinalg.Cli;

/// <summary>
/// <c>spanlinalg bench</c>: the managed code against OpenBLAS, against another vector width, or alone.
/// </summary>
internal static class BenchCommand
{
    private const double LongestSeconds = 86400;

    public static Command Create(Terminal terminal)
    {
        Argument<string> operation = new("OPERATION")
        {
            Description = "What is computed.",
            HelpName = string.Join('|', Operation.Names),
        };
        operation.AcceptOnlyFromAmong(Operation.Names);
        ProblemOptions problems = new(operation);
        Option<string> type = ElementType.Option("The type of the elements.", ElementType.Double);
        Option<int> threads = WholeNumber.Option(
            "--threads",
            "Threads of both sides; the managed code takes as many of them as pay, and one for gemm-batch.",
            1
        );
        Option<string?> against = new("--against")
        {
            Description = "The other side [default: openblas if there is one, or else none]",
            HelpName = string.Join('|', Opponent.Names),
        };
        against.AcceptOnlyFromAmong(Opponent.Names);
        Option<int> rounds = WholeNumber.Option("--rounds", "The most rounds at each size.", 100);
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
            type,
            threads,
            against,
            rounds,
            seconds,
        };
        problems.AddTo(command);
        output.AddTo(command);
        command.SetAction(line =>
        {
            string name = line.GetRequiredValue(operation);
            Opponent opponent = Opponent.Choose(line.GetValue(against), line.GetValue(threads), name);
            DuelOptions options = new()
            {
                Operation = name,
                Problems = problems.Problems(line),
                IsSweep = problems.IsSweep(line),
                SinglePrecision = line.GetValue(type) == ElementType.Single,
                Threads = opponent.Threads,
                Peer = opponent.Provider,
                Rounds = line.GetValue(rounds),
                Seconds = line.GetValue(seconds),
            };
            if (output.Format(line) != OutputFormat.Table)
            {
                terminal.Error.Write(string.Concat(opponent.Sides.Select(side => $"{side}\n")));
            }
            Destination destination = output.Destination(line, terminal);
            BenchReport report = new(options, opponent.Sides, Watch(options, terminal));
            destination.Write(
                table: width => BenchText.Compose(report, width),
                json: () => JsonText.Compose(report.Columns, report.Results),
                csv: () => CsvText.Compose(report.Columns, report.Results)
            );
            return 0;
        });
        return command;
    }

    private static List<DuelResult> Watch(DuelOptions options, Terminal terminal)
    {
        List<DuelResult> results = [];
        foreach (Problem problem in options.Problems)
        {
            if (terminal.ShowsProgress)
            {
                terminal.Error.Write(
                    $"\r{options.Operation} {problem}, {results.Count + 1} of {options.Problems.Count} …    "
                );
            }
            results.Add(Duel.Run(options, problem));
        }
        if (terminal.ShowsProgress)
        {
            terminal.Error.WriteLine("done.");
        }
        return results;
    }
}
