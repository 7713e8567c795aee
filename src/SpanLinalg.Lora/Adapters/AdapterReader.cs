using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>Finds adapters and reads them, recognising their dialect by the names of the tensors.</summary>
public static partial class AdapterReader
{
    private const string PeftWeights = "adapter_model.safetensors";
    private const int NamesListed = 3;

    /// <summary>The adapter files that a path stands for.</summary>
    /// <param name="path">
    /// A safetensors file; a PEFT folder; or a folder of either, whose direct subfolders are looked into as well.
    /// </param>
    /// <returns>Files, in natural order of their names; at least one.</returns>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="AdapterException">The folder holds no adapter.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return [path];
        }
        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file or folder.", path);
        }
        if (File.Exists(Path.Combine(path, PeftConfig.FileName)))
        {
            string weights = Path.Combine(path, PeftWeights);
            return File.Exists(weights)
                ? [weights]
                : throw new AdapterException(path, $"the folder has an {PeftConfig.FileName} but no {PeftWeights}");
        }

        List<string> files = [.. SafetensorsIn(path)];
        foreach (string folder in InNaturalOrder(Directory.EnumerateDirectories(path)))
        {
            files.AddRange(
                File.Exists(Path.Combine(folder, PeftConfig.FileName)) ? Find(folder) : SafetensorsIn(folder)
            );
        }
        return files.Count > 0 ? files : throw new AdapterException(path, "the folder holds no .safetensors file");
    }

    /// <summary>Opens an adapter.</summary>
    /// <param name="path">
    /// A safetensors file or a PEFT folder. The <c>adapter_config.json</c> beside the file, if there is one, gives
    /// PEFT's scales.
    /// </param>
    /// <exception cref="SafetensorsException">The file is not sound safetensors.</exception>
    /// <exception cref="AdapterException">It is in no dialect that is understood, or its parts do not fit.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Adapter Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string weights = Directory.Exists(path) ? Path.Combine(path, PeftWeights) : path;
        string folder = Path.GetDirectoryName(weights) ?? "";
        SafetensorsFile file = SafetensorsFile.Open(weights);
        try
        {
            return PeftDialect.TryRead(file, Path.Combine(folder, PeftConfig.FileName))
                ?? SegmentAnythingDialect.TryRead(file)
                ?? throw Unknown(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Some names for a sentence: the first few, and how many more there are.</summary>
    internal static string Listed(IReadOnlyCollection<string> names)
    {
        string listed = string.Join(", ", names.Take(NamesListed).Select(name => $"'{name}'"));
        return names.Count > NamesListed ? $"{listed} and {names.Count - NamesListed} more" : listed;
    }

    private static AdapterException Unknown(SafetensorsFile file)
    {
        string found = file.Tensors.Count == 0 ? "no tensors" : Listed([.. file.Tensors.Select(tensor => tensor.Name)]);
        return new(
            file.Path,
            $"no LoRA is recognised in the file, which holds {found}; understood are PEFT's lora_A/lora_B and Segment "
                + "Anything's w_a_000/w_b_000"
        );
    }

    private static IEnumerable<string> SafetensorsIn(string folder) =>
        InNaturalOrder(Directory.EnumerateFiles(folder, "*.safetensors"));

    /// <summary>Orders names so that "rank2" comes before "rank16": numbers are compared at equal width.</summary>
    private static IEnumerable<string> InNaturalOrder(IEnumerable<string> names) =>
        names.OrderBy(name => Digits.Replace(name, number => number.Value.PadLeft(20, '0')), StringComparer.Ordinal);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits { get; }
}
