namespace SpanLinalg.Lora;

/// <summary>The ways of naming the factors of a LoRA that are understood.</summary>
public enum AdapterDialect
{
    /// <summary>
    /// Hugging Face PEFT: <c>….lora_A.weight</c>, <c>….lora_B.weight</c> and an <c>adapter_config.json</c>.
    /// </summary>
    Peft,

    /// <summary>
    /// LoRA for Segment Anything: <c>w_a_000</c>, <c>w_b_000</c>, without configuration; the scale is 1.
    /// </summary>
    SegmentAnything,
}

/// <summary>A low-rank adapter: an open file and the layers found in it.</summary>
/// <remarks>
/// Made by <see cref="AdapterReader"/>. Disposing closes the file, after which its layers cannot be read.
/// </remarks>
public sealed class Adapter : IDisposable
{
    private readonly SafetensorsFile file;

    internal Adapter(
        SafetensorsFile file,
        AdapterDialect dialect,
        IReadOnlyList<AdapterLayer> layers,
        IReadOnlyList<string> notes
    )
    {
        this.file = file;
        Dialect = dialect;
        Layers = layers;
        Notes = notes;
    }

    /// <summary>The file with the factors.</summary>
    public string Path => file.Path;

    /// <summary>How the file names its factors.</summary>
    public AdapterDialect Dialect { get; }

    /// <summary>The adapted layers, in the order in which the file's header first names one of their factors.</summary>
    public IReadOnlyList<AdapterLayer> Layers { get; }

    /// <summary>
    /// What a user should know before trusting the figures: assumptions made, tensors left out. One sentence each.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
