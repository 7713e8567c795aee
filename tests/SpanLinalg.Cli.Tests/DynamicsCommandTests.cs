using System.Globalization;
using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

public sealed class DynamicsCommandTests : IDisposable
{
    private static readonly string[] Small =
    [
        "dynamics",
        "--rows",
        "24",
        "--columns",
        "20",
        "--ranks",
        "2,4,8,16",
        "--seeds",
        "3",
        "--steps",
        "20",
        "--batch",
        "4",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Json_has_slopes_beside_theory_and_curves()
    {
        JsonElement json = Tool.Json(With("--optimizers", "sgd,adam", "--exponents", "1,0.5"));
        Assert.Equal(3, json.GetProperty("seeds").GetInt32());
        Assert.Equal("facts", json.GetProperty("update").GetString());
        Assert.Equal(4, json.GetProperty("best_possible").GetArrayLength());
        Assert.Equal(0, json.GetProperty("best_learning_rates").GetArrayLength());
        Assert.Equal(
            [("sgd", 1.0), ("sgd", 0.5), ("adam", 1.0), ("adam", 0.5)],
            json.GetProperty("series")
                .EnumerateArray()
                .Select(series => (series.GetProperty("optimizer").GetString()!, series.GetProperty("p").GetDouble()))
        );
        JsonElement first = json.GetProperty("series")[0];
        JsonElement gradient = first.GetProperty("slopes")[0];
        Assert.Equal("gradient_norm", gradient.GetProperty("quantity").GetString());
        Assert.Equal(-0.5, gradient.GetProperty("theory").GetDouble());
        Assert.Equal(-0.5, gradient.GetProperty("slope").GetDouble(), 0.25);
        Assert.Equal(
            [0, 1, 2, 5, 10, 20],
            first
                .GetProperty("ranks")[3]
                .GetProperty("curve")
                .EnumerateArray()
                .Select(point => point.GetProperty("step").GetInt32())
        );
        Assert.Equal(
            [0.5, 1],
            json.GetProperty("stable_p").EnumerateArray().Select(stable => stable.GetProperty("theory").GetDouble())
        );
    }

    [Fact]
    public void Csv_is_tidy_and_agrees_with_json()
    {
        string[] line = With("--optimizers", "momentum", "--learning-rate", "0.0001,0.001", "--type", "f64");
        JsonElement json = Tool.Json(line);
        string[][] records =
        [
            .. Tool.Report([.. line, "--format", "csv"]).TrimEnd('\n').Split('\n').Select(record => record.Split(',')),
        ];
        Assert.Equal(
            [
                "optimizer",
                "p",
                "learning_rate",
                "quantity",
                "rank",
                "step",
                "value",
                "half_width",
                "theory",
                "theory_at_size",
            ],
            records[0]
        );
        Assert.All(records, record => Assert.Equal(10, record.Length));
        JsonElement series = json.GetProperty("series")[3];
        Assert.Equal(0.5, series.GetProperty("p").GetDouble());
        Assert.Equal(0.001, series.GetProperty("learning_rate").GetDouble());
        Assert.Equal(
            series.GetProperty("ranks")[2].GetProperty("curve")[4].GetProperty("error").GetDouble(),
            Value(Assert.Single(records, r => r is ["momentum", "0.5", "0.001", "error", "8", "10", ..]))
        );
        Assert.Equal(
            json.GetProperty("best_learning_rates")[0].GetProperty("ranks")[1].GetProperty("learning_rate").GetDouble(),
            Value(Assert.Single(records, r => r is ["momentum", "1", "", "best_learning_rate", "4", ..]))
        );

        static double Value(string[] record) => double.Parse(record[6], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_verdict_names_a_stable_scale_for_each_optimizer()
    {
        string text = Text(With("--steps", "1", "--seeds", "10", "--batch", "1"));
        Assert.Contains("SGD and Momentum: the first step moves the output", text, StringComparison.Ordinal);
        Assert.Contains("α/√r for SGD and Momentum; α/r for Adam", text, StringComparison.Ordinal);
        Assert.Contains("Learned and representable, at rank 16 after 1 step:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Diverged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN │", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Divergence_is_said_and_is_null_in_json()
    {
        string[] line = With("--optimizers", "sgd", "--exponents", "0", "--learning-rate", "10");
        string text = Text(line);
        Assert.Contains(
            "Diverged: 12 of 12 trainings, SGD with α, η = 10 at every rank.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("× diverged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN │", text, StringComparison.Ordinal);
        JsonElement rank = Tool.Json(line).GetProperty("series")[0].GetProperty("ranks")[0];
        Assert.Equal(3, rank.GetProperty("diverged_seeds").GetInt32());
        Assert.Equal(JsonValueKind.Null, rank.GetProperty("curve")[5].GetProperty("error").ValueKind);
    }

    [Fact]
    public void A_sweep_shows_the_best_rates()
    {
        string text = Text(With("--learning-rate", "1e-5,1e-4,1e-3"));
        Assert.Contains("The learning rate with the least error at the end", text, StringComparison.Ordinal);
        Assert.Contains("≥ 0.001", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_changes_no_character() =>
        Assert.Equal(
            Tool.Report(With("--format", "csv", "--threads", "1")),
            Tool.Report(With("--format", "csv", "--threads", "3"))
        );

    [Fact]
    public void One_seed_has_no_interval() =>
        Assert.DoesNotContain(" ± ", Text(With("--seeds", "1")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Rank 21 is not within 1 to 20", "--ranks", "2,21")]
    [InlineData("Rank 0 is not within 1 to 20", "--ranks", "0,4")]
    [InlineData("at least two different ranks, and there is only 4", "--ranks", "4")]
    [InlineData("learning rate must be a finite number above zero, not 0", "--learning-rate", "0")]
    [InlineData("above zero, not -0.1", "--learning-rate=-0.1")]
    [InlineData("above zero, not NaN", "--learning-rate", "0.1,NaN")]
    [InlineData("exponent must be a finite number, not Infinity", "--exponents", "1,Infinity")]
    [InlineData("Alpha must be a finite number above zero, not NaN", "--alpha", "NaN")]
    [InlineData("momentum must be 0 or more and below 1, not 2", "--momentum", "2")]
    [InlineData("weight decay must be a finite number", "--weight-decay", "Infinity")]
    [InlineData("style rank must be 1 to 20", "--style-rank", "21")]
    [InlineData("rows must be 1 to 4096, not 5000", "--rows", "5000")]
    [InlineData("go beyond the last one", "--seed", "4294967295")]
    [InlineData("more than can be held", "--steps", "2000000000")]
    [InlineData("noise of 1E+308", "--noise", "1e308")]
    public void A_value_out_of_range_is_named(string sentence, params string[] options) =>
        Assert.Contains(sentence, Tool.Failure(With(options)), StringComparison.Ordinal);

    [Theory]
    [InlineData("'0' in --steps is not a whole number from 1", "--steps", "0")]
    [InlineData("'-5' in --steps is not a whole number from 1", "--steps", "-5")]
    [InlineData("'none' in --seeds is not a whole number from 1", "--seeds", "none")]
    [InlineData("'0' in --threads is not a whole number from 1", "--threads", "0")]
    [InlineData("'adan' in --optimizers is not one of sgd, momentum, adam, adamw", "--optimizers", "sgd,adan")]
    [InlineData("'half' in --exponents is not a number; write them as 1,0.5,0", "--exponents", "1,half")]
    [InlineData("'fast' in --learning-rate is not a number", "--learning-rate", "fast")]
    [InlineData("'' in --ranks is not a rank", "--ranks", "2,,4")]
    public void A_word_that_is_no_value_is_wrong_usage(string sentence, params string[] options)
    {
        Tool run = Tool.Run(With(options));
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_file_is_what_would_have_been_printed()
    {
        string path = folder.PathOf("dynamics.json");
        Assert.Equal("", Tool.Report(With("--format", "json", "--output", path)));
        Assert.Equal(Tool.Report(With("--format", "json")), File.ReadAllText(path));
    }

    [Fact]
    public void The_study_trains_if_asked_to()
    {
        string text = string.Join(
            ' ',
            Tool.Report("study", "--dynamics").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Contains("α/√r for SGD; α/r for Adam", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anything about training", text, StringComparison.Ordinal);
    }

    /// <summary>The small run, but for these options.</summary>
    private static string[] With(params string[] options) =>
        [
            "dynamics",
            .. Small.Skip(1).Chunk(2).Where(pair => !options.Contains(pair[0])).SelectMany(pair => pair),
            .. options,
        ];

    private static string Text(string[] line) =>
        string.Join(' ', Tool.Report(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
