namespace SpanLinalg.Lora;

/// <summary>A file is sound safetensors or JSON, but not an adapter that can be read.</summary>
/// <remarks>The message is one sentence that names the file and what is wrong.</remarks>
public sealed class AdapterException : FormatException
{
    /// <summary>A problem with a file.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What is wrong, without the final full stop.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public AdapterException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}.", inner) => FilePath = path;

    /// <summary>The file or folder.</summary>
    public string FilePath { get; }
}
