using System.Text.Json;
using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora.Tests;

public sealed class LoraStudyTests
{
    private const double Tolerance = 1e-10;

    [SharedDataFact]
    public void Seed_42_gives_every_figure_of_the_reference()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(SharedData.PathOf("reference", "lora-study-seed42.json"))
        );
        JsonElement reference = document.RootElement;
        StudyReport report = LoraStudy.Run(new StudyOptions());

        AssertUpdate(reference.GetProperty("style"), report.Style);
        AssertUpdate(reference.GetProperty("facts"), report.Facts);
        AssertRows(
            reference.GetProperty("scales"),
            report.Scales,
            ("rank", row => row.Rank),
            ("standard", row => row.Standard),
            ("rslora", row => row.RankStabilized)
        );
    }

    [Theory]
    [InlineData(0u, 64, 64, 4)]
    [InlineData(7u, 20, 33, 3)]
    [InlineData(uint.MaxValue, 33, 20, 20)]
    [InlineData(3u, 1, 5, 1)]
    [InlineData(3u, 5, 1, 1)]
    [InlineData(3u, 1, 1, 1)]
    public void Without_noise_the_singular_values_are_those_asked_for(uint seed, int rows, int columns, int styleRank)
    {
        StudyReport report = LoraStudy.Run(
            new StudyOptions
            {
                Seed = seed,
                Rows = rows,
                Columns = columns,
                StyleRank = styleRank,
                Noise = 0,
            }
        );
        int full = Math.Min(rows, columns);
        AssertValues(report.Style.SingularValues.Span, 5, styleRank);
        AssertValues(report.Facts.SingularValues.Span, 3, full);
        Assert.Equal(styleRank, report.Style.Rank);
        Assert.Equal(full, report.Facts.Rank);
        Assert.Equal(100, report.Style.PercentKept(styleRank), 1e-9);
        Assert.Equal(0, report.Style.PercentKept(0));
    }

    [Theory]
    [InlineData(7u, 20, 33)]
    [InlineData(11u, 33, 20)]
    [InlineData(12u, 9, 9)]
    public void Errors_are_those_of_explicit_truncation(uint seed, int rows, int columns)
    {
        StudyOptions options = new()
        {
            Seed = seed,
            Rows = rows,
            Columns = columns,
            StyleRank = 3,
            Noise = 0.05,
            Ranks = [1, 2, 5, Math.Min(rows, columns)],
        };
        StudyReport report = LoraStudy.Run(options);
        UpdateGenerator generator = new(options);
        AssertErrors(generator.Next(3, 5), report.Style, options.Alpha);
        AssertErrors(generator.Next(options.FullRank, 3), report.Facts, options.Alpha);
    }

    [Fact]
    public void Any_scale_but_1_is_worse_and_equal_scales_give_equal_errors()
    {
        StudyReport report = LoraStudy.Run(new StudyOptions { Seed = 99, Ranks = [1, 2, 4, 8, 16, 32, 64] });
        foreach (ErrorAtRank row in report.Style.Errors.Concat(report.Facts.Errors))
        {
            Assert.True(row.BestPossible <= row.Standard && row.BestPossible <= row.RankStabilized);
        }
        Assert.Equal(report.Facts.Errors[0].Standard, report.Facts.Errors[0].RankStabilized);
        Assert.Equal(report.Facts.Errors[4].BestPossible, report.Facts.Errors[4].Standard);
    }

    [Fact]
    public void The_same_options_give_the_same_bits()
    {
        StudyOptions options = new()
        {
            Seed = 5,
            Rows = 40,
            Columns = 30,
        };
        StudyReport first = LoraStudy.Run(options);
        StudyReport second = LoraStudy.Run(options);
        Assert.Equal(first.Facts.SingularValues.ToArray(), second.Facts.SingularValues.ToArray());
        Assert.NotEqual(first.Facts.FirstRow, LoraStudy.Run(options with { Seed = 6 }).Facts.FirstRow);
    }

    [Fact]
    public void Default_tables_shrink_with_the_shape()
    {
        StudyReport report = LoraStudy.Run(new StudyOptions { Rows = 10, Columns = 12 });
        Assert.Equal([2, 4, 8], report.Style.Errors.Select(row => row.Rank));
        Assert.Equal([1, 4, 8], report.Scales.Select(row => row.Rank));
        Assert.Equal([2, 4, 8], report.Facts.Variance.Select(row => row.Rank));

        report = LoraStudy.Run(new StudyOptions { Rows = 1, Columns = 12 });
        Assert.Equal([1], report.Style.Errors.Select(row => row.Rank));
        Assert.Equal(100, report.Facts.Variance[0].Percent, 1e-12);
        Assert.Equal(0, report.Facts.Errors[0].BestPossible);
    }

    [Fact]
    public void Progress_begins_at_0_rises_and_ends_at_1()
    {
        List<StudyProgress> reports = [];
        LoraStudy.Run(new StudyOptions { Rows = 8, Columns = 8 }, new Recorder(reports));
        Assert.Equal(0, reports[0].Fraction);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
    }

    [Fact]
    public void Wrong_options_are_refused_by_name()
    {
        StudyOptions options = new();
        Refused(options with { Rows = 0 }, "number of rows must be 1 to 4096, not 0");
        Refused(options with { Columns = 4097 }, "number of columns must be 1 to 4096, not 4097");
        Refused(options with { StyleRank = 65 }, "style rank must be 1 to 64 for a 64×64 update, not 65");
        Refused(options with { StyleRank = 0 }, "style rank");
        Refused(options with { Noise = -1 }, "noise must be a finite number, zero or more, not -1");
        Refused(options with { Noise = double.PositiveInfinity }, "noise");
        Refused(options with { Alpha = 0 }, "Alpha must be a finite number above zero, not 0");
        Refused(options with { Alpha = double.NaN }, "Alpha");
        Refused(options with { Ranks = [2, 65] }, "Rank 65 is not within 1 to 64");
        Refused(options with { Ranks = [0] }, "Rank 0");
        Refused(options with { Ranks = [] }, "At least one rank");
    }

    [Fact]
    public void Scales_fall_by_r_and_by_its_root()
    {
        Assert.Equal(0.25, ScalingRule.Standard.Scale(16, 64));
        Assert.Equal(2, ScalingRule.RankStabilized.Scale(16, 64));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => ScalingRule.Standard.Scale(16, 0));
    }

    private static void Refused(StudyOptions options, string problem)
    {
        Assert.Contains(problem, options.Problem(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(nameof(options), () => LoraStudy.Run(options));
    }

    private static void AssertUpdate(JsonElement expected, GeneratedUpdate actual)
    {
        AssertClose(Doubles(expected, "delta_first_row"), [.. actual.FirstRow]);
        AssertClose(Doubles(expected, "singular_values"), actual.SingularValues.ToArray());
        AssertClose([expected.GetProperty("frobenius_norm").GetDouble()], [actual.FrobeniusNorm]);
        AssertRows(
            expected.GetProperty("errors"),
            actual.Errors,
            ("rank", row => row.Rank),
            ("standard_alpha_over_r", row => row.Standard),
            ("rslora_alpha_over_sqrt_r", row => row.RankStabilized),
            ("best_scale_1", row => row.BestPossible)
        );
        AssertRows(
            expected.GetProperty("cumulative_variance_percent"),
            actual.Variance,
            ("rank", row => row.Rank),
            ("percent", row => row.Percent)
        );
    }

    private static void AssertRows<TRow>(
        JsonElement expected,
        IReadOnlyList<TRow> actual,
        params (string Key, Func<TRow, double> Value)[] columns
    )
    {
        foreach ((string key, Func<TRow, double> value) in columns)
        {
            AssertClose(
                [.. expected.EnumerateArray().Select(row => row.GetProperty(key).GetDouble())],
                [.. actual.Select(value)]
            );
        }
    }

    private static double[] Doubles(JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= Tolerance * Math.Abs(expected[i]),
                $"Element {i} is {actual[i]:R}, not {expected[i]:R}."
            );
        }
    }

    private static void AssertValues(ReadOnlySpan<double> actual, double largest, int rank)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            double expected =
                i >= rank ? 0
                : rank == 1 ? largest
                : largest + (i * (0.5 - largest) / (rank - 1));
            Assert.Equal(expected, actual[i], 1e-12);
        }
    }

    private static void AssertErrors(Matrix<double> update, GeneratedUpdate actual, double alpha)
    {
        SvdFactors<double> svd = Svd.Thin(update);
        foreach (ErrorAtRank row in actual.Errors)
        {
            Assert.Equal(ErrorOf(update, svd, row.Rank, alpha / row.Rank), row.Standard, 1e-12);
            Assert.Equal(ErrorOf(update, svd, row.Rank, alpha / Math.Sqrt(row.Rank)), row.RankStabilized, 1e-12);
            Assert.Equal(ErrorOf(update, svd, row.Rank, 1), row.BestPossible, 1e-12);
        }
    }

    private static double ErrorOf(Matrix<double> update, SvdFactors<double> svd, int rank, double scale)
    {
        double squares = 0;
        double difference = 0;
        for (int i = 0; i < update.Rows; i++)
        {
            for (int j = 0; j < update.Columns; j++)
            {
                double approximation = 0;
                for (int p = 0; p < rank; p++)
                {
                    approximation += svd.U[i, p] * svd.S[p] * svd.Vt[p, j];
                }
                squares += update[i, j] * update[i, j];
                difference += Math.Pow(update[i, j] - (scale * approximation), 2);
            }
        }
        return Math.Sqrt(difference / squares);
    }

    private sealed class Recorder(List<StudyProgress> reports) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => reports.Add(value);
    }
}
