using System.Globalization;
using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

public sealed class AdapterSpectrumTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_spectrum_is_that_of_the_product_for_any_shape_and_rank() =>
        Properties.ForAll(
            Gen.Zip(Gen.Three(Gen.Choose(1, 12)), Gen.Choose(0, int.MaxValue - 1)),
            sample =>
            {
                ((int rows, int columns, int rank), int seed) = sample;
                float[] b = Normal(seed, rows * rank);
                float[] a = Normal(seed + 1, rank * columns);
                LayerSpectrum spectrum = Only(Write(rows, columns, rank, b, a));

                Matrix<double> product = Product(rows, columns, rank, b, a);
                double[] expected = new double[Math.Min(rows, columns)];
                Svd.Values(product, expected);
                Assert.Equal(Math.Min(rank, expected.Length), spectrum.SingularValues.Length);
                for (int i = 0; i < expected.Length; i++)
                {
                    double actual = i < spectrum.SingularValues.Length ? spectrum.SingularValues[i] : 0;
                    Assert.Equal(expected[i], actual, 1e-12 * Math.Max(1, expected[0]));
                }
            }
        );

    [Fact]
    public void Figures_follow_their_definitions()
    {
        // diag(4, 2, 2, 1): energy 16, 4, 4, 1 of 25.
        float[] b = new float[6 * 4];
        float[] a = new float[4 * 5];
        float[] values = [2, 4, 1, 2];
        for (int i = 0; i < 4; i++)
        {
            b[(i * 4) + i] = values[i];
            a[(i * 5) + i] = -1;
        }
        LayerSpectrum spectrum = Only(Write(6, 5, 4, b, a));
        Assert.Equal(4, spectrum.SigmaMax, 1e-14);
        Assert.Equal(5, spectrum.FrobeniusNorm, 1e-14);
        Assert.Equal(25.0 / 16, spectrum.StableRank, 1e-14);
        double entropy = -(
            (4.0 / 9 * Math.Log(4.0 / 9)) + (2 * 2.0 / 9 * Math.Log(2.0 / 9)) + (1.0 / 9 * Math.Log(1.0 / 9))
        );
        Assert.Equal(Math.Exp(entropy), spectrum.EffectiveRank, 1e-13);
        Assert.Equal(3, spectrum.K90);
        Assert.Equal(4, spectrum.K99);
    }

    [Fact]
    public void A_zero_update_has_zeros_and_its_own_verdict()
    {
        LayerSpectrum spectrum = Only(Write(6, 5, 4, new float[24], Normal(1, 20)));
        Assert.Equal(UpdateVerdict.NoUpdate, spectrum.Verdict);
        Assert.Equal(
            [0, 0, 0, 0],
            [spectrum.SigmaMax, spectrum.FrobeniusNorm, spectrum.StableRank, spectrum.EffectiveRank]
        );
        Assert.Equal((0, 0), (spectrum.K90, spectrum.K99));

        SpectrumTotals totals = new([spectrum]);
        Assert.Equal(UpdateVerdict.NoUpdate, totals.Verdict);
        Assert.Equal((1, 1, 0.0, 0), (totals.Layers, totals.NoUpdate, totals.MeanStableRank, totals.RankFor99Percent));
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void Extreme_sizes_do_not_change_the_ranks(float size)
    {
        float[] b = Normal(3, 24);
        float[] a = Normal(4, 20);
        LayerSpectrum usual = Only(Write(6, 5, 4, b, a));
        LayerSpectrum extreme = Only(
            Write(6, 5, 4, [.. b.Select(value => value * size)], [.. a.Select(value => value * size)])
        );
        Assert.Equal(usual.StableRank, extreme.StableRank, 1e-5);
        Assert.Equal(usual.EffectiveRank, extreme.EffectiveRank, 1e-5);
        Assert.Equal((usual.K90, usual.K99, usual.Verdict), (extreme.K90, extreme.K99, extreme.Verdict));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Numbers_that_are_not_finite_are_named(float value, string name)
    {
        float[] b = Normal(1, 24);
        b[7] = value;
        string path = Write(6, 5, 4, b, Normal(2, 20));
        string message = Assert.Throws<AdapterException>(() => Only(path)).Message;
        Assert.Equal($"{path}: element 7 of tensor 'w_b_000' is {name}.", message);
    }

    [Fact]
    public void A_type_that_is_no_floating_point_is_named()
    {
        string path = folder.Write(
            "x.safetensors",
            SafetensorsBytes.OfBytes(("w_a_000", "I8", [1, 2], [1, 2]), ("w_b_000", "I8", [2, 1], [1, 2]))
        );
        Assert.Contains(
            "'w_b_000' is of type I8",
            Assert.Throws<SafetensorsException>(() => Only(path)).Message,
            StringComparison.Ordinal
        );
    }

    [SharedDataFact]
    public void Any_number_of_threads_gives_the_same_bits_in_the_file_s_order()
    {
        using Adapter adapter = AdapterReader.Read(SharedData.PathOf("data", "gpt-neo-125m-movies"));
        IReadOnlyList<LayerSpectrum> one = AdapterSpectrum.Of(adapter, threads: 1);
        IReadOnlyList<LayerSpectrum> many = AdapterSpectrum.Of(adapter, threads: 8);
        Assert.Equal(adapter.Layers.Select(layer => layer.Name), many.Select(layer => layer.Name));
        for (int i = 0; i < one.Count; i++)
        {
            Assert.Equal(one[i].SingularValues.ToArray(), many[i].SingularValues.ToArray());
        }
    }

    [SharedDataFact]
    public void The_movies_adapter_has_24_layers_and_the_known_figures()
    {
        SpectrumTotals totals = Totals("gpt-neo-125m-movies");
        Assert.Equal((24, 8, 24L * 8 * (768 + 768)), (totals.Layers, totals.LargestNominalRank, totals.Parameters));
        Assert.Equal(["1.12", "1.33", "2.04"], Rounded(totals.MeanStableRank, totals.MeanK90, totals.MeanK99));
    }

    [SharedDataFact]
    public void The_rank_sweep_has_the_known_figures()
    {
        (int Rank, string StableRank, string K90)[] known =
        [
            (2, "1.18", "1.33"),
            (4, "1.20", "1.58"),
            (8, "1.26", "1.92"),
            (16, "1.30", "2.25"),
        ];
        foreach ((int rank, string stableRank, string k90) in known)
        {
            SpectrumTotals totals = Totals("sam-lora-rank-sweep", $"lora_rank{rank}.safetensors");
            Assert.Equal((24, rank), (totals.Layers, totals.LargestNominalRank));
            Assert.Equal([stableRank, k90], Rounded(totals.MeanStableRank, totals.MeanK90));
            if (rank == 16)
            {
                Assert.Equal(["9.25"], Rounded(totals.MeanK99));
            }
        }
    }

    private static SpectrumTotals Totals(params string[] parts)
    {
        using Adapter adapter = AdapterReader.Read(SharedData.PathOf(["data", .. parts]));
        Assert.Empty(adapter.Notes);
        return new([.. AdapterSpectrum.Of(adapter)]);
    }

    private static string[] Rounded(params double[] figures) =>
        [.. figures.Select(figure => figure.ToString("F2", CultureInfo.InvariantCulture))];

    private static float[] Normal(int seed, int length)
    {
        NumpyRandom random = new((uint)seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
    }

    private static Matrix<double> Product(int rows, int columns, int rank, float[] b, float[] a)
    {
        Matrix<double> product = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int p = 0; p < rank; p++)
                {
                    product[i, j] += (double)b[(i * rank) + p] * a[(p * columns) + j];
                }
            }
        }
        return product;
    }

    private static LayerSpectrum Only(string path)
    {
        using Adapter adapter = AdapterReader.Read(path);
        return Assert.Single(AdapterSpectrum.Of(adapter));
    }

    private string Write(int rows, int columns, int rank, float[] b, float[] a) =>
        folder.Write(
            "layer.safetensors",
            SafetensorsBytes.Of(("w_a_000", [rank, columns], a), ("w_b_000", [rows, rank], b))
        );
}
