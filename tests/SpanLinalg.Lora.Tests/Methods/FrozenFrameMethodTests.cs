namespace SpanLinalg.Lora.Tests;

/// <summary>LoRA-XS, TinyLoRA and VeRA.</summary>
public sealed class FrozenFrameMethodTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void LoraXs_is_the_least_squares_fit_in_the_frame_of_the_base(int rank)
    {
        LayerUpdate layer = Layers.Normal(6, 5, 1);
        SvdFactors<double> frame = Svd.Thin(layer.Base.Weight);
        List<Matrix<double>> basis = [];
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j < rank; j++)
            {
                basis.Add(Layers.Outer(frame.U.View.Column(i), frame.Vt.View.Row(j)));
            }
        }
        LayerFit fit = Layers.Fit(new LoraXsMethod(), layer, (rank * rank) + 1);
        Assert.Equal(Layers.LeastSquaresError(layer.ToMatrix(), basis), fit.Error, 1e-12 * layer.Norm);
        Assert.Equal(rank * rank, fit.Parameters);
    }

    [Fact]
    public void LoraXs_in_the_full_frame_is_exact()
    {
        LayerUpdate layer = Layers.Normal(5, 5, 2);
        Assert.InRange(Layers.Fit(new LoraXsMethod(), layer, 25).Error, 0, 1e-12 * layer.Norm);
    }

    /// <summary>
    /// A map that returns what it returned, and leaves something orthogonal to it, is the orthogonal projection.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    public void TinyLora_projects_onto_a_space_of_u_dimensions(int parameters)
    {
        LayerUpdate[] layers = [Layers.Normal(8, 7, 1), Layers.Normal(6, 9, 2)];
        TinyLoraMethod method = new(42);
        UpdateFit fit = method.Fit(layers, parameters);
        Assert.Equal(Math.Min(parameters, 18), fit.Parameters);

        Matrix<double>[] reached = [.. fit.Layers.Select(layer => layer.Reconstruct())];
        LayerUpdate[] again = [.. layers.Zip(reached, (layer, update) => new LayerUpdate("again", update, layer.Base))];
        Assert.InRange(method.Fit(again, parameters).Error, 0, 1e-10);
        double product = layers.Zip(reached, (layer, r) => Layers.InnerProduct(layer.ToMatrix() - r, r)).Sum();
        Assert.Equal(0, product, 1e-10);
    }

    [Fact]
    public void TinyLora_with_as_many_numbers_as_its_frame_has_is_LoraXs()
    {
        LayerUpdate layer = Layers.Normal(8, 7, 3);
        double tiny = Layers.Fit(new TinyLoraMethod(1), layer, 9).Error;
        Assert.Equal(Layers.Fit(new LoraXsMethod(), layer, 9).Error, tiny, 1e-10);
    }

    [Fact]
    public void Vera_beats_the_least_squares_fit_of_d_alone_and_neither_vector_can_be_improved_much()
    {
        LayerUpdate layer = Layers.Normal(6, 5, 4);
        const int Rank = 4;
        NumpyRandom random = RandomStreams.For(42, RandomStreams.Frames);
        Matrix<double> a = new(Rank, 5);
        Matrix<double> frame = new(6, Rank);
        random.FillNormal(a.Elements);
        random.FillNormal(frame.Elements);
        List<Matrix<double>> basis = [];
        for (int k = 0; k < Rank; k++)
        {
            basis.Add(Layers.Outer(frame.View.Column(k), a.View.Row(k)));
        }
        LayerFit fit = Layers.Fit(new VeraMethod(42), layer, 6 + Rank);
        Assert.True(fit.Error <= Layers.LeastSquaresError(layer.ToMatrix(), basis) * (1 + 1e-12));

        // Each row of the result may be scaled for itself: b has done that already.
        Matrix<double> reached = fit.Reconstruct();
        double missed = 0;
        for (int i = 0; i < 6; i++)
        {
            Matrix<double> row = new(reached.View.Slice(i, 0, 1, 5));
            missed += Math.Pow(Layers.LeastSquaresError(new(layer.ToMatrix().View.Slice(i, 0, 1, 5)), [row]), 2);
        }
        Assert.Equal(fit.Error, Math.Sqrt(missed), 1e-10);
    }

    [Fact]
    public void Vera_finds_an_update_of_its_own_family()
    {
        NumpyRandom random = RandomStreams.For(42, RandomStreams.Frames);
        Matrix<double> a = new(3, 8);
        Matrix<double> frame = new(9, 3);
        random.FillNormal(a.Elements);
        random.FillNormal(frame.Elements);
        for (int i = 0; i < 9; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                frame[i, k] *= (1 + (0.1 * i)) * (k + 1);
            }
        }
        Matrix<double> update = new(9, 8);
        Gemm.Multiply(frame, a, update);
        LayerUpdate layer = Layers.Of(update);
        Assert.InRange(Layers.Fit(new VeraMethod(42), layer, 12).Error, 0, 0.01 * layer.Norm);
    }
}
