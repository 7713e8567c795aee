using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpanLinalg.Cli;

/// <summary>Composes JSON: indented, numbers with as many digits as it takes to read the same number back.</summary>
internal static class JsonText
{
    /// <summary>An object.</summary>
    public static string Compose(Action<Utf8JsonWriter> writeMembers) =>
        ComposeValue(writer =>
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        });

    /// <summary>An array of objects.</summary>
    public static string ComposeArray<T>(IEnumerable<T> values, Action<Utf8JsonWriter, T> writeMembers) =>
        ComposeValue(writer =>
        {
            writer.WriteStartArray();
            foreach (T value in values)
            {
                writer.WriteStartObject();
                writeMembers(writer, value);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });

    private static string ComposeValue(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        JsonWriterOptions options = new()
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(buffer, options))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>A number, or null for one that JSON cannot hold.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, string key, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(key, value);
        }
        else
        {
            writer.WriteNull(key);
        }
    }

    public static void WriteArray(this Utf8JsonWriter writer, string key, IEnumerable<double> values)
    {
        writer.WriteStartArray(key);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }
        writer.WriteEndArray();
    }

    public static void WriteArray(this Utf8JsonWriter writer, string key, IEnumerable<string> values)
    {
        writer.WriteStartArray(key);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }
        writer.WriteEndArray();
    }

    public static void WriteObjects<T>(
        this Utf8JsonWriter writer,
        string key,
        IEnumerable<T> values,
        Action<T> writeMembers
    )
    {
        writer.WriteStartArray(key);
        foreach (T value in values)
        {
            writer.WriteStartObject();
            writeMembers(value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
