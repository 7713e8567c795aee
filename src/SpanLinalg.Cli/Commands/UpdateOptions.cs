using System.CommandLine;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>The options that say which update is drawn: <c>--seed</c>, its shape, its rank and its noise.</summary>
/// <remarks>Three commands draw updates, and in all three the same options give the same one.</remarks>
internal sealed class UpdateOptions
{
    public const string NoiseOnEveryEntry = "The standard deviation of the noise on every entry.";

    private readonly Option<uint> seed;
    private readonly Option<int> rows;
    private readonly Option<int> columns;
    private readonly Option<int?> styleRank;
    private readonly Option<double> noise;

    /// <param name="usual">What is drawn if none of them is given.</param>
    /// <param name="matrix">What the rows and columns are those of.</param>
    /// <param name="seed">What the seed is that of.</param>
    /// <param name="noise">What the noise is.</param>
    public UpdateOptions(StudyOptions usual, string matrix, string seed, string noise)
    {
        string sides = $"1 to {StudyOptions.MaximumSize}";
        this.seed = WholeNumber.Any("--seed", $"{seed}, 0 to 2³² − 1.", $"from 0 to {uint.MaxValue}", usual.Seed);
        rows = WholeNumber.Any("--rows", $"Rows of {matrix}, {sides}.", $"from {sides}", usual.Rows);
        columns = WholeNumber.Any("--columns", $"Columns of {matrix}, {sides}.", $"from {sides}", usual.Columns);
        styleRank = WholeNumber.Any<int>(
            "--style-rank",
            "The rank of the style update before the noise [default: 4, or what the shape has]",
            "from 1 up"
        );
        this.noise = RealNumber.Option("--noise", noise, usual.Noise);
    }

    /// <summary>Those that say nothing without an update to draw.</summary>
    public IReadOnlyList<Option> OfTheDrawing => [rows, columns, styleRank, noise];

    /// <summary>Those that say its shape.</summary>
    public IReadOnlyList<Option> OfTheShape => [rows, columns];

    public void AddTo(Command command)
    {
        command.Options.Add(seed);
        foreach (Option option in OfTheDrawing)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for; its <see cref="StudyOptions.Problem"/> is for the command to look at.</summary>
    public StudyOptions Read(ParseResult line) =>
        new()
        {
            Seed = line.GetValue(seed),
            Rows = line.GetValue(rows),
            Columns = line.GetValue(columns),
            StyleRank = line.GetValue(styleRank),
            Noise = line.GetValue(noise),
        };
}
