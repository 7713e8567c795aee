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

    /// <summary>An array of an object for each row.</summary>
    public static string Compose<TRow>(IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows) =>
        ComposeValue(writer =>
        {
            writer.WriteStartArray();
            foreach (TRow row in rows)
            {
                writer.WriteStartObject();
                writer.WriteMembers(columns, row);
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

    public static void WriteObjects<TRow>(
        this Utf8JsonWriter writer,
        string key,
        IEnumerable<TRow> rows,
        IReadOnlyList<Column<TRow>> columns
    ) => writer.WriteObjects(key, rows, row => writer.WriteMembers(columns, row));

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

    /// <summary>The members that a row has as columns.</summary>
    public static void WriteMembers<TRow>(this Utf8JsonWriter writer, IReadOnlyList<Column<TRow>> columns, TRow row)
    {
        foreach (Column<TRow> column in columns)
        {
            WriteMember(writer, column.Name, column.Value(row));
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string key, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(key);
                break;
            case string text:
                writer.WriteString(key, text);
                break;
            case int number:
                writer.WriteNumber(key, number);
                break;
            case long number:
                writer.WriteNumber(key, number);
                break;
            case double number:
                writer.WriteFinite(key, number);
                break;
            default:
                throw new ArgumentException($"A column has no values of type {value.GetType()}.", nameof(value));
        }
    }
}
