using System.Text.Json;

namespace SpanLinalg.Lora;

/// <summary>The weights of a model: one safetensors file, or several with or without an index.</summary>
/// <remarks>Disposing closes the files, after which its tensors cannot be read.</remarks>
public sealed class Checkpoint : IDisposable
{
    private const string IndexPattern = "*.safetensors.index.json";

    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, SafetensorsTensor> byName = [];
    private readonly List<SafetensorsTensor> tensors = [];

    private Checkpoint(string path) => Path = path;

    /// <summary>The path it was opened with.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of the files.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => tensors;

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">
    /// A safetensors file; a <c>….safetensors.index.json</c>; or a folder, whose index names its files, or all of whose
    /// safetensors files are taken.
    /// </param>
    /// <exception cref="FileNotFoundException">
    /// There is no such file or folder, or one that the index names is not there.
    /// </exception>
    /// <exception cref="CheckpointException">The index is malformed, or a tensor is in two files.</exception>
    /// <exception cref="SafetensorsException">A file is not sound safetensors.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Checkpoint checkpoint = new(path);
        try
        {
            foreach (string file in FilesOf(path))
            {
                checkpoint.Add(file);
            }
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, or null.</summary>
    /// <param name="name">The key in a file's header.</param>
    public SafetensorsTensor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A tensor in double, as first dimension × all others. Allocates the matrix.</summary>
    /// <param name="tensor">One of this checkpoint's.</param>
    /// <exception cref="CheckpointException">
    /// It has fewer than two dimensions, no elements, too many, or one that is NaN or infinite.
    /// </exception>
    /// <exception cref="SafetensorsException">Its type is no floating point that can be converted.</exception>
    public Matrix<double> ReadMatrix(SafetensorsTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Count < 2 || tensor.Length is 0 or > int.MaxValue)
        {
            throw new CheckpointException(
                Path,
                $"tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Shape)}] is no matrix of 1 to "
                    + $"{int.MaxValue} entries"
            );
        }
        Matrix<double> matrix = new((int)tensor.Shape[0], (int)(tensor.Length / tensor.Shape[0]));
        tensor.CopyTo(matrix.Elements);
        return tensor.NotFinite(matrix.Elements) is { } problem ? throw new CheckpointException(Path, problem) : matrix;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in files)
        {
            file.Dispose();
        }
    }

    private void Add(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        files.Add(file);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new CheckpointException(path, $"tensor '{tensor.Name}' is in another file of the checkpoint too");
            }
            tensors.Add(tensor);
        }
    }

    private static string[] FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase) ? FilesOfIndex(path) : [path];
        }
        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file or folder.", path);
        }
        string[] indices = Directory.GetFiles(path, IndexPattern);
        if (indices.Length == 1)
        {
            return FilesOfIndex(indices[0]);
        }
        string[] all = [.. Directory.GetFiles(path, "*.safetensors").Order(StringComparer.Ordinal)];
        return all.Length > 0 ? all : throw new CheckpointException(path, "the folder holds no .safetensors file");
    }

    /// <summary>The files of <c>{"weight_map": {tensor: file}}</c>, which lie beside the index.</summary>
    private static string[] FilesOfIndex(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path) ?? "";
        SortedSet<string> names = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                names.Add(entry.Value.GetString() ?? "");
            }
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException(path, "the index has no weight_map of tensors to files", exception);
        }
        foreach (string name in names)
        {
            // Whoever wrote the index does not choose what else of this machine is read.
            if (name is "" or "." or ".." || name.AsSpan().IndexOfAny("/\\:") >= 0)
            {
                throw new CheckpointException(path, $"the index names the file '{name}', which is not beside it");
            }
            if (!File.Exists(System.IO.Path.Combine(folder, name)))
            {
                throw new CheckpointException(path, $"the index names the file '{name}', which is not there");
            }
        }
        return [.. names.Select(name => System.IO.Path.Combine(folder, name))];
    }
}

/// <summary>A checkpoint cannot be used as it is asked to be.</summary>
/// <remarks>The message is one sentence that names the file or folder and what is wrong.</remarks>
public sealed class CheckpointException : FormatException
{
    /// <summary>A problem with a checkpoint.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What is wrong, without the final full stop.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public CheckpointException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}.", inner) => FilePath = path;

    /// <summary>The file or folder.</summary>
    public string FilePath { get; }
}
