using System.Globalization;
using System.Text.Json;
using SpanLinalg.OpenBlas;

namespace SpanLinalg.Cli.Tests;

/// <summary>What a duel says, and not how fast anything is.</summary>
[Collection(Collection)]
public sealed class BenchCommandTests
{
    /// <summary>OpenBLAS has one number of threads in a process: duels do not run side by side.</summary>
    internal const string Collection = "Duels";

    private static readonly string[] Quick = ["--rounds", "3", "--seconds", "0.01"];

    private static readonly string[] Keys =
    [
        "operation",
        "type",
        "m",
        "n",
        "k",
        "layout",
        "ld_bytes",
        "batch",
        "threads",
        "spanlinalg_us",
        "peer",
        "peer_us",
        "speedup",
        "speedup_low",
        "speedup_high",
        "gflops",
        "percent_of_peak",
        "max_relative_difference",
    ];

    [Theory]
    [InlineData("gemm", "f64")]
    [InlineData("gemm-batch", "f64")]
    [InlineData("gemv", "f32")]
    [InlineData("qr", "f32")]
    [InlineData("qr-pivoted", "f64")]
    [InlineData("qr-pivoted", "f32")]
    [InlineData("svd", "f64")]
    [InlineData("svd-values", "f32")]
    [InlineData("svd-truncated", "f64")]
    public void Each_operation_agrees_with_another_width(string operation, string type)
    {
        JsonElement duel = Assert.Single(Json(operation, "--sizes", "7x5", "--type", type, "--against", "128"));
        Assert.Equal(Keys, duel.EnumerateObject().Select(member => member.Name));
        Assert.Equal(operation, duel.GetProperty("operation").GetString());
        Assert.Equal(type, duel.GetProperty("type").GetString());
        Assert.Equal((7, 5), (duel.GetProperty("m").GetInt32(), duel.GetProperty("n").GetInt32()));
        Assert.Equal(1, duel.GetProperty("threads").GetInt32());
        Assert.Equal("simd-128", duel.GetProperty("peer").GetString());
        Assert.InRange(
            duel.GetProperty("max_relative_difference").GetDouble(),
            0,
            50 * 7 * (type == "f32" ? 1.2e-7 : 2.3e-16)
        );
        Assert.InRange(
            duel.GetProperty("speedup").GetDouble(),
            duel.GetProperty("speedup_low").GetDouble(),
            duel.GetProperty("speedup_high").GetDouble()
        );
        AssertPositive(duel, "spanlinalg_us", "peer_us", "speedup_low", "gflops", "percent_of_peak");
    }

    [OpenBlasTheory]
    [InlineData("gemm", "12x20x28")]
    [InlineData("gemm-batch", "12x20x28")]
    [InlineData("gemv", "12x20")]
    [InlineData("qr", "20x12")]
    [InlineData("qr-pivoted", "12x20")]
    [InlineData("svd", "12x20")]
    [InlineData("svd-values", "20")]
    [InlineData("svd-truncated", "60x50x4")]
    public void Each_operation_agrees_with_openblas(string operation, string size)
    {
        JsonElement duel = Assert.Single(Json(operation, "--sizes", size, "--against", "openblas", "--threads", "2"));
        Assert.Equal("openblas", duel.GetProperty("peer").GetString());
        Assert.Equal(2, duel.GetProperty("threads").GetInt32());
        Assert.InRange(duel.GetProperty("max_relative_difference").GetDouble(), 0, 1e-12);
        AssertPositive(duel, "spanlinalg_us", "peer_us", "speedup");
    }

    [Fact]
    public void Alone_the_managed_side_has_no_peer()
    {
        JsonElement[] duels = Json("gemm", "--sizes", "4,6x3,5x6x7", "--against", "none");
        Assert.Equal(
            [(4, 4, 4), (6, 3, 3), (5, 6, 7)],
            duels.Select(duel =>
                (duel.GetProperty("m").GetInt32(), duel.GetProperty("n").GetInt32(), duel.GetProperty("k").GetInt32())
            )
        );
        foreach (JsonElement duel in duels)
        {
            Assert.Equal(Keys, duel.EnumerateObject().Select(member => member.Name));
            Assert.All(
                ["peer", "peer_us", "speedup", "speedup_low", "speedup_high", "max_relative_difference"],
                key => Assert.Equal(JsonValueKind.Null, duel.GetProperty(key).ValueKind)
            );
            AssertPositive(duel, "spanlinalg_us", "gflops", "percent_of_peak");
        }
    }

    [Fact]
    public void A_truncated_svd_has_an_eighth_of_the_smaller_side_for_its_rank_unless_one_is_given()
    {
        JsonElement[] duels = Json("svd-truncated", "--sizes", "4,40x64,9x7x7,80x60x3", "--against", "none");
        Assert.Equal([1, 5, 7, 3], duels.Select(duel => duel.GetProperty("k").GetInt32()));
    }

