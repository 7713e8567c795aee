using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

/// <summary>Duels over products: how the operands lie, and random draws of them.</summary>
[Collection(BenchCommandTests.Collection)]
public sealed class BenchProductTests
{
    private static readonly string[] Quick = ["--rounds", "3", "--seconds", "0.001"];

    [OpenBlasTheory]
    [InlineData("gemm", "nn")]
    [InlineData("gemm", "nt")]
    [InlineData("gemm", "tn")]
    [InlineData("gemm", "tt")]
    [InlineData("gemv", "n")]
    [InlineData("gemv", "t")]
    public void Each_layout_agrees_with_openblas(string operation, string layout)
    {
        foreach (
            string[] gaps in layout[0] == Problem.Columns
                ? new string[][] { [], ["--ld-bytes", "256"] }
                :
                [
                    [],
                ]
        )
        {
            JsonElement duel = Assert.Single(
                Json(operation, ["--sizes", "12x20", "--layout", layout, "--against", "openblas", .. gaps])
            );
            Assert.Equal(layout, duel.GetProperty("layout").GetString());
            Assert.Equal(gaps.Length > 0, duel.GetProperty("ld_bytes").ValueKind == JsonValueKind.Number);
            Assert.InRange(duel.GetProperty("max_relative_difference").GetDouble(), 0, 1e-12);
        }
    }

    [Fact]
    public void Operands_lie_row_by_row_and_without_gaps_unless_asked_otherwise()
    {
        Assert.Equal("nn", Assert.Single(Json("gemm", "--sizes", "4", "--against", "none")).Text("layout"));
        Assert.Equal("n", Assert.Single(Json("gemv", "--sizes", "4", "--against", "none")).Text("layout"));
        JsonElement qr = Assert.Single(Json("qr", "--sizes", "4", "--against", "none"));
        Assert.Null(qr.Text("layout"));
        Assert.Equal(JsonValueKind.Null, qr.GetProperty("ld_bytes").ValueKind);
    }

    [Fact]
    public void An_operand_has_the_strides_that_were_asked_for()
    {
        Operand<double> rows = new(3, 5, leadingMultiple: 8);
        Assert.Equal((8, 1), (rows.View.RowStride, rows.View.ColumnStride));
        Operand<double> columns = new(3, 5, byColumns: true, leadingMultiple: 2);
        Assert.Equal((1, 4), (columns.View.RowStride, columns.View.ColumnStride));
        Assert.Equal((3, 5), (columns.View.Rows, columns.View.Columns));
        Operand<float> tight = new(3, 5, byColumns: true);
        Assert.Equal((1, 3), (tight.View.RowStride, tight.View.ColumnStride));
        Assert.Throws<OverflowException>(() => new Operand<float>(1 << 20, 4, leadingMultiple: 1 << 12));
    }

    [Fact]
    public void A_sweep_is_the_same_for_the_same_seed_and_another_for_another()
    {
        Assert.Equal(Sweep.Draw("gemm", 50, 7), Sweep.Draw("gemm", 50, 7));
        Assert.Equal(Sweep.Draw("gemm", 20, 7), Sweep.Draw("gemm", 50, 7)[..20]);
        Assert.NotEqual(Sweep.Draw("gemm", 50, 7), Sweep.Draw("gemm", 50, 8));
    }

    [Theory]
    [InlineData("gemm", 8)]
    [InlineData("gemv", 4)]
    public void A_sweep_has_every_kind_of_shape_and_of_storage(string operation, int kinds)
    {
        Problem[] problems = Sweep.Draw(operation, 500, 1);
        int[] dimensions =
        [
            .. problems.SelectMany(problem =>
                problem.Size.K is { } k ? [problem.Size.M, problem.Size.N, k] : (int[])[problem.Size.M, problem.Size.N]
            ),
        ];
        Assert.All(dimensions, dimension => Assert.InRange(dimension, 1, 1025));
        Assert.All(
            problems,
            problem => Assert.True(2.0 * problem.Size.M * problem.Size.N * (problem.Size.K ?? 1) <= 1 << 29)
        );

        // As many below 32 as above, give or take: that is what uniform in the logarithm means.
        Assert.InRange(dimensions.Count(dimension => dimension <= 32) / (double)dimensions.Length, 0.4, 0.6);
        Assert.All(
            [1, 7, 31, 32, 33, 257, 511, 512, 1023, 1024, 1025],
            special => Assert.Contains(special, dimensions)
        );
        Assert.Equal(kinds, problems.Select(problem => (problem.Layout, problem.LeadingBytes)).Distinct().Count());
        Assert.All(problems, problem => Assert.True(problem.LeadingBytes is null or 4096));
        Assert.Equal(operation == "gemm", problems.All(problem => problem.Size.K is not null));
    }

