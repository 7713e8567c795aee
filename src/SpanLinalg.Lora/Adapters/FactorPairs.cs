namespace SpanLinalg.Lora;

/// <summary>Brings together the A and the B of each layer, whatever the order in which a file names them.</summary>
internal sealed class FactorPairs(string path)
{
    private readonly OrderedDictionary<string, (SafetensorsTensor? A, SafetensorsTensor? B)> pairs = [];

    public int Count => pairs.Count;

    public void AddA(string layer, SafetensorsTensor tensor)
    {
        (SafetensorsTensor? a, SafetensorsTensor? b) = pairs.GetValueOrDefault(layer);
        pairs[layer] = a is null ? (tensor, b) : throw Twice(layer, a, tensor);
    }

    public void AddB(string layer, SafetensorsTensor tensor)
    {
        (SafetensorsTensor? a, SafetensorsTensor? b) = pairs.GetValueOrDefault(layer);
        pairs[layer] = b is null ? (a, tensor) : throw Twice(layer, b, tensor);
    }

    /// <summary>The layers in the order of their first factor.</summary>
    /// <exception cref="AdapterException">A factor has no partner.</exception>
    public IEnumerable<(string Layer, SafetensorsTensor A, SafetensorsTensor B)> Complete()
    {
        foreach ((string layer, (SafetensorsTensor? a, SafetensorsTensor? b)) in pairs)
        {
            if (a is null || b is null)
            {
                string present = (a ?? b)!.Name;
                throw new AdapterException(
                    path,
                    $"layer '{layer}' has '{present}' but no {(a is null ? "A" : "B")} factor"
                );
            }
            yield return (layer, a, b);
        }
    }

    private AdapterException Twice(string layer, SafetensorsTensor first, SafetensorsTensor second) =>
        new(path, $"layer '{layer}' has a factor twice, as '{first.Name}' and as '{second.Name}'");
}