    [OpenBlasTheory]
    [InlineData("f64", "120x90x10")]
    [InlineData("f32", "90x120x10")]
    [InlineData("f32", "64x64x28")]
    [InlineData("f64", "300x40x12")]
    public void A_sample_and_the_whole_decomposition_agree_to_rounding(string type, string size)
    {
        JsonElement duel = Assert.Single(
            Json("svd-truncated", "--sizes", size, "--type", type, "--against", "openblas")
        );
        Assert.InRange(duel.GetProperty("max_relative_difference").GetDouble(), 0, type == "f32" ? 1e-4 : 1e-12);
    }

    [OpenBlasTheory]
    [InlineData("svd-truncated", true)]
    [InlineData("svd", false)]
    public void Whoever_computes_more_than_was_asked_for_is_said_to(string operation, bool isSaid)
    {
        Tool run = Bench(operation, "--sizes", "30x20", "--against", "openblas");
        Assert.Equal(isSaid, run.Output.Contains("no truncated SVD", StringComparison.Ordinal));
    }

    [Fact]
    public void Csv_has_the_members_of_the_json_as_columns()
    {
        Tool run = Bench("qr", "--sizes", "4,8x3", "--against", "none", "--format", "csv");
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(Keys, lines[0].Split(','));
        string[] fields = lines[2].Split(',');
        Assert.Equal(["qr", "f64", "8", "3", "", "", "", "", "1"], fields[..9]);
        Assert.True(double.Parse(fields[9], CultureInfo.InvariantCulture) > 0);
        Assert.All([10, 11, 12, 13, 14, 17], column => Assert.Equal("", fields[column]));
    }

