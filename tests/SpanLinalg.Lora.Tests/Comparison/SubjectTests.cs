using System.Text.RegularExpressions;

namespace SpanLinalg.Lora.Tests;

/// <summary>Updates from files.</summary>
public sealed class SubjectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SharedDataFact]
    public void A_real_adapter_has_the_singular_values_of_its_spectrum_and_loses_what_they_say()
    {
        using Adapter adapter = AdapterReader.Read(SharedData.PathOf("data", "gpt-neo-125m-movies"));
        ComparisonSubject subject = AdapterSubject.Read(adapter, null, new Regex("h\\.[01]\\."), 42);
        Assert.Equal(4, subject.Layers.Count);
        LayerSpectrum[] spectra = [.. AdapterSpectrum.Of(adapter).Take(4)];
        Assert.Equal(spectra.Select(spectrum => spectrum.Name), subject.Layers.Select(layer => layer.Name));
        Assert.Same(subject.Layers[0].Base, subject.Layers[3].Base);

        double missed = SpectralNorms.RootSumSquares(
            spectra.Select(spectrum => SpectralNorms.Frobenius(spectrum.SingularValues[2..]))
        );
        Assert.Equal(missed, new LoraMethod().Fit(subject.Layers, 2 * 4 * 1536).Error, 1e-12 * missed);
    }

    [Fact]
    public void Checkpoints_give_the_difference_of_the_matrices_that_match()
    {
        using Checkpoint before = Checkpoint.Open(
            Write("a.safetensors", ("x.weight", [2, 2], [1, 2, 3, 4]), ("y.weight", [1, 2], [0, 0]), ("z", [2], [1, 1]))
        );
        using Checkpoint after = Checkpoint.Open(
            Write("b.safetensors", ("y.weight", [1, 2], [0, 0]), ("x.weight", [2, 2], [1, 4, 3, 3]), ("z", [2], [1, 9]))
        );
        ComparisonSubject subject = CheckpointSubject.Read(before, after, null);
        LayerUpdate layer = Assert.Single(subject.Layers);
        Assert.Equal("x.weight", layer.Name);
        Assert.Equal([0, 2, 0, -1], layer.ToMatrix().Elements.ToArray());
        Assert.Equal([1, 2, 3, 4], layer.Base.Weight.Elements.ToArray());
        Assert.False(layer.Base.IsStandIn);
        Assert.Equal(["1 of 2 matrices are unchanged and were left out."], subject.Notes);
        AssertFails("every matrix is as in", before, before, null);
        AssertFails("no matrix matches 'q'; there are 'x.weight', 'y.weight'", before, after, "q");
    }

    [Fact]
    public void Checkpoints_that_do_not_fit_are_named()
    {
        using Checkpoint before = Checkpoint.Open(
            Write("a.safetensors", ("x", [2, 2], [1, 2, 3, 4]), ("y", [1, 2], [1, 1]))
        );
        using Checkpoint fewer = Checkpoint.Open(Write("b.safetensors", ("x", [2, 2], [1, 2, 3, 5])));
        using Checkpoint other = Checkpoint.Open(
            Write("c.safetensors", ("x", [4, 1], [1, 2, 3, 4]), ("y", [1, 2], [1, 1]))
        );
        using Checkpoint broken = Checkpoint.Open(
            Write("d.safetensors", ("x", [2, 2], [1, 2, float.NaN, 4]), ("y", [1, 2], [1, 1]))
        );
        AssertFails("tensor 'y' of ", before, fewer, null);
        AssertFails("tensor 'y' of ", fewer, before, null);
        AssertFails("tensor 'x' has shape [4, 1], in ", before, other, null);
        AssertFails("element 2 of tensor 'x' is NaN", before, broken, null);
        Assert.Single(CheckpointSubject.Read(before, fewer, new Regex("^x$")).Layers);
    }

    [Fact]
    public void A_base_weight_is_found_under_a_prefix_and_turned_where_the_layer_is()
    {
        string config = """{"peft_type": "LORA", "r": 1, "lora_alpha": 1, "fan_in_fan_out": true}""";
        folder.Write("p/adapter_config.json", config);
        Write(
            "p/adapter_model.safetensors",
            ("base_model.model.h.c.lora_A.weight", [1, 3], [1, 2, 3]),
            ("base_model.model.h.c.lora_B.weight", [2, 1], [1, 1])
        );
        using Adapter adapter = AdapterReader.Read(folder.PathOf("p"));
        using Checkpoint model = Checkpoint.Open(
            Write("model.safetensors", ("transformer.h.c.weight", [3, 2], [1, 2, 3, 4, 5, 6]))
        );
        LayerUpdate layer = Assert.Single(AdapterSubject.Read(adapter, model, null, 0).Layers);
        Assert.Equal([1, 3, 5, 2, 4, 6], layer.Base.Weight.Elements.ToArray());
        Assert.Equal([1, 2, 3, 1, 2, 3], layer.ToMatrix().Elements.ToArray().Select(x => Math.Round(x, 12)));

        AssertWeightFails("there is no tensor 'h.c.weight' for layer 'h.c'", adapter, ("other", [3, 2], new float[6]));
        AssertWeightFails(
            "'h.c.weight' is 3×2, but the update of layer 'h.c' is 2×3",
            adapter,
            ("h.c.weight", [2, 3], new float[6])
        );
        Assert.Contains(
            "no layer matches 'x'; there are 'h.c'",
            Assert.Throws<AdapterException>(() => AdapterSubject.Read(adapter, null, new Regex("x"), 0)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_checkpoint_in_several_files_is_one()
    {
        Write("m/one.safetensors", ("x", [1, 1], [1]));
        Write("m/two.safetensors", ("y", [1, 1], [2]));
        Write("m/stray.safetensors", ("x", [1, 1], [3]));
        AssertOpenFails("tensor 'x' is in another file", folder.PathOf("m"));
        string index = folder.Write(
            "m/model.safetensors.index.json",
            """{"weight_map": {"x": "one.safetensors", "y": "two.safetensors"}}"""
        );
        foreach (string path in (string[])[folder.PathOf("m"), index])
        {
            using Checkpoint checkpoint = Checkpoint.Open(path);
            Assert.Equal(2, checkpoint.ReadMatrix(checkpoint.Find("y")!)[0, 0]);
            Assert.Equal(2, checkpoint.Tensors.Count);
        }
    }

    [Theory]
    [InlineData("""{"weight_map": {"x": "../one.safetensors"}}""", "'../one.safetensors', which is not beside it")]
    [InlineData("""{"weight_map": {"x": "none.safetensors"}}""", "'none.safetensors', which is not there")]
    [InlineData("""{"weight_map": {"x": 3}}""", "no weight_map")]
    [InlineData("""[]""", "no weight_map")]
    [InlineData("""{""", "no weight_map")]
    public void An_index_that_cannot_be_followed_is_named(string index, string problem) =>
        AssertOpenFails(problem, folder.Write("model.safetensors.index.json", index));

    private string Write(string name, params (string Name, int[] Shape, float[] Elements)[] tensors) =>
        folder.Write(name, SafetensorsBytes.Of(tensors));

    private static void AssertFails(string problem, Checkpoint before, Checkpoint after, string? layer) =>
        Assert.Contains(
            problem,
            Assert
                .Throws<CheckpointException>(() =>
                    CheckpointSubject.Read(before, after, layer is null ? null : new Regex(layer))
                )
                .Message,
            StringComparison.Ordinal
        );

    private void AssertWeightFails(string problem, Adapter adapter, params (string, int[], float[])[] tensors)
    {
        using Checkpoint model = Checkpoint.Open(Write("other.safetensors", tensors));
        Assert.Contains(
            problem,
            Assert.Throws<CheckpointException>(() => AdapterSubject.Read(adapter, model, null, 0)).Message,
            StringComparison.Ordinal
        );
    }

    private static void AssertOpenFails(string problem, string path) =>
        Assert.Contains(
            problem,
            Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message,
            StringComparison.Ordinal
        );
}
