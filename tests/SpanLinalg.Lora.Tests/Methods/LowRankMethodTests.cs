using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

/// <summary>LoRA, rsLoRA, DoRA and AdaLoRA.</summary>
public sealed class LowRankMethodTests
{
    [Fact]
    public void Lora_reaches_the_bound_of_Eckart_and_Young() =>
        Properties.ForAll(
            Gen.Zip(Gen.Two(Gen.Choose(1, 40)), Gen.Two(Gen.Choose(1, 40))),
            sample =>
            {
                ((int rows, int columns), (int rank, int seed)) = sample;
                rank = Math.Min(rank, Math.Min(rows, columns));
                LayerUpdate layer = Layers.Normal(rows, columns, (uint)seed);
                double[] values = new double[Math.Min(rows, columns)];
                Svd.Values(layer.ToMatrix(), values);
                double bound = Math.Sqrt(values.Skip(rank).Sum(value => value * value));
                LayerFit fit = Layers.Fit(new LoraMethod(), layer, rank * layer.Sides);
                Assert.Equal(bound, fit.Error, 1e-12 * Math.Max(bound, 1e-3 * layer.Norm));
                Assert.Equal(bound, Layers.Measured(layer, fit), 1e-12 * layer.Norm);
                Assert.Equal(rank * layer.Sides, fit.Parameters);
            }
        );

    [Fact]
    public void A_large_dense_update_reaches_it_too()
    {
        // The values of noise fall off slowly, which an approximate decomposition is worst at.
        LayerUpdate layer = Layers.Normal(530, 520, 1);
        double[] values = new double[520];
        Svd.Values(layer.ToMatrix(), values);
        foreach (int rank in (int[])[4, 64])
        {
            LayerFit fit = Layers.Fit(new LoraMethod(), layer, rank * layer.Sides);
            Assert.Equal(SpectralNorms.Frobenius(values.AsSpan(rank)), fit.Error, 1e-12 * fit.Error);
            Assert.Equal(Layers.Measured(layer, fit), fit.Error, 1e-12 * layer.Norm);
        }
    }

    [Fact]
    public void RsLora_is_lora_with_the_scale_shown()
    {
        LayerUpdate layer = Layers.Normal(8, 8, 3);
        LayerFit plain = Layers.Fit(new LoraMethod(), layer, 64);
        LayerFit stabilized = Layers.Fit(new RsLoraMethod(16), layer, 64);
        Assert.Equal((plain.Error, plain.Parameters), (stabilized.Error, stabilized.Parameters));
        Assert.Equal("r = 4, s = 8 (LoRA 4)", stabilized.Setting);
    }

    [Fact]
    public void Dora_ends_no_worse_than_lora_of_its_rank() =>
        Properties.ForAll(
            Gen.Zip(Gen.Two(Gen.Choose(2, 10)), Gen.Choose(0, 1000)),
            sample =>
            {
                ((int rows, int columns), int seed) = sample;
                LayerUpdate layer = Layers.Normal(rows, columns, (uint)seed);
                double dora = Layers.Fit(new DoraMethod(), layer, layer.Sides + rows).Error;
                double lora = Layers.Fit(new LoraMethod(), layer, layer.Sides).Error;
                Assert.True(dora <= lora * (1 + 1e-12));
            }
        );

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Dora_lies_between_lora_and_the_best_of_a_search_over_all_magnitudes(uint seed)
    {
        LayerUpdate layer = Layers.Normal(2, 3, seed);
        double best = double.PositiveInfinity;
        for (int i = -100; i <= 100; i++)
        {
            for (int j = -100; j <= 100; j++)
            {
                Matrix<double> residual = new(layer.ToMatrix());
                for (int k = 0; k < 3; k++)
                {
                    residual[0, k] -= i * 0.1 * layer.Base.Weight[0, k];
                    residual[1, k] -= j * 0.1 * layer.Base.Weight[1, k];
                }
                double[] values = new double[2];
                Svd.Values(residual, values);
                best = Math.Min(best, values[1]);
            }
        }
        double lora = Layers.Fit(new LoraMethod(), layer, layer.Sides).Error;
        Assert.InRange(Layers.Fit(new DoraMethod(), layer, layer.Sides + 2).Error, best - (0.1 * lora), lora);
    }

