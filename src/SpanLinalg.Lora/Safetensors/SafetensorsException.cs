namespace SpanLinalg.Lora;

/// <summary>A file breaks a rule of the safetensors format, or holds something that cannot be done with it.</summary>
/// <remarks>The message is one sentence that names the file, the tensor if it is about one, and the rule.</remarks>
public sealed class SafetensorsException : FormatException
{
    /// <summary>A violation in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor; null if the rule is about the file as a whole.</param>
    /// <param name="rule">What is wrong, to be read after the names: "has the unknown dtype X".</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public SafetensorsException(string path, string? tensor, string rule, Exception? inner = null)
        : base(tensor is null ? $"{path}: the file {rule}." : $"{path}: tensor '{tensor}' {rule}.", inner)
    {
        FilePath = path;
        Tensor = tensor;
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The tensor; null if the rule is about the file as a whole.</summary>
    public string? Tensor { get; }
}
