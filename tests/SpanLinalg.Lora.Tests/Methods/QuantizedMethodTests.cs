namespace SpanLinalg.Lora.Tests;

/// <summary>QLoRA, LoftQ and QPiSSA against their papers' recipes, written out.</summary>
public sealed class QuantizedMethodTests
{
    private const int Rank = 3;

    private readonly LayerUpdate layer = Layers.Normal(32, 24, 1);

    private Matrix<double> W => layer.Base.Weight;

    [Fact]
    public void QLora_rounds_the_base_and_fits_the_best_adapter_over_it()
    {
        LayerFit fit = Fit(new QLoraMethod());
        Matrix<double> q = Rounded(W);
        Assert.Equal(Tail(layer.ToMatrix() + W - q), fit.Error, 1e-12 * layer.Norm);
        Assert.Equal([(W - q).FrobeniusNorm()], fit.BaseErrors);
        Assert.Equal(Nf4Tensor.Quantize<double>(W.Elements).BitsPerWeight, fit.BaseBitsPerWeight);

        // A LoRA that learns the update alone leaves all of the rounding.
        Matrix<double> naive = q - W + LowRankFactors.Of(layer.ToMatrix(), Rank).Product();
        Assert.True(fit.Error <= (layer.ToMatrix() - naive).FrobeniusNorm());
    }

    [Fact]
    public void LoftQ_alternates_from_zero()
    {
        Matrix<double> q = Rounded(W);
        List<double> errors = [Tail(W - q)];
        for (int i = 1; i < 5; i++)
        {
            q = Rounded(W - LowRankFactors.Of(W - q, Rank).Product());
            errors.Add(Tail(W - q));
        }
        AssertSame(errors, Fit(new LoftQMethod()).BaseErrors);
        Assert.True(errors.Min() <= errors[0]);
    }

    [Fact]
    public void QPissa_starts_from_the_leading_part_of_the_base()
    {
        Matrix<double> q = Rounded(W - LowRankFactors.Of(W, Rank).Product());
        LayerFit fit = Fit(new QPissaMethod());
        Assert.Equal(5, fit.BaseErrors.Count);
        Assert.Equal(Tail(W - q), fit.BaseErrors[0], 1e-10);
    }

    [Fact]
    public void What_is_kept_is_the_iteration_that_erred_least()
    {
        QuantizedBase kept = new LoftQMethod().QuantizedBaseOf(layer.Base, Rank);
        Assert.Equal(kept.Errors.Min(), Tail(kept.Error), 1e-10);
    }

    private LayerFit Fit(IUpdateMethod method) => Layers.Fit(method, layer, Rank * layer.Sides);

    private static void AssertSame(List<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-10);
        }
    }

    private static Matrix<double> Rounded(Matrix<double> weight)
    {
        Matrix<double> rounded = new(weight.Rows, weight.Columns);
        Nf4Tensor.Quantize<double>(weight.Elements).Dequantize(rounded.Elements);
        return rounded;
    }

    private static double Tail(Matrix<double> matrix)
    {
        double[] values = new double[Math.Min(matrix.Rows, matrix.Columns)];
        Svd.Values(matrix, values);
        return Math.Sqrt(values.Skip(Rank).Sum(value => value * value));
    }
}
