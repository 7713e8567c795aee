namespace SpanLinalg.Lora.Tests;

public sealed class PeftDialectTests : IDisposable
{
    private const string Prefix = "base_model.model.";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_gives_layers_in_the_file_s_order()
    {
        Config("""{"peft_type":"LORA","r":2,"lora_alpha":16,"unknown":{"field":[1]}}""");
        Weights(Pair("h.10.q", 3, 4, 2), Pair("h.2.q", 5, 6, 2));
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal(AdapterDialect.Peft, adapter.Dialect);
        Assert.Equal(["h.10.q", "h.2.q"], adapter.Layers.Select(layer => layer.Name));
        AdapterLayer first = adapter.Layers[0];
        Assert.Equal((3, 4, 2, 8.0), (first.Rows, first.Columns, first.NominalRank, first.Scale));
        Assert.Equal(2 * (3 + 4), first.Parameters);
        Assert.False(first.Transposed);
        Assert.Empty(adapter.Notes);
    }

    [Theory]
    [InlineData("""{"peft_type":"LORA"}""", 8, 1.0)]
    [InlineData("""{"peft_type":"LORA","lora_alpha":null}""", 8, 1.0)]
    [InlineData("""{"peft_type":"LORA","r":4,"lora_alpha":32}""", 4, 8.0)]
    [InlineData("""{"peft_type":"LORA","r":4,"lora_alpha":32,"use_rslora":false}""", 4, 8.0)]
    [InlineData("""{"peft_type":"LORA","r":4,"lora_alpha":32,"use_rslora":true}""", 4, 16.0)]
    [InlineData("""{"peft_type":"LORA","r":4,"lora_alpha":0.5}""", 4, 0.125)]
    [InlineData("""{"peft_type":"LORA","r":4.0,"lora_alpha":32}""", 4, 8.0)]
    public void The_scale_follows_the_configuration(string config, int rank, double scale)
    {
        Config(config);
        Weights(Pair("a", 9, 9, rank));
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal(scale, adapter.Layers[0].Scale);
        Assert.Empty(adapter.Notes);
    }

    [Theory]
    [InlineData("""{"peft_type":"\ud800"}""")]
    [InlineData("""{"peft_type":"~"}""")]
    [InlineData("""{"peft_type":"LORA","alpha_pattern":{"\ud800":1}}""")]
    [InlineData("""{"peft_type":"LORA","rank_pattern":{"~":1}}""")]
    [InlineData("""{"\ud800 long enough for any name":1,"peft_type":"LORA"}""")]
    public void A_string_that_is_not_unicode_is_refused(string config)
    {
        // A byte that UTF-8 never has stands for the tilde.
        byte[] bytes = [.. config.Select(c => c == '~' ? (byte)0xFF : (byte)c)];
        string path = folder.Write("adapter_config.json", bytes);
        Weights(Pair("a", 3, 4, 8));
        Assert.Equal(
            $"{path}: the configuration has a string that is not Unicode.",
            Assert.Throws<AdapterException>(() => AdapterReader.Read(folder.Path)).Message
        );
    }

    [Fact]
    public void Patterns_are_regular_expressions_and_the_first_that_matches_wins()
    {
        Config(
            """
            {"peft_type":"LORA","r":2,"lora_alpha":2,
             "rank_pattern":{"h\\.[01]\\.q":4},
             "alpha_pattern":{"q":12,"h.0.q":100,"h.1.v":6,"zz":5}}
            """
        );
        Weights(Pair("h.0.q", 3, 4, 4), Pair("h.1.v", 3, 4, 2), Pair("xq", 3, 4, 2), Pair("h.5.q", 3, 4, 2));
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal([3.0, 3.0, 1.0, 6.0], adapter.Layers.Select(layer => layer.Scale));
        Assert.Equal(["The key 'zz' of alpha_pattern matches no layer."], adapter.Notes);
    }

