using System.Text.Json;
using System.Text.Unicode;

namespace SpanLinalg.Lora;

/// <summary>One tensor as the header describes it.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions; none for a scalar.</param>
/// <param name="Begin">The first byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
internal sealed record TensorEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file, read and checked in one pass.</summary>
/// <remarks>
/// <see cref="Utf8JsonReader"/> rather than a document: the rules forbid duplicate keys, which a document would merge,
/// and tell integers from numbers that merely have an integer's value.
/// </remarks>
internal sealed class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";

    private readonly string path;
    private readonly Dictionary<string, string> metadata = [];
    private readonly List<TensorEntry> tensors = [];

    private SafetensorsHeader(string path) => this.path = path;

    /// <summary>The free text under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The tensors in the header's order.</summary>
    public IReadOnlyList<TensorEntry> Tensors => tensors;

    /// <summary>
    /// Reads a header and checks every rule that needs nothing but the header and the length of the data.
    /// </summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes in the file after the header.</param>
    /// <exception cref="SafetensorsException">A rule is broken.</exception>
    public static SafetensorsHeader Read(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        SafetensorsHeader header = new(path);
        if (!Utf8.IsValid(json))
        {
            throw header.Violation(null, "has a header that is not UTF-8");
        }

        try
        {
            header.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new SafetensorsException(path, null, "has a header that is not valid JSON", exception);
        }
        header.CheckLayout(dataLength);
        return header;
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        // The format wants the brace to be the first byte; only padding after the object may be white space.
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Violation(null, "has a header that is not a JSON object");
        }

        Utf8JsonReader reader = new(json);
        reader.Read();
        HashSet<string> names = [];
        while (NextKey(ref reader, names, null) is { } name)
        {
            if (name == MetadataKey)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                tensors.Add(ReadTensor(ref reader, name));
            }
        }
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        const string Rule = "has a __metadata__ that is not an object of strings";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Violation(null, Rule);
        }

        HashSet<string> names = [];
        while (NextKey(ref reader, names, MetadataKey) is { } name)
        {
            metadata.Add(
                name,
                reader.TokenType == JsonTokenType.String ? Text(ref reader) : throw Violation(null, Rule)
            );
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader reader, string tensor)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Violation(tensor, "is not described by an object");
        }

        string? typeName = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        HashSet<string> fields = [];
        while (NextKey(ref reader, fields, tensor) is { } field)
        {
            switch (field)
            {
                case "dtype":
                    typeName =
                        reader.TokenType == JsonTokenType.String
                            ? Text(ref reader)
                            : throw Violation(tensor, "has a dtype that is not a string");
                    break;
                case "shape":
                    shape = ReadIntegers(ref reader, tensor, "shape");
                    break;
                case "data_offsets":
                    offsets = ReadIntegers(ref reader, tensor, "data_offsets");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (typeName is null || shape is null || offsets is null)
        {
            string missing =
                typeName is null ? "dtype"
                : shape is null ? "shape"
                : "data_offsets";
            throw Violation(tensor, $"has no {missing}");
        }
        if (!SafetensorsTypeExtensions.TryParse(typeName, out SafetensorsType type))
        {
            throw Violation(tensor, $"has the unknown dtype '{typeName}'");
        }
        if (offsets.Count != 2)
        {
            throw Violation(tensor, $"has {offsets.Count} data_offsets instead of 2");
        }
        return Checked(new(tensor, type, shape, offsets[0], offsets[1]));
    }

    private TensorEntry Checked(TensorEntry entry)
    {
        if (entry.End < entry.Begin)
        {
            throw Violation(entry.Name, $"ends at byte {entry.End}, before it begins at {entry.Begin}");
        }

        long size = entry.Type.Size();
        string shape = $"[{string.Join(", ", entry.Shape)}]";
        try
        {
            size = entry.Shape.Aggregate(size, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException exception)
        {
            throw new SafetensorsException(path, entry.Name, $"has the shape {shape}, whose size overflows", exception);
        }
        if (entry.End - entry.Begin != size)
        {
            throw Violation(
                entry.Name,
                $"has {entry.End - entry.Begin} bytes, but {shape} of {entry.Type.FormatName()} needs {size}"
            );
        }
        return entry;
    }

    /// <summary>The tensors must tile the data: from its first byte to its last, without gap or overlap.</summary>
    private void CheckLayout(long dataLength)
    {
        long position = 0;
        foreach (TensorEntry entry in tensors.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin > position)
            {
                throw Violation(entry.Name, $"begins at byte {entry.Begin} and leaves a gap after byte {position}");
            }
            if (entry.Begin < position)
            {
                throw Violation(
                    entry.Name,
                    $"begins at byte {entry.Begin} and overlaps the one that ends at {position}"
                );
            }
            position = entry.End;
        }

        if (position != dataLength)
        {
            string trouble = position > dataLength ? "is truncated" : "is padded";
            throw Violation(null, $"{trouble}: its tensors take {position} bytes, but {dataLength} follow the header");
        }
    }

    /// <summary>Moves to the value of the next member and returns its key; null at the end of the object.</summary>
    private string? NextKey(ref Utf8JsonReader reader, HashSet<string> seen, string? within)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string key = Text(ref reader);
        if (!seen.Add(key))
        {
            throw Violation(
                null,
                $"has the key '{key}' twice in its header" + (within is null ? "" : $", under '{within}'")
            );
        }
        reader.Read();
        return key;
    }

    private List<long> ReadIntegers(ref Utf8JsonReader reader, string tensor, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Violation(tensor, $"has a {field} that is not an array");
        }

        List<long> integers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (
                reader.TokenType != JsonTokenType.Number
                || !reader.TryGetUInt64(out ulong integer)
                || integer > long.MaxValue
            )
            {
                throw Violation(tensor, $"has a {field} with something else than integers from zero to 2⁶³ − 1");
            }
            integers.Add((long)integer);
        }
        return integers;
    }

    // Valid UTF-8 can still spell half a surrogate pair with an escape.
    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new SafetensorsException(path, null, "has a header with a string that is not Unicode", exception);
        }
    }

    private SafetensorsException Violation(string? tensor, string rule) => new(path, tensor, rule);
}
