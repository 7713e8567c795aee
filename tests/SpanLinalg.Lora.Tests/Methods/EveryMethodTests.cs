using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

/// <summary>What holds for every method.</summary>
public sealed class EveryMethodTests
{
    private static readonly IReadOnlyList<IUpdateMethod> Methods = UpdateMethods.All(new ComparisonOptions());

    public static TheoryData<string> Names => [.. Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_is_that_of_the_reconstruction_and_the_budget_is_kept(string name)
    {
        IUpdateMethod method = Methods.Single(candidate => candidate.Name == name);
        Properties.ForAll(
            Gen.Zip(Gen.Two(Gen.Choose(1, 12)), Gen.Two(Gen.Choose(0, 300))),
            sample =>
            {
                ((int rows, int columns), (int seed, int extra)) = sample;
                LayerUpdate layer = Layers.Normal(rows, columns, (uint)seed);
                long budget = method.LeastParameters([layer]) + extra;
                UpdateFit fit = method.Fit([layer], budget);
                Assert.InRange(fit.Parameters, 1, budget);
                Assert.True(fit.Bytes >= LayerFit.BytesPerParameter * fit.Parameters);
                Assert.Equal(Layers.Measured(layer, fit.Layers[0]), fit.Error, 1e-9 * (layer.Norm + layer.Base.Norm));
                if (!method.QuantizesBase)
                {
                    Assert.True(fit.Error <= layer.Norm * (1 + 1e-12), "Doing nothing would have been better.");
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Below_its_least_a_method_refuses(string name)
    {
        IUpdateMethod method = Methods.Single(candidate => candidate.Name == name);
        LayerUpdate[] layers = [Layers.Normal(6, 5, 1), Layers.Normal(4, 9, 2)];
        long least = method.LeastParameters(layers);
        Assert.True(method.Fit(layers, least).Parameters <= least);
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Fit(layers, least - 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zero_layers_and_single_entries_are_no_trouble(string name)
    {
        IUpdateMethod method = Methods.Single(candidate => candidate.Name == name);
        LayerUpdate[] layers = [Layers.Of(new(3, 4)), Layers.Normal(1, 1, 3)];
        UpdateFit fit = method.Fit(layers, method.LeastParameters(layers) + 40);
        Assert.All(fit.Layers, layer => Assert.True(double.IsFinite(layer.Error)));
        Assert.True(double.IsFinite(Layers.Measured(layers[0], fit.Layers[0])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_update_in_factors_is_fitted_like_the_same_one_dense(string name)
    {
        IUpdateMethod method = Methods.Single(candidate => candidate.Name == name);
        Matrix<double> update = Layers.WithSpectrum(12, 10, [3, 2, 1], 5);
        LayerUpdate dense = Layers.Of(update);
        LayerUpdate factored = new("layer", LowRankFactors.Of(update, 3) with { Rest = 0 }, dense.Base);
        long budget = method.LeastParameters([dense]) + 30;
        double expected = method.Fit([dense], budget).Error;
        Assert.Equal(expected, method.Fit([factored], budget).Error, 1e-6 * dense.Norm);
    }
}