    [Fact]
    public void A_rank_that_is_not_the_configuration_s_is_noted()
    {
        Config("""{"peft_type":"LORA","r":8,"lora_alpha":8}""");
        Weights(Pair("a", 3, 4, 2));
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal(4, adapter.Layers[0].Scale);
        Assert.Contains(
            "'a' has rank 2, but adapter_config.json says 8",
            Assert.Single(adapter.Notes),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_a_configuration_the_scale_is_1_and_a_note_says_so()
    {
        Weights(Pair("a", 3, 4, 2));
        using Adapter adapter = AdapterReader.Read(folder.PathOf("adapter_model.safetensors"));
        Assert.Equal(1, adapter.Layers[0].Scale);
        Assert.Contains("no adapter_config.json", Assert.Single(adapter.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_adapter_s_name_may_stand_in_the_key_and_the_prefix_may_be_missing()
    {
        Config("""{"peft_type":"LORA","r":2}""");
        Weights(
            ("m.lora_B.default.weight", [3, 2], new float[6]),
            (Prefix + "m.lora_A.default.weight", [2, 4], new float[8])
        );
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal("m", Assert.Single(adapter.Layers).Name);
    }

    [Fact]
    public void Embeddings_and_fan_in_fan_out_are_transposed()
    {
        Config("""{"peft_type":"LORA","r":2,"fan_in_fan_out":true}""");
        Weights([
            (Prefix + "wte.lora_embedding_A", [2, 50], new float[100]),
            (Prefix + "wte.lora_embedding_B", [6, 2], new float[12]),
            .. Pair("c_attn", 3, 4, 2),
        ]);
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal((6, 50, 2), (adapter.Layers[0].Rows, adapter.Layers[0].Columns, adapter.Layers[0].NominalRank));
        Assert.All(adapter.Layers, layer => Assert.True(layer.Transposed));
    }

    [Fact]
    public void A_convolution_is_flattened()
    {
        Config("""{"peft_type":"LORA","r":2}""");
        Weights(
            (Prefix + "conv.lora_A.weight", [2, 5, 3, 3], new float[90]),
            (Prefix + "conv.lora_B.weight", [7, 2, 1, 1], new float[14])
        );
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Equal((7, 45, 2), (adapter.Layers[0].Rows, adapter.Layers[0].Columns, adapter.Layers[0].NominalRank));
    }

    [Fact]
    public void What_is_not_a_factor_is_noted()
    {
        Config("""{"peft_type":"LORA","r":2,"use_dora":true}""");
        Weights([
            .. Pair("a", 3, 4, 2),
            (Prefix + "a.lora_magnitude_vector", [3], new float[3]),
            (Prefix + "a.lora_B.bias", [3], new float[3]),
            (Prefix + "classifier.weight", [1], new float[1]),
        ]);
        using Adapter adapter = AdapterReader.Read(folder.Path);
        Assert.Single(adapter.Layers);
        Assert.Collection(
            adapter.Notes,
            note => Assert.Contains("DoRA magnitudes are present (1)", note, StringComparison.Ordinal),
            note => Assert.Contains("Biases are present (1)", note, StringComparison.Ordinal),
            note => Assert.Contains("'base_model.model.classifier.weight'", note, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("{}", "has no peft_type")]
    [InlineData("""{"peft_type":"LOHA"}""", "has peft_type 'LOHA'; only LORA can be read")]
    [InlineData("""{"peft_type":1}""", "gives peft_type a value that is not a JSON string")]
    [InlineData("""{"peft_type":"LORA","r":0}""", "gives r a value that is not a whole number above zero")]
    [InlineData("""{"peft_type":"LORA","r":"8"}""", "gives r a value that is not a JSON number")]
    [InlineData("""{"peft_type":"LORA","lora_alpha":1e999}""", "gives lora_alpha a value that is not a finite number")]
    [InlineData("""{"peft_type":"LORA","use_rslora":1}""", "gives use_rslora a value that is neither true nor false")]
    [InlineData(
        """{"peft_type":"LORA","rank_pattern":{"a":1.5}}""",
        "gives rank_pattern['a'] a value that is not a whole number"
    )]
    [InlineData(
        """{"peft_type":"LORA","alpha_pattern":{"(":1}}""",
        "the key '(' of alpha_pattern is not a regular expression"
    )]
    public void A_wrong_configuration_is_refused(string config, string problem)
    {
        Config(config);
        Weights(Pair("a", 3, 4, 2));
        Refused(folder.Path, folder.PathOf("adapter_config.json"), problem);
    }

    [Fact]
    public void A_pattern_that_never_ends_is_given_up()
    {
        Config("""{"peft_type":"LORA","alpha_pattern":{"(a+)+b":1}}""");
        Weights(Pair(new string('a', 64), 3, 4, 8));
        Refused(folder.Path, folder.PathOf("adapter_config.json"), "takes too long");
    }

    [Fact]
    public void A_factor_without_its_partner_is_refused()
    {
        Weights(Pair("a", 3, 4, 2)[0]);
        RefusedWeights("layer 'a' has 'base_model.model.a.lora_A.weight' but no B factor");
    }

    [Fact]
    public void A_factor_that_comes_twice_is_refused()
    {
        Weights([.. Pair("a", 3, 4, 2), ("a.lora_A.default.weight", [2, 4], new float[8])]);
        RefusedWeights("layer 'a' has a factor twice");
    }

    [Fact]
    public void Factors_of_different_ranks_are_refused()
    {
        Weights(Pair("a", 3, 4, 2)[0], Pair("a", 3, 4, 5)[1]);
        RefusedWeights("the factors of layer 'a' do not fit");
    }

    [Fact]
    public void A_factor_that_is_no_matrix_is_refused()
    {
        Weights((Prefix + "a.lora_A.weight", [4], new float[4]), Pair("a", 3, 4, 2)[1]);
        RefusedWeights("the factor 'base_model.model.a.lora_A.weight' is no matrix");
    }

    [Fact]
    public void A_factor_without_elements_is_refused()
    {
        Weights(Pair("a", 3, 0, 2));
        RefusedWeights("the factor 'base_model.model.a.lora_A.weight' has 0 elements");
    }

    private static (string, int[], float[])[] Pair(string module, int rows, int columns, int rank) =>
        [
            ($"{Prefix}{module}.lora_A.weight", [rank, columns], new float[rank * columns]),
            ($"{Prefix}{module}.lora_B.weight", [rows, rank], new float[rows * rank]),
        ];

    private void Config(string json) => folder.Write("adapter_config.json", json);

    private void Weights(params (string, int[], float[])[] tensors) =>
        folder.Write("adapter_model.safetensors", SafetensorsBytes.Of(tensors));

    private void Weights(params (string, int[], float[])[][] pairs) => Weights([.. pairs.SelectMany(pair => pair)]);

    private void RefusedWeights(string problem) =>
        Refused(folder.PathOf("adapter_model.safetensors"), folder.PathOf("adapter_model.safetensors"), problem);

    private static void Refused(string path, string culprit, string problem)
    {
        AdapterException exception = Assert.Throws<AdapterException>(() => AdapterReader.Read(path));
        Assert.StartsWith(culprit, exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }
}
