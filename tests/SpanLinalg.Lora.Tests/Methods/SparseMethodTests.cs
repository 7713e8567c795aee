using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

/// <summary>Sparse entries, blocks, heads, and low rank plus sparse.</summary>
public sealed class SparseMethodTests
{
    [Fact]
    public void No_choice_of_entries_leaves_less_than_the_largest()
    {
        LayerUpdate layer = Layers.Normal(3, 3, 1);
        double[] entries = layer.ToMatrix().Elements.ToArray();
        for (int count = 1; count <= 9; count++)
        {
            double best = Layers
                .Subsets(9, count)
                .Min(kept => entries.Where((_, i) => !kept.Contains(i)).Sum(x => x * x));
            LayerFit fit = Layers.Fit(new SparseMethod(), layer, count);
            Assert.Equal(Math.Sqrt(best), fit.Error, 1e-12);
            Assert.Equal((count, 8L * count), (fit.Parameters, fit.Bytes));
        }
    }

    [Fact]
    public void Of_equal_entries_the_first_stay()
    {
        double[] entries = [1, -1, 2, 1, -2];
        Assert.Equal(Math.Sqrt(2), LargestEntries.Keep(entries, 3), 1e-15);
        Assert.Equal([1, 0, 2, 0, -2], entries);
        Assert.Equal(3, LargestEntries.Keep(entries, 0), 1e-15);
    }

    [Fact]
    public void Selection_agrees_with_sorting() =>
        Properties.ForAll(
            Gen.NonEmptyListOf(Gen.Choose(-5, 5)).Select(list => list.Select(x => (double)x).ToArray()),
            values =>
            {
                double[] sorted = [.. values.OrderDescending()];
                for (int i = 0; i < values.Length; i++)
                {
                    Assert.Equal(sorted[i], LargestEntries.Descending((double[])values.Clone(), i));
                }
            }
        );

    [Fact]
    public void No_choice_of_blocks_leaves_less()
    {
        LayerUpdate layer = Layers.Normal(4, 6, 2);
        List<double> energies = [];
        for (int i = 0; i < 4; i += 2)
        {
            for (int j = 0; j < 6; j += 2)
            {
                ReadOnlyMatrixView<double> block = layer.ToMatrix().View.Slice(i, j, 2, 2);
                energies.Add(Layers.InnerProduct(block, block));
            }
        }
        for (int count = 1; count <= 6; count++)
        {
            double best = Layers.Subsets(6, count).Min(kept => energies.Where((_, i) => !kept.Contains(i)).Sum());
            LayerFit fit = Layers.Fit(BlockSparseMethod.Blocks(2), layer, (4 * count) + 3);
            Assert.Equal(Math.Sqrt(best), fit.Error, 1e-12);
            Assert.Equal(4 * count, fit.Parameters);
            Assert.Equal($"{count} of 6 blocks", fit.Setting);
        }
    }

    [Theory]
    [InlineData(64, null, 8)]
    [InlineData(4, null, 1)]
    [InlineData(768, null, 64)]
    [InlineData(100, null, 50)]
    [InlineData(768, 8, 96)]
    [InlineData(3, 8, 1)]
    [InlineData(64, int.MaxValue, 1)]
    public void Heads_have_64_rows_or_are_eight(int rows, int? heads, int expected) =>
        Assert.Equal(expected, BlockSparseMethod.HeadRows(rows, heads));

    [Fact]
    public void Low_rank_plus_sparse_is_no_worse_than_either() =>
        Properties.ForAll(
            Gen.Zip(Gen.Two(Gen.Choose(2, 12)), Gen.Two(Gen.Choose(0, 200))),
            sample =>
            {
                ((int rows, int columns), (int seed, int extra)) = sample;
                LayerUpdate layer = Layers.Normal(rows, columns, (uint)seed);
                long budget = layer.Sides + 1 + extra;
                double both = Layers.Fit(new LowRankPlusSparseMethod(), layer, budget).Error;
                Assert.True(both <= Layers.Fit(new LoraMethod(), layer, budget).Error + 1e-9);
                Assert.True(both <= Layers.Fit(new SparseMethod(), layer, budget).Error + 1e-9);
            }
        );

    [Fact]
    public void Low_rank_plus_sparse_takes_a_mixture_apart()
    {
        Matrix<double> update = Layers.WithSpectrum(20, 20, [4, 3], 6);
        int[] places = [7, 55, 130, 222, 301];
        foreach (int place in places)
        {
            update.Elements[place] += 3;
        }
        LayerUpdate layer = Layers.Of(update);
        LayerFit fit = Layers.Fit(new LowRankPlusSparseMethod(), layer, (2 * 40) + 5);
        Assert.InRange(fit.Error, 0, 0.01 * layer.Norm);
        Assert.Equal("r = 2, k = 5", fit.Setting);
    }

    /// <summary>
    /// Every support of the sparse part is tried, the best matrix of rank 1 for it being found by many alternations.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Low_rank_plus_sparse_comes_near_the_best_of_all_supports(uint seed)
    {
        LayerUpdate layer = Layers.Normal(3, 4, seed);
        double best = Layers.Subsets(12, 2).Min(support => BestWithSupport(layer.ToMatrix(), support));
        LayerFit fit = Layers.Fit(new LowRankPlusSparseMethod(), layer, 7 + 2);
        double trivial = Layers.Fit(new LoraMethod(), layer, 7).Error;
        Assert.InRange(fit.Error, 0, best + (0.5 * (trivial - best)));
    }

    private static double BestWithSupport(Matrix<double> update, int[] support)
    {
        Matrix<double> rest = new(update);
        double error = 0;
        for (int sweep = 0; sweep < 50; sweep++)
        {
            LowRankFactors lowRank = LowRankFactors.Of(rest, 1);
            Matrix<double> product = lowRank.Product();
            error = lowRank.Rest;
            foreach (int place in support)
            {
                rest.Elements[place] = product.Elements[place];
            }
        }
        return error;
    }
}