    [Fact]
    public void The_table_names_the_sides_above_and_the_other_formats_on_the_error_stream()
    {
        Tool table = Bench("gemv", "--sizes", "4x8", "--against", "scalar");
        Assert.Equal("", table.Error);
        Assert.StartsWith($"spanlinalg: {SimdProvider.Default.Description}", table.Output, StringComparison.Ordinal);
        Assert.All(
            ["simd-scalar: managed code, scalar", "1 thread", "4×8", "speedup", "GFLOP/s", "% of peak"],
            words => Assert.Contains(words, table.Output, StringComparison.Ordinal)
        );

        Tool json = Bench("gemv", "--sizes", "4x8", "--against", "scalar", "--format", "json");
        Assert.StartsWith("[", json.Output, StringComparison.Ordinal);
        Assert.Contains("simd-scalar: managed code, scalar", json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_may_be_given_in_several_options()
    {
        Tool run = Bench("gemm", "--sizes", "4", "--sizes", "5,6", "--against", "none", "--format", "json");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal([4, 5, 6], document.RootElement.EnumerateArray().Select(row => row.GetProperty("m").GetInt32()));
    }

    [Fact]
    public void Threads_are_those_in_use()
    {
        // A batch has one thread, whatever was asked for.
        foreach (
            (string operation, int threads) in (ReadOnlySpan<(string, int)>)
                [("gemm", 4), ("gemv", 4), ("qr", 4), ("svd", 4), ("gemm-batch", 1)]
        )
        {
            Tool run = Bench(operation, "--sizes", "4", "--against", "128", "--threads", "4", "--format", "json");
            using JsonDocument document = JsonDocument.Parse(run.Output);
            Assert.Equal(threads, document.RootElement[0].GetProperty("threads").GetInt32());
        }
    }

    [Fact]
    public void The_report_goes_to_a_file()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("duel.json");
        Tool run = Bench("gemm", "--sizes", "4", "--against", "none", "--format", "json", "--output", path);
        Assert.Equal("", run.Output);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal(1, document.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("bench")]
    [InlineData("bench", "cholesky")]
    [InlineData("bench", "gemm", "--sizes", "0")]
    [InlineData("bench", "gemm", "--sizes", "-4")]
    [InlineData("bench", "gemm", "--sizes", "")]
    [InlineData("bench", "gemm", "--sizes", "4,")]
    [InlineData("bench", "gemm", "--sizes", "4xx4")]
    [InlineData("bench", "gemm", "--sizes", "4x4x4x4")]
    [InlineData("bench", "gemm", "--sizes", "99999999999")]
    [InlineData("bench", "qr", "--sizes", "8x8x8")]
    [InlineData("bench", "qr", "--sizes", "8x0")]
    [InlineData("bench", "qr", "--sizes", "8", "--sizes", "8x8x8")]
    [InlineData("bench", "svd-truncated", "--sizes", "8x6x7")]
    [InlineData("bench", "svd-truncated", "--sizes", "8x6x0")]
    [InlineData("bench", "gemm", "--type", "f16")]
    [InlineData("bench", "gemm", "--threads", "0")]
    [InlineData("bench", "gemm", "--rounds", "0")]
    [InlineData("bench", "gemm", "--seconds", "0")]
    [InlineData("bench", "gemm", "--seconds", "NaN")]
    [InlineData("bench", "gemm", "--seconds", "abc")]
    [InlineData("bench", "gemm", "--threads", "x")]
    [InlineData("bench", "gemm", "--threads", "99999999999")]
    [InlineData("bench", "gemm", "--rounds", "1.5")]
    [InlineData("bench", "gemm", "--sizes", "8", "--sizes", "x")]
    [InlineData("bench", "gemm", "--against", "mkl")]
    [InlineData("bench", "gemm", "--format", "xml")]
    [InlineData("bench", "gemm", "--layout", "n")]
    [InlineData("bench", "gemm", "--layout", "nx")]
    [InlineData("bench", "gemv", "--layout", "nt")]
    [InlineData("bench", "qr", "--layout", "n")]
    [InlineData("bench", "svd", "--ld-bytes", "64")]
    [InlineData("bench", "gemm", "--ld-bytes", "0")]
    [InlineData("bench", "gemm", "--batch", "3")]
    [InlineData("bench", "gemm-batch", "--batch", "0")]
    [InlineData("bench", "svd", "--sweep", "3")]
    [InlineData("bench", "gemm", "--sweep", "0")]
    [InlineData("bench", "gemm", "--sweep", "3", "--sizes", "8")]
    [InlineData("bench", "gemm", "--sweep", "3", "--layout", "nn")]
    [InlineData("bench", "gemm", "--sweep", "3", "--ld-bytes", "64")]
    [InlineData("bench", "gemm", "--sweep", "3", "--seed", "-1")]
    [InlineData("bench", "gemm", "--seed", "3")]
    public void A_line_that_is_not_understood_gets_the_usage_and_exit_code_2(params string[] arguments)
    {
        Tool run = Tool.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("spanlinalg bench", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemm", "2147483647")]
    [InlineData("svd", "60000")]
    public void Matrices_that_no_array_holds_are_a_sentence(string operation, string size) =>
        Assert.Contains(
            "too large",
            Tool.Failure("bench", operation, "--sizes", size, "--against", "none"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Disagreement_shows_whatever_the_scale_and_also_as_nan()
    {
        Assert.Equal(
            0,
            Agreement.MaxRelativeDifference(
                [
                    [1, 2],
                    [],
                ],
                [
                    [1, 2],
                    [],
                ]
            )
        );
        Assert.Equal(
            0.25,
            Agreement.MaxRelativeDifference(
                [
                    [0],
                    [1e200, -3e200],
                ],
                [
                    [0],
                    [2e200, -4e200],
                ]
            )
        );
        Assert.Equal(
            double.PositiveInfinity,
            Agreement.MaxRelativeDifference(
                [
                    [1],
                ],
                [
                    [0],
                ]
            )
        );
        Assert.True(
            double.IsNaN(
                Agreement.MaxRelativeDifference(
                    [
                        [1, double.NaN],
                    ],
                    [
                        [1, 2],
                    ]
                )
            )
        );
        Assert.True(
            double.IsNaN(
                Agreement.MaxRelativeDifference(
                    [
                        [1, 2],
                    ],
                    [
                        [double.NaN, 2],
                    ]
                )
            )
        );
    }

    [Fact]
    public void Quartiles_are_those_of_numpy()
    {
        Assert.Equal(new(1, 1.75, 2.5, 3.25), Quartiles.Of([4, 1, 3, 2]));
        Assert.Equal(new(1, 2, 3, 4), Quartiles.Of([5, 1, 4, 2, 3]));
        Assert.Equal(new(7, 7, 7, 7), Quartiles.Of([7]));
    }

    [Fact]
    public void Info_names_openblas_or_says_why_not()
    {
        JsonElement json = Tool.Json("info");
        IEnumerable<string?> providers = json.GetProperty("providers")
            .EnumerateArray()
            .Select(provider => provider.GetProperty("name").GetString());
        bool isThere = OpenBlasProvider.TryLoad(out _, out string? reason);
        Assert.Equal(isThere, providers.Contains("openblas"));
        Assert.Equal(reason, json.GetProperty("openblas_problem").GetString());
        Assert.Contains(
            isThere ? "openblas: OpenBLAS" : reason!.Split('\n')[0],
            Tool.Report("info"),
            StringComparison.Ordinal
        );
    }

    private static Tool Bench(params string[] arguments)
    {
        Tool run = Tool.Run(["bench", .. arguments, .. Quick]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private static JsonElement[] Json(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Bench([.. arguments, "--format", "json"]).Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static void AssertPositive(JsonElement duel, params string[] keys) =>
        Assert.All(keys, key => Assert.True(duel.GetProperty(key).GetDouble() > 0, key));
}
