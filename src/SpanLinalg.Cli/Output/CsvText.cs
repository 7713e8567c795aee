using System.Globalization;
using System.Text;

namespace SpanLinalg.Cli;

/// <summary>Composes CSV (RFC 4180, but with bare line feeds): a header line, then one record a line.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder text = new();

    public CsvText(params string[] columns) => Record(columns);

    /// <summary>Adds a record. Numbers are written so that reading gives the same number back.</summary>
    public void Record(params object?[] fields) => text.AppendJoin(',', fields.Select(Field)).Append('\n');

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static string Field(object? value)
    {
        string field = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