    [Fact]
    public void A_sweep_reports_the_ten_worst_and_the_other_formats_all()
    {
        string[] lines = Output("gemv", "--sweep", "11", "--seed", "3", "--against", "scalar").Split('\n');
        Assert.Equal(10, lines.Count(line => line.StartsWith("│ ", StringComparison.Ordinal) && line.Contains('×')));
        Assert.Contains(lines, line => line.StartsWith("The 10 worst of 11 shapes", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.StartsWith("Speedup over 11 shapes: geometric mean ", StringComparison.Ordinal)
        );

        Problem[] drawn = Sweep.Draw("gemv", 3, 3);
        JsonElement[] duels = Json("gemv", "--sweep", "3", "--seed", "3", "--against", "none");
        Assert.Equal(
            drawn.Select(problem => (problem.Size.M, problem.Size.N, problem.Layout)),
            duels.Select(duel => (duel.Number("m"), duel.Number("n"), duel.Text("layout")))
        );
    }

    [Fact]
    public void Several_sizes_are_summed_up_and_one_is_not()
    {
        string several = Output("gemm", "--sizes", "4,5", "--against", "scalar");
        Assert.Contains("Speedup over 2 sizes: geometric mean ", several, StringComparison.Ordinal);
        Assert.DoesNotContain("mean", Output("gemm", "--sizes", "4", "--against", "scalar"), StringComparison.Ordinal);
        Assert.DoesNotContain("mean", Output("gemm", "--sizes", "4,5", "--against", "none"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_unusual_about_a_problem_stands_beside_its_size()
    {
        Assert.Contains("│ 4×5×6 ", Output("gemm", "--sizes", "4x5x6", "--against", "none"), StringComparison.Ordinal);
        Assert.Contains(
            "│ 4×5×6 tn ld 64 ",
            Output("gemm", "--sizes", "4x5x6", "--layout", "tn", "--ld-bytes", "64", "--against", "none"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_mean_is_the_geometric_one_and_the_worst_comes_first()
    {
        string text = BenchText.Compose(Report(isSweep: true, 2, 0.5, 1), Terminal.Unlimited);
        Assert.Contains(
            "Speedup over 3 shapes: geometric mean 1.00, smallest 0.50 (at 2×2×2), below 1 at 1.",
            text,
            StringComparison.Ordinal
        );
        Assert.True(
            text.IndexOf("│ 2×2×2", StringComparison.Ordinal) < text.IndexOf("│ 3×3×3", StringComparison.Ordinal)
        );
        Assert.True(
            text.IndexOf("│ 3×3×3", StringComparison.Ordinal) < text.IndexOf("│ 1×1×1", StringComparison.Ordinal)
        );
    }

    /// <summary>Sizes 1, 2, … with these speedups.</summary>
    private static BenchReport Report(bool isSweep, params double[] speedups)
    {
        Quartiles time = Quartiles.Of([1]);
        DuelResult[] results =
        [
            .. speedups.Select(
                (speedup, index) =>
                    new DuelResult(
                        new(new(index + 1, index + 1, index + 1)) { Layout = "nn" },
                        3,
                        time,
                        1,
                        0.5,
                        new(time, Quartiles.Of([speedup]), 0)
                    )
            ),
        ];
        DuelOptions options = new()
        {
            Operation = "gemm",
            Problems = [.. results.Select(result => result.Problem)],
            IsSweep = isSweep,
            SinglePrecision = false,
            Threads = 1,
            Peer = SimdProvider.Default,
            Rounds = 3,
            Seconds = 1,
        };
        return new(options, [], results);
    }

    private static string Output(string operation, params string[] arguments)
    {
        Tool run = Tool.Run(["bench", operation, .. arguments, .. Quick]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private static JsonElement[] Json(string operation, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Output(operation, [.. arguments, "--format", "json"]));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}

file static class DuelMembers
{
    public static string? Text(this JsonElement duel, string key) => duel.GetProperty(key).GetString();

    public static int Number(this JsonElement duel, string key) => duel.GetProperty(key).GetInt32();
}
