using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>Adapters as Hugging Face PEFT saves them.</summary>
internal static partial class PeftDialect
{
    /// <summary>Reads the layers of a file, or returns null if it holds no factor named in PEFT's way.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="configPath">Where the configuration would be.</param>
    /// <exception cref="AdapterException">The factors do not make layers, or the configuration is wrong.</exception>
    public static Adapter? TryRead(SafetensorsFile file, string configPath)
    {
        FactorPairs pairs = new(file.Path);
        HashSet<string> embeddings = [];
        List<string> others = [];
        int magnitudes = 0;
        int biases = 0;
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            Match key = Key.Match(tensor.Name);
            string module = key.Groups["module"].Value;
            switch (key.Groups["part"].Value, key.Groups["field"].Value)
            {
                case ("A", ".weight"):
                    pairs.AddA(module, tensor);
                    break;
                case ("B", ".weight"):
                    pairs.AddB(module, tensor);
                    break;
                case ("embedding_A", ""):
                    pairs.AddA(module, tensor);
                    embeddings.Add(module);
                    break;
                case ("embedding_B", ""):
                    pairs.AddB(module, tensor);
                    break;
                case ("magnitude_vector", "" or ".weight"):
                    magnitudes++;
                    break;
                case ("A" or "B", ".bias"):
                    biases++;
                    break;
                default:
                    others.Add(tensor.Name);
                    break;
            }
        }
        if (pairs.Count == 0)
        {
            return null;
        }

        PeftConfig? config = File.Exists(configPath) ? PeftConfig.Read(configPath) : null;
        List<string> notes = [];
        if (config is null)
        {
            notes.Add($"There is no {PeftConfig.FileName} beside it, so every scale is taken to be 1.");
        }

        AdapterLayer[] layers =
        [
            .. pairs.Complete().Select(pair => Layer(file, pair, embeddings.Contains(pair.Layer), config, notes)),
        ];
        if (config is not null)
        {
            string[] modules = [.. layers.Select(layer => layer.Name)];
            notes.AddRange(config.RankPattern.KeysWithoutMatch(modules).Select(key => Unmatched("rank_pattern", key)));
            notes.AddRange(
                config.AlphaPattern.KeysWithoutMatch(modules).Select(key => Unmatched("alpha_pattern", key))
            );
        }
        if (magnitudes > 0)
        {
            notes.Add($"DoRA magnitudes are present ({magnitudes}); the spectra are those of the low-rank part alone.");
        }
        if (biases > 0)
        {
            notes.Add($"Biases are present ({biases}); the spectra are those of the weights alone.");
        }
        if (others.Count > 0)
        {
            notes.Add($"Tensors that are not LoRA factors were left out: {AdapterReader.Listed(others)}.");
        }
        return new(file, AdapterDialect.Peft, layers, notes);
    }

    private static AdapterLayer Layer(
        SafetensorsFile file,
        (string Name, SafetensorsTensor A, SafetensorsTensor B) pair,
        bool embedding,
        PeftConfig? config,
        List<string> notes
    )
    {
        // PEFT reads an embedding's weight as inputs × outputs whatever fan_in_fan_out says.
        AdapterLayer layer = new(file.Path, pair.Name, pair.A, pair.B)
        {
            Transposed = embedding || config is { FanInFanOut: true },
        };
        if (config is null)
        {
            return layer;
        }

        int configured = config.RankOf(layer.Name);
        if (configured != layer.NominalRank)
        {
            notes.Add(
                $"Layer '{layer.Name}' has rank {layer.NominalRank}, but {PeftConfig.FileName} says {configured}; "
                    + "its scale is that of the factors' rank."
            );
        }
        layer.Scale = config.Rule.Scale(config.AlphaOf(layer.Name), layer.NominalRank);
        return layer;
    }

    private static string Unmatched(string field, string key) => $"The key '{key}' of {field} matches no layer.";

    [GeneratedRegex(
        @"^(base_model\.model\.)?(?<module>.+)\.lora_(?<part>A|B|embedding_A|embedding_B|magnitude_vector)"
            + @"(\.default)?(?<field>\.weight|\.bias)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Key { get; }
}
