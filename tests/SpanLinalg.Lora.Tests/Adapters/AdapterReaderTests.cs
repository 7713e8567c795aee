namespace SpanLinalg.Lora.Tests;

public sealed class AdapterReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Segment_anything_pairs_have_scale_1()
    {
        string path = folder.Write(
            "sam.safetensors",
            SafetensorsBytes.Of(
                ("w_b_001", [3, 2], new float[6]),
                ("w_a_000", [2, 4], new float[8]),
                ("w_a_001", [2, 4], new float[8]),
                ("w_b_000", [3, 2], new float[6]),
                ("mask_decoder.x", [1], new float[1])
            )
        );
        using Adapter adapter = AdapterReader.Read(path);
        Assert.Equal(AdapterDialect.SegmentAnything, adapter.Dialect);
        Assert.Equal(["w_001", "w_000"], adapter.Layers.Select(layer => layer.Name));
        Assert.All(
            adapter.Layers,
            layer => Assert.Equal((3, 4, 2, 1.0), (layer.Rows, layer.Columns, layer.NominalRank, layer.Scale))
        );
        Assert.Contains("'mask_decoder.x'", Assert.Single(adapter.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_dialect_is_refused_with_the_names_found()
    {
        string path = folder.Write(
            "kohya.safetensors",
            SafetensorsBytes.Of(
                ("lora_unet_x.lora_down.weight", [2, 4], new float[8]),
                ("lora_unet_x.lora_up.weight", [4, 2], new float[8])
            )
        );
        string message = Assert.Throws<AdapterException>(() => AdapterReader.Read(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("'lora_unet_x.lora_down.weight'", message, StringComparison.Ordinal);

        string empty = folder.Write("empty.safetensors", SafetensorsBytes.Of());
        Assert.Contains(
            "holds no tensors",
            Assert.Throws<AdapterException>(() => AdapterReader.Read(empty)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_refused_file_is_closed()
    {
        string path = folder.Write("empty.safetensors", SafetensorsBytes.Of());
        Assert.Throws<AdapterException>(() => AdapterReader.Read(path));
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_folder_is_searched_in_natural_order_with_its_subfolders()
    {
        string[] expected =
        [
            folder.Write("rank2.safetensors", []),
            folder.Write("rank16.safetensors", []),
            folder.Write(Path.Combine("a", "adapter_model.safetensors"), []),
            folder.Write(Path.Combine("b", "one.safetensors"), []),
        ];
        folder.Write(Path.Combine("a", "adapter_config.json"), "{}");
        folder.Write(Path.Combine("a", "optimizer.safetensors"), []);
        folder.Write(Path.Combine("b", "deeper", "two.safetensors"), []);
        folder.Write("README.md", "");
        Assert.Equal(expected, AdapterReader.Find(folder.Path));
        Assert.Equal([expected[1]], AdapterReader.Find(expected[1]));
        Assert.Equal([expected[2]], AdapterReader.Find(folder.PathOf("a")));
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        string absent = folder.PathOf("absent");
        Assert.Contains(
            absent,
            Assert.Throws<FileNotFoundException>(() => AdapterReader.Find(absent)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "holds no .safetensors file",
            Assert.Throws<AdapterException>(() => AdapterReader.Find(folder.Path)).Message,
            StringComparison.Ordinal
        );
        folder.Write("adapter_config.json", "{}");
        Assert.Contains(
            "has an adapter_config.json but no adapter_model.safetensors",
            Assert.Throws<AdapterException>(() => AdapterReader.Find(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }
}
