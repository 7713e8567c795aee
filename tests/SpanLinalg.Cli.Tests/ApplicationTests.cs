namespace SpanLinalg.Cli.Tests;

public sealed class ApplicationTests
{
    [Theory]
    [InlineData("study", "--bogus")]
    [InlineData("study", "superfluous")]
    [InlineData("study", "--rows", "many")]
    [InlineData("study", "--seed", "4294967296")]
    [InlineData("study", "--seed", "-1")]
    [InlineData("study", "--ranks", "2,,4")]
    [InlineData("study", "--ranks", "2;4")]
    [InlineData("study", "--format", "xml")]
    [InlineData("study", "--format", "0")]
    [InlineData("info", "--format", "csv")]
    [InlineData("study", "--output", "")]
    [InlineData("inspect", "")]
    [InlineData("inspect")]
    [InlineData("inspect", "a", "b")]
    [InlineData("bogus")]
    [InlineData]
    public void A_line_that_is_not_understood_gets_the_usage_and_exit_code_2(params string[] arguments)
    {
        Tool run = Tool.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        Assert.Contains("spanlinalg", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "study", "inspect", "bench", "info")]
    [InlineData("bench --help", "OPERATION", "svd-truncated", "--sizes", "--against", "openblas|none")]
    [InlineData("compare --help", "--update", "--adapter", "--base-weights", "--budgets", "--layer")]
    [InlineData("study --help", "--seed", "--columns", "--style-rank")]
    [InlineData("inspect --help", "PATH", "--format", "--output")]
    public void Help_lists_what_there_is(string line, params string[] expected)
    {
        string help = Tool.Report(line.Split(' '));
        Assert.All(expected, word => Assert.Contains(word, help, StringComparison.Ordinal));
    }

    [Fact]
    public void The_version_is_printed() => Assert.Matches(@"^\d+\.\d+", Tool.Report("--version"));

    [Fact]
    public void Info_names_the_width_and_the_versions()
    {
        string text = Tool.Report("info");
        Assert.Contains(SimdPolicy.Reason, text, StringComparison.Ordinal);
        System.Text.Json.JsonElement json = Tool.Json("info");
        Assert.Equal(SimdPolicy.Reason, json.GetProperty("simd_reason").GetString());
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("logical_processors").GetInt32());
        Assert.NotEqual("", json.GetProperty("processor").GetString());
        Assert.Equal(
            [ProcessorCaches.Level1, ProcessorCaches.Level2, ProcessorCaches.Level3],
            json.GetProperty("caches").EnumerateArray().Select(cache => cache.GetProperty("bytes").GetInt64())
        );
        Assert.NotEqual(0, json.GetProperty("providers").GetArrayLength());
        Assert.StartsWith(".NET 10", json.GetProperty("runtime").GetString(), StringComparison.Ordinal);
    }
}
