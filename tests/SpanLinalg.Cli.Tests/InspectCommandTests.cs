using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SharedDataFact]
    public void The_movies_adapter_has_24_layers_and_the_known_figures()
    {
        string path = SharedData.PathOf("data", "gpt-neo-125m-movies");
        JsonElement json = Tool.Json("inspect", path);
        JsonElement layers = json.GetProperty("layers");
        Assert.Equal(24, layers.GetArrayLength());
        Assert.Equal(
            [
                "file",
                "name",
                "rows",
                "columns",
                "nominal_rank",
                "scale",
                "sigma_max",
                "frobenius_norm",
                "stable_rank",
                "effective_rank",
                "k90",
                "k99",
                "verdict",
            ],
            layers[0].EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("transformer.h.0.attn.attention.q_proj", layers[0].GetProperty("name").GetString());
        Assert.Equal(2, layers[0].GetProperty("scale").GetDouble());
        AssertMeans(json.GetProperty("totals"), 1.12, 1.33, 2.04);

        string csv = Tool.Report("inspect", path, "--format", "csv");
        Assert.Equal(
            string.Join(',', layers[0].EnumerateObject().Select(member => member.Name)),
            csv[..csv.IndexOf('\n', StringComparison.Ordinal)]
        );

        string text = Tool.Report("inspect", path);
        Assert.Contains("24 layers, 294912 parameters, nominal rank 8", text, StringComparison.Ordinal);
        Assert.Contains(
            "Mean stable rank 1.12, effective rank 2.41, k90 1.33, k99 2.04",
            text,
            StringComparison.Ordinal
        );
    }

    [SharedDataFact]
    public void The_rank_sweep_gives_one_total_for_each_file_and_one_for_all()
    {
        string path = SharedData.PathOf("data", "sam-lora-rank-sweep");
        JsonElement json = Tool.Json("inspect", path);
        Assert.Equal(120, json.GetProperty("layers").GetArrayLength());
        Assert.Equal(120, json.GetProperty("totals").GetProperty("layers").GetInt32());

        JsonElement adapters = json.GetProperty("adapters");
        Assert.Equal(
            [2, 4, 6, 8, 16],
            adapters.EnumerateArray().Select(a => a.GetProperty("totals").GetProperty("nominal_rank_max").GetInt32())
        );
        AssertMeans(adapters[0].GetProperty("totals"), 1.18, 1.33, null);
        AssertMeans(adapters[1].GetProperty("totals"), 1.20, 1.58, null);
        AssertMeans(adapters[3].GetProperty("totals"), 1.26, 1.92, null);
        AssertMeans(adapters[4].GetProperty("totals"), 1.30, 2.25, 9.25);

        Assert.Contains("All adapters", Tool.Report("inspect", path), StringComparison.Ordinal);
        Assert.Equal(121, Tool.Report("inspect", path, "--format", "csv").TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void A_zero_update_has_no_numbers_that_json_cannot_hold()
    {
        string path = Adapter("zero.safetensors", new float[6]);
        JsonElement layer = Tool.Json("inspect", path).GetProperty("layers")[0];
        Assert.Equal(0, layer.GetProperty("stable_rank").GetDouble());
        Assert.Equal("no update", layer.GetProperty("verdict").GetString());
        string text = Tool.Report("inspect", path);
        Assert.Contains("│ no update │", text, StringComparison.Ordinal);
        Assert.Contains(" 1 layer, ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_shown()
    {
        string path = folder.Write(
            "adapter.safetensors",
            SafetensorsBytes.Of(("m.lora_A.weight", [1, 2], [1, 2]), ("m.lora_B.weight", [2, 1], [3, 4]))
        );
        Assert.Contains(
            "Note: There is no adapter_config.json",
            Tool.Report("inspect", path),
            StringComparison.Ordinal
        );
        JsonElement notes = Tool.Json("inspect", path).GetProperty("adapters")[0].GetProperty("notes");
        Assert.Contains(
            "adapter_config.json",
            Assert.Single(notes.EnumerateArray()).GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Control_characters_in_names_do_not_reach_the_terminal()
    {
        const string Module = "m\u001b[31m[red]";
        string path = folder.Write(
            "adapter.safetensors",
            SafetensorsBytes.Of(
                ($"{Module}.lora_A.weight", [1, 2], [1, 2]),
                ($"{Module}.lora_B.weight", [2, 1], [3, 4])
            )
        );
        string text = Tool.Report("inspect", path);
        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("[31m[red]", text, StringComparison.Ordinal);
        Assert.Equal(Module, Tool.Json("inspect", path).GetProperty("layers")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Csv_quotes_what_needs_it()
    {
        string path = Adapter("a, b.safetensors", [1, 2, 3, 4, 5, 6]);
        string record = Tool.Report("inspect", path, "--format", "csv").Split('\n')[1];
        Assert.StartsWith($"\"{path}\",w_000,3,2,2,1,", record, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_a_sentence_with_its_name()
    {
        string path = Adapter("adapter.safetensors", [1, 2, 3, 4, 5, 6]);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        string output = folder.PathOf("report.json");
        string sentence = Tool.Failure("inspect", path, "--output", output);
        Assert.StartsWith(path, sentence, StringComparison.Ordinal);
        Assert.Contains("is truncated", sentence, StringComparison.Ordinal);
        Assert.False(File.Exists(output));

        Adapter("sound.safetensors", [1, 2, 3, 4, 5, 6]);
        Assert.Contains(path, Tool.Failure("inspect", folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_a_sentence()
    {
        Assert.Contains(
            "no such file or folder",
            Tool.Failure("inspect", folder.PathOf("absent")),
            StringComparison.Ordinal
        );
        Assert.Contains("holds no .safetensors file", Tool.Failure("inspect", folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_a_sentence()
    {
        string path = Adapter("locked.safetensors", [1, 2, 3, 4, 5, 6]);
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains(path, Tool.Failure("inspect", path), StringComparison.Ordinal);
    }

    private string Adapter(string name, float[] b) =>
        folder.Write(name, SafetensorsBytes.Of(("w_a_000", [2, 2], [1, 2, 3, 4]), ("w_b_000", [3, 2], b)));

    private static void AssertMeans(JsonElement totals, double stableRank, double k90, double? k99)
    {
        Assert.Equal(24, totals.GetProperty("layers").GetInt32());
        Assert.Equal(stableRank, Math.Round(totals.GetProperty("mean_stable_rank").GetDouble(), 2));
        Assert.Equal(k90, Math.Round(totals.GetProperty("mean_k90").GetDouble(), 2));
        if (k99 is not null)
        {
            Assert.Equal(k99, Math.Round(totals.GetProperty("mean_k99").GetDouble(), 2));
        }
    }
}
