using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpanLinalg.Cli;

/// <summary>The options that say what is dueled over, and the problems that they come to.</summary>
internal sealed class ProblemOptions
{
    private static readonly ProblemSize[] UsualSizes = [new(8, 8, null), new(64, 64, null), new(512, 512, null)];

    private const int UsualBatch = 64;

    private readonly Argument<string> operation;

    private readonly Option<ProblemSize[]> sizes = new("--sizes")
    {
        Description =
            "N, MxN; for gemm and gemm-batch also MxNxK, C being M × N and K the inner dimension; for svd-truncated "
            + "also MxNxR, R being the rank [default: 8,64,512; R an eighth of the smaller side]",
        HelpName = "S,S,…",
        CustomParser = ParseSizes,
    };

    private readonly Option<string?> layout = new("--layout")
    {
        Description =
            "A letter for each factor of gemm and for the matrix of gemv: n if it is stored row by row, t if column by "
            + "column [default: nn, n]",
        HelpName = "nn|nt|tn|tt|n|t",
    };

    private readonly Option<int?> leadingBytes = WholeNumber.Optional(
        "--ld-bytes",
        "The leading dimensions of gemm and gemv are multiples of so many bytes [default: no gaps]"
    );

    private readonly Option<int?> batch = WholeNumber.Optional(
        "--batch",
        "So many products in one call of gemm-batch [default: 64]"
    );

    private readonly Option<int?> sweep = WholeNumber.Optional(
        "--sweep",
        "So many random shapes of gemm or gemv, layouts and leading dimensions instead of sizes; best with --seconds "
            + "0.05"
    );

    private readonly Option<int?> seed = WholeNumber.Optional("--seed", "The seed of the sweep [default: 1]", least: 0);

    /// <param name="operation">The argument that names the operation.</param>
    public ProblemOptions(Argument<string> operation)
    {
        this.operation = operation;
        layout.AcceptOnlyFromAmong("nn", "nt", "tn", "tt", "n", "t");
    }

    public void AddTo(Command command)
    {
        command.Options.Add(sizes);
        command.Options.Add(layout);
        command.Options.Add(leadingBytes);
        command.Options.Add(batch);
        command.Options.Add(sweep);
        command.Options.Add(seed);
        command.Validators.Add(Check);
    }

    /// <summary>Whether the problems are a random draw.</summary>
    public bool IsSweep(ParseResult line) => line.GetResult(sweep) is not null;

    /// <summary>What was asked for.</summary>
    public IReadOnlyList<Problem> Problems(ParseResult line)
    {
        string name = line.GetRequiredValue(operation);
        if (line.GetValue(sweep) is { } count)
        {
            return Sweep.Draw(name, count, line.GetValue(seed) ?? 1);
        }

        ProblemSize[] wanted = line.GetResult(sizes) is null ? UsualSizes : line.GetRequiredValue(sizes);
        int factors = Operation.Factors(name);
        return
        [
            .. wanted.Select(size => new Problem(Operation.Complete(name, size))
            {
                Layout = factors == 0 ? null : line.GetValue(layout) ?? new(Problem.Rows, factors),
                LeadingBytes = line.GetValue(leadingBytes),
                Batch = name == Operation.GemmBatch ? line.GetValue(batch) ?? UsualBatch : null,
            }),
        ];
    }

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

    private void Check(CommandResult line)
    {
        if (line.Errors.Any() || line.GetResult(operation)?.Tokens is not [{ Value: var name }])
        {
            return;
        }
        if (Operation.Names.Contains(name) && Refusal(line, name) is { } sentence)
        {
            line.AddError(sentence);
        }
    }

    /// <summary>Why these options do not go together, or null.</summary>
    private string? Refusal(CommandResult line, string name)
    {
        int factors = Operation.Factors(name);
        bool isSweep = line.GetResult(sweep) is not null;
        string? letters = line.GetResult(layout)?.Tokens is [{ Value: var value }] ? value : null;
        return factors == 0 && (isSweep || letters is not null || line.GetResult(leadingBytes) is not null)
                ? $"--sweep, --layout and --ld-bytes are for gemm and gemv, not for {name}."
            : name != Operation.GemmBatch && line.GetResult(batch) is not null ? "--batch is for gemm-batch."
            : isSweep && (letters ?? (object?)line.GetResult(sizes) ?? line.GetResult(leadingBytes)) is not null
                ? "--sweep draws the sizes, layouts and leading dimensions: give it or them."
            : !isSweep && line.GetResult(seed) is not null ? "--seed is that of a --sweep."
            : letters is not null && letters.Length != factors
                ? $"--layout {letters} has not the one letter for each matrix that {name} multiplies."
            : line.GetResult(sizes) is { } given ? RefusalOfSizes(Texts(given.Tokens), name)
            : null;
    }

    // The option is parsed after this, and says itself what is not a size.
    private static string? RefusalOfSizes(IEnumerable<string> texts, string name)
    {
        foreach (string text in texts)
        {
            if (!ProblemSize.TryParse(text, out ProblemSize size) || size.K is not { } third)
            {
                continue;
            }
            if (!Operation.HasThirdNumber(name))
            {
                return "Only gemm, gemm-batch and svd-truncated have sizes of three numbers.";
            }
            if (name == Operation.SvdTruncated && third > size.Rank)
            {
                return $"The rank in {text} exceeds the smaller of the two sizes.";
            }
        }
        return null;
    }
}
