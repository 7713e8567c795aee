using System.Globalization;
using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

public sealed class StudyCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SharedDataFact]
    public void Json_has_the_reference_s_keys_order_and_figures()
    {
        using JsonDocument reference = JsonDocument.Parse(
            File.ReadAllText(SharedData.PathOf("reference", "lora-study-seed42.json"))
        );
        AssertSame("$", reference.RootElement, Tool.Json("study"));
    }

    [Fact]
    public void The_table_has_the_articles_figures()
    {
        string text = OnOneLine(Tool.Report("study"));
        Assert.Contains("│ 8 │ 1.0000 │ 1.0000 │ 2.6196 │", text, StringComparison.Ordinal);
        Assert.Contains("rank 4 keeps 99.15 %", text, StringComparison.Ordinal);
        Assert.Contains("rank 8 keeps 28.34 %", text, StringComparison.Ordinal);
        Assert.Contains("α/r falls from 16 to 0.25, α/√r only from 16 to 2", text, StringComparison.Ordinal);
        Assert.Contains("The claim does not survive", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_follows_from_the_numbers()
    {
        // With a small α both scales are below 1, and α/√r is the nearer one.
        string text = OnOneLine(Tool.Report("study", "--alpha", "0.5"));
        Assert.DoesNotContain("does not survive", text, StringComparison.Ordinal);
        Assert.Contains("larger than that of α/r at 0 of 6 ranks", text, StringComparison.Ordinal);
        Assert.Contains("depends on α and the rank alone", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_is_tidy_and_agrees_with_json()
    {
        string[] line =
        [
            "study",
            "--seed",
            "7",
            "--rows",
            "12",
            "--columns",
            "9",
            "--ranks",
            "1,3",
            "--style-rank",
            "2",
        ];
        JsonElement json = Tool.Json(line);
        string[][] records =
        [
            .. Tool.Report([.. line, "--format", "csv"]).TrimEnd('\n').Split('\n').Select(record => record.Split(',')),
        ];
        Assert.Equal(["update", "quantity", "rank", "value"], records[0]);
        Assert.All(records, record => Assert.Equal(4, record.Length));
        Assert.Equal(
            json.GetProperty("facts")
                .GetProperty("singular_values")
                .EnumerateArray()
                .Select(value => value.GetDouble()),
            records
                .Where(r => r is ["facts", "singular_value", ..])
                .Select(r => double.Parse(r[3], CultureInfo.InvariantCulture))
        );
        Assert.Equal(
            json.GetProperty("style").GetProperty("errors")[1].GetProperty("rslora_alpha_over_sqrt_r").GetDouble(),
            double.Parse(
                Assert.Single(records, r => r is ["style", "error_rslora", "3", _])[3],
                CultureInfo.InvariantCulture
            )
        );
    }

    [Fact]
    public void Methods_are_compared_on_both_updates_if_asked_for()
    {
        string text = OnOneLine(Tool.Report("study", "--methods"));
        Assert.Contains("Every method on the style update", text, StringComparison.Ordinal);
        Assert.Contains("low-rank (LoRA, r = 4)", text, StringComparison.Ordinal);
        Assert.Contains("high rank (rank 58)", text, StringComparison.Ordinal);

        string[] small = ["study", "--methods", "--rows", "12", "--columns", "9"];
        JsonElement facts = Tool.Json(small).GetProperty("methods").GetProperty("facts");
        JsonElement lora = facts.GetProperty("methods")[0].GetProperty("fits")[1];
        Assert.Contains(
            FormattableString.Invariant(
                $"facts,error of LoRA,{lora.GetProperty("parameters")},{lora.GetProperty("error").GetDouble()}"
            ),
            Tool.Report([.. small, "--format", "csv"]).Split('\n')
        );
    }

    [Fact]
    public void Methods_and_dynamics_go_together()
    {
        string[] line = ["study", "--rows", "48", "--columns", "40"];
        string[] both = [.. line, "--methods", "--dynamics"];
        string text = OnOneLine(Tool.Report(both));
        Assert.Contains("Exponents in r", text, StringComparison.Ordinal);
        Assert.Contains("Every method on the facts update", text, StringComparison.Ordinal);
        Assert.Equal([.. Members(line), "methods", "dynamics"], Members(both));
        string[] records = [.. Records(line), .. Records([.. line, "--methods"]), .. Records([.. line, "--dynamics"])];
        Assert.Equal(records.ToHashSet(), [.. Records(both)]);

        static IEnumerable<string> Members(string[] line) =>
            Tool.Json(line).EnumerateObject().Select(member => member.Name);

        static string[] Records(string[] line) => Tool.Report([.. line, "--format", "csv"]).Split('\n');
    }

    [Fact]
    public void Small_shapes_have_smaller_tables()
    {
        JsonElement json = Tool.Json("study", "--rows", "1", "--columns", "1");
        Assert.Equal(1, json.GetProperty("style").GetProperty("singular_values").GetArrayLength());
        Assert.Equal(1, json.GetProperty("facts").GetProperty("errors")[0].GetProperty("rank").GetInt32());
        Assert.NotEqual("", Tool.Report("study", "--rows", "1", "--columns", "1"));
    }

    [Theory]
    [InlineData("rows must be 1 to 4096, not 0", "--rows", "0")]
    [InlineData("columns must be 1 to 4096, not 5000", "--columns", "5000")]
    [InlineData("Rank 65 is not within 1 to 64", "--ranks", "2,65")]
    [InlineData("Rank 0 is not within 1 to 64", "--ranks", "0")]
    [InlineData("style rank must be 1 to 3", "--rows", "3", "--style-rank", "4")]
    [InlineData("noise must be a finite number, zero or more, not -0.5", "--noise", "-0.5")]
    [InlineData("Alpha must be a finite number above zero, not NaN", "--alpha", "NaN")]
    public void A_value_out_of_range_is_named(string sentence, params string[] options) =>
        Assert.Contains(sentence, Tool.Failure(["study", .. options]), StringComparison.Ordinal);

    [Theory]
    [InlineData("2,4,8")]
    [InlineData("2, 4 ,8")]
    [InlineData("2", "4", "8")]
    [InlineData("2,4", "8")]
    [InlineData("2,", "4,", "8")]
    [InlineData("2", "--ranks", "4", "--ranks", "8")]
    public void Ranks_may_come_in_several_arguments(params string[] ranks) =>
        Assert.Equal(
            [2, 4, 8],
            Tool.Json(["study", "--ranks", .. ranks])
                .GetProperty("style")
                .GetProperty("errors")
                .EnumerateArray()
                .Select(row => row.GetProperty("rank").GetInt32())
        );

    [Fact]
    public void Noise_that_overflows_is_named() =>
        Assert.StartsWith("The noise of 1E+308 ", Tool.Failure("study", "--noise", "1e308"), StringComparison.Ordinal);

    [Fact]
    public void The_output_file_is_what_would_have_been_printed_and_replaces_the_old_one()
    {
        string path = folder.Write("study.json", "old");
        Assert.Equal("", Tool.Report("study", "--format", "json", "--output", path));
        Assert.Equal(Tool.Report("study", "--format", "json"), File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void An_output_file_that_cannot_be_written_is_named_and_leaves_nothing()
    {
        string absent = folder.PathOf("absent", "study.json");
        Assert.Contains("there is no folder", Tool.Failure("study", "--output", absent), StringComparison.Ordinal);
        Assert.Contains("this is a folder", Tool.Failure("study", "--output", folder.Path), StringComparison.Ordinal);

        string path = folder.Write("study.json", "old");
        Tool.Failure("study", "--rows", "0", "--output", path);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Output_has_no_control_codes_and_does_not_wrap()
    {
        string text = Tool.Report("study");
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('…', text);
    }

    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void AssertSame(string path, JsonElement expected, JsonElement actual)
    {
        Assert.True(
            expected.ValueKind == actual.ValueKind,
            $"{path} is a {actual.ValueKind}, not a {expected.ValueKind}."
        );
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                string[] keys =
                [
                    .. expected.EnumerateObject().Select(member => member.Name).Where(name => name != "first_randn"),
                ];
                Assert.Equal(keys, actual.EnumerateObject().Select(member => member.Name));
                foreach (string key in keys)
                {
                    AssertSame($"{path}.{key}", expected.GetProperty(key), actual.GetProperty(key));
                }
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (int i = 0; i < expected.GetArrayLength(); i++)
                {
                    AssertSame($"{path}[{i}]", expected[i], actual[i]);
                }
                break;
            default:
                double value = expected.GetDouble();
                Assert.True(
                    Math.Abs(actual.GetDouble() - value) <= 1e-10 * Math.Abs(value),
                    $"{path} is {actual.GetDouble():R}, not {value:R}."
                );
                break;
        }
    }
}
