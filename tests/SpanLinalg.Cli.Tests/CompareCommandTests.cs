using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_style_update_wants_a_lora_of_rank_4()
    {
        string text = OnOneLine(Tool.Report("compare", "--update", "style"));
        Assert.Contains(
            "│ LoRA │ needs 128 │ 0.6351 │ 0.3333 │ 0.0921 │ 0.0814 │ 0.0635 │ 0.0341 │",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("for an error of 0.1: low-rank (LoRA, r = 4)", text, StringComparison.Ordinal);
        Assert.Contains("r = 4, s = 8 (LoRA 4)", text, StringComparison.Ordinal);
        Assert.Contains("W₀ is a Gaussian stand-in", text, StringComparison.Ordinal);
        Assert.DoesNotContain('…', text);
    }

    [Fact]
    public void Json_has_every_method_at_every_budget_with_what_is_needed_at_least()
    {
        JsonElement json = Tool.Json("compare", "--update", "mixed", "--budgets", "13,600");
        Assert.Equal(
            [
                "LoRA",
                "rsLoRA",
                "DoRA",
                "AdaLoRA",
                "LoRA-XS",
                "TinyLoRA",
                "VeRA",
                "sparse",
                "heads",
                "8×8 blocks",
                "low-rank + sparse",
                "full",
                "QLoRA",
                "LoftQ",
                "QPiSSA",
            ],
            json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("name").GetString())
        );
        JsonElement lora = json.GetProperty("methods")[0].GetProperty("fits");
        Assert.Equal(128, lora[0].GetProperty("needs_at_least").GetInt32());
        Assert.False(lora[0].TryGetProperty("error", out _));
        Assert.Equal(512, lora[1].GetProperty("parameters").GetInt32());
        Assert.Equal(2048, lora[1].GetProperty("bytes").GetInt32());
        JsonElement loftq = json.GetProperty("methods")[13].GetProperty("fits")[1];
        Assert.Equal(5, loftq.GetProperty("base_errors").GetArrayLength());
        Assert.InRange(loftq.GetProperty("base_bits_per_weight").GetDouble(), 4.127, 4.15);
        Assert.Equal("low-rank + sparse", json.GetProperty("recommendation").GetProperty("family").GetString());
        Assert.Equal("gaussian", json.GetProperty("base").GetString());
        Assert.NotEqual(0, json.GetProperty("frontier").GetArrayLength());
    }

    [Fact]
    public void Csv_has_a_line_for_each_method_and_budget()
    {
        string[] lines = Tool.Report("compare", "--update", "heads", "--ranks", "1,16", "--format", "csv")
            .TrimEnd('\n')
            .Split('\n');
        Assert.Equal(1 + (15 * 2), lines.Length);
        Assert.StartsWith("LoRA,128,128,128,512,r = 1,0.", lines[1], StringComparison.Ordinal);
        Assert.Contains("full,2048,4096,,,,,,", lines);
        Assert.Contains(
            lines,
            line => line.StartsWith("heads,2048,512,2048,8208,4 of 8 heads,", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_seed_gives_the_same_report_and_another_one_another()
    {
        string[] line = ["compare", "--update", "sparse", "--rows", "16", "--columns", "12", "--format", "csv"];
        Assert.Equal(Tool.Report([.. line, "--seed", "5"]), Tool.Report([.. line, "--seed", "5"]));
        Assert.NotEqual(Tool.Report([.. line, "--seed", "5"]), Tool.Report([.. line, "--seed", "6"]));
    }

    [SharedDataFact]
    public void Real_adapters_run_and_a_lora_of_their_own_rank_is_exact()
    {
        string path = SharedData.PathOf("data", "sam-lora-rank-sweep", "lora_rank2.safetensors");
        JsonElement json = Tool.Json("compare", "--adapter", path, "--layer", "00[0-3]$");
        Assert.Equal(4, json.GetProperty("layers").GetInt32());
        JsonElement lora = json.GetProperty("methods")[0].GetProperty("fits");
        Assert.InRange(lora[lora.GetArrayLength() - 1].GetProperty("error").GetDouble(), 0, 1e-12);
        Assert.Contains(
            "trained as a LoRA of rank 2",
            json.GetProperty("notes")[0].GetString(),
            StringComparison.Ordinal
        );
        string several = SharedData.PathOf("data", "sam-lora-rank-sweep");
        Assert.Contains(
            "there are 5 adapters",
            Tool.Failure("compare", "--adapter", several),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_checkpoints_are_compared_and_the_base_is_theirs()
    {
        float[] before = [.. Enumerable.Range(0, 20 * 16).Select(i => MathF.Sin(i))];
        float[] after = [.. before];
        after[3] += 2;
        after[77] -= 1;
        string a = Write("a.safetensors", ("layer.weight", [20, 16], before));
        string b = Write("b.safetensors", ("layer.weight", [20, 16], after));
        JsonElement json = Tool.Json("compare", "--base", a, "--tuned", b);
        Assert.Equal("checkpoint", json.GetProperty("base").GetString());
        JsonElement advice = json.GetProperty("recommendation");
        Assert.Equal(
            ("sparse", 2),
            (advice.GetProperty("method").GetString(), advice.GetProperty("parameters").GetInt32())
        );

        // The same base under a simulated update, which takes its shape.
        JsonElement simulated = Tool.Json("compare", "--update", "style", "--base-weights", a, "--ranks", "1,2");
        Assert.Equal("20×16", simulated.GetProperty("shapes")[0].GetString());
        Assert.Equal("checkpoint", simulated.GetProperty("base").GetString());

        Assert.Contains(
            "no matrix matches 'nothing'",
            Tool.Failure("compare", "--base", a, "--tuned", b, "--layer", "nothing"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there is no update",
            Tool.Failure("compare", "--base", a, "--tuned", a),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "absent",
            Tool.Failure("compare", "--base", folder.PathOf("absent"), "--tuned", b),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Rank 65 is not within 1 to 64", "--ranks", "65")]
    [InlineData("A budget must be 1 parameter or more, not 0", "--budgets", "0")]
    [InlineData("Budgets and ranks exclude each other", "--budgets", "100", "--ranks", "1")]
    [InlineData("rows must be 1 to 4096, not 0", "--rows", "0")]
    [InlineData("noise must be a finite number, zero or more, not NaN", "--noise", "NaN")]
    [InlineData("The target must be above 0 and below 1, not 1.5", "--target", "1.5")]
    [InlineData("Alpha must be a finite number above zero, not 0", "--alpha", "0")]
    public void A_value_out_of_range_is_named(string sentence, params string[] options) =>
        Assert.Contains(sentence, Tool.Failure(["compare", "--update", "style", .. options]), StringComparison.Ordinal);

    [Theory]
    [InlineData("is needed, and no more than one")]
    [InlineData("is needed, and no more than one", "--update", "style", "--adapter", "x")]
    [InlineData("--base and --tuned go together", "--base", "x")]
    [InlineData("--rows goes with --update", "--adapter", "x", "--rows", "3")]
    [InlineData("--base gives the weights itself", "--base", "x", "--tuned", "y", "--base-weights", "z")]
    [InlineData("--layer goes with", "--update", "style", "--layer", "x")]
    [InlineData("is not a regular expression", "--adapter", "x", "--layer", "(")]
    [InlineData("'x' in --budgets is not a number of parameters", "--update", "style", "--budgets", "1,x")]
    [InlineData("'-4' in --heads", "--update", "style", "--heads", "-4")]
    [InlineData("novel", "--update", "novel")]
    [InlineData("-1", "--update", "style", "--seed", "-1")]
    public void A_line_that_is_not_understood_says_why(string problem, params string[] options)
    {
        Tool run = Tool.Run(["compare", .. options]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_file_is_what_would_have_been_printed()
    {
        string path = folder.PathOf("compare.csv");
        string[] line = ["compare", "--update", "style", "--ranks", "4", "--format", "csv"];
        Assert.Equal("", Tool.Report([.. line, "--output", path]));
        Assert.Equal(Tool.Report(line), File.ReadAllText(path));
    }

    private string Write(string name, params (string Name, int[] Shape, float[] Elements)[] tensors) =>
        folder.Write(name, SafetensorsBytes.Of(tensors));

    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
