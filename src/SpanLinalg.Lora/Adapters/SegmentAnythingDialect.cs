using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>
/// Adapters of the Segment Anything image encoder: numbered pairs <c>w_a_000</c> (r × in), <c>w_b_000</c> (out × r).
/// </summary>
internal static partial class SegmentAnythingDialect
{
    /// <summary>Reads the layers of a file, or returns null if it holds no factor named in this way.</summary>
    /// <param name="file">The open file.</param>
    /// <exception cref="AdapterException">The factors do not make layers.</exception>
    public static Adapter? TryRead(SafetensorsFile file)
    {
        FactorPairs pairs = new(file.Path);
        List<string> others = [];
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            Match key = Key.Match(tensor.Name);
            string layer = $"w_{key.Groups["number"].Value}";
            switch (key.Groups["factor"].Value)
            {
                case "a":
                    pairs.AddA(layer, tensor);
                    break;
                case "b":
                    pairs.AddB(layer, tensor);
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

        // The files carry more than the factors as a rule: the fine-tuned prompt encoder and mask decoder.
        string[] notes =
            others.Count == 0
                ? []
                : [$"Tensors that are not LoRA factors were left out: {AdapterReader.Listed(others)}."];
        AdapterLayer[] layers =
        [
            .. pairs.Complete().Select(pair => new AdapterLayer(file.Path, pair.Layer, pair.A, pair.B)),
        ];
        return new(file, AdapterDialect.SegmentAnything, layers, notes);
    }

    [GeneratedRegex(@"^w_(?<factor>a|b)_(?<number>[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Key { get; }
}