    [Fact]
    public void Dora_s_magnitudes_cannot_be_improved_much()
    {
        LayerUpdate layer = Layers.Normal(10, 8, 5);
        LayerFit fit = Layers.Fit(new DoraMethod(), layer, (3 * layer.Sides) + 10);
        Matrix<double> missed = layer.ToMatrix() - fit.Reconstruct();
        double regressed = SpectralNorms.RootSumSquares(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    Layers.LeastSquaresError(
                        new(missed.View.Slice(i, 0, 1, 8)),
                        [new Matrix<double>(layer.Base.Weight.View.Slice(i, 0, 1, 8))]
                    )
                )
        );
        Assert.InRange(regressed, 0.99 * fit.Error, fit.Error);
    }

    [Fact]
    public void Dora_takes_a_change_of_magnitudes_that_lora_cannot()
    {
        LayerUpdate layer = Layers.Normal(20, 16, 4);
        Matrix<double> update = new(layer.Base.Weight);
        for (int i = 0; i < update.Rows; i++)
        {
            for (int j = 0; j < update.Columns; j++)
            {
                update[i, j] *= 0.1 * (i + 1);
            }
        }
        layer = new("layer", update, layer.Base);
        double dora = Layers.Fit(new DoraMethod(), layer, layer.Sides + 20).Error;
        double lora = Layers.Fit(new LoraMethod(), layer, layer.Sides).Error;
        Assert.True(dora < 0.1 * lora, $"DoRA misses {dora}, LoRA {lora}.");
    }

    [Fact]
    public void AdaLora_finds_the_best_of_all_allocations()
    {
        LayerUpdate[] layers =
        [
            Layers.Of(Layers.WithSpectrum(5, 4, [9, 5, 1, 0.5], 1)),
            Layers.Of(Layers.WithSpectrum(5, 4, [3, 2.5, 2, 1.5], 2)),
            Layers.Of(Layers.WithSpectrum(5, 4, [1, 0.1, 0.05, 0.01], 3)),
        ];
        double[][] values = [.. layers.Select(layer => layer.SingularValues())];
        for (int triplets = 1; triplets <= 12; triplets++)
        {
            double best = double.PositiveInfinity;
            for (int code = 0; code < 125; code++)
            {
                int[] ranks = [code % 5, code / 5 % 5, code / 25];
                if (ranks.Sum() <= triplets)
                {
                    best = Math.Min(best, values.Zip(ranks, (s, r) => s.Skip(r).Sum(x => x * x)).Sum());
                }
            }
            UpdateFit fit = new AdaLoraMethod().Fit(layers, triplets * 10);
            Assert.Equal(Math.Sqrt(best), fit.Error, 1e-10);
            Assert.Equal(10 * triplets, fit.Parameters);
        }
    }

    [Fact]
    public void AdaLora_is_no_worse_than_an_equal_rank_whatever_the_shapes() =>
        Properties.ForAll(
            Gen.Zip(Gen.Four(Gen.Choose(1, 9)), Gen.Two(Gen.Choose(1, 200))),
            sample =>
            {
                ((int a, int b, int c, int d), (int seed, int extra)) = sample;
                LayerUpdate[] layers = [Layers.Normal(a, b, (uint)seed), Layers.Normal(c, d, (uint)seed + 1)];
                long cost = layers.Sum(layer => layer.Sides + 1);
                int rank = (int)(extra / cost);
                double equal = SpectralNorms.RootSumSquares(
                    layers.Select(layer => SpectralNorms.Frobenius(layer.SingularValues().Skip(rank).ToArray()))
                );
                AdaLoraMethod method = new();
                Assert.True(method.Fit(layers, Math.Max(extra, method.LeastParameters(layers))).Error <= equal + 1e-10);
            }
        );
}
