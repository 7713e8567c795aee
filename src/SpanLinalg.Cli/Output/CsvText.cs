using System.Globalization;
using System.Text;

namespace SpanLinalg.Cli;

/// <summary>Composes CSV (RFC 4180, but with bare line feeds): a header line, then one record a line.</summary>
internal static class CsvText
{
    /// <summary>A table. Numbers are written so that reading gives the same number back.</summary>
    public static string Compose<TRow>(IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows)
    {
        StringBuilder text = new();
        text.AppendJoin(',', columns.Select(column => Field(column.Name))).Append('\n');
        foreach (TRow row in rows)
        {
            text.AppendJoin(',', columns.Select(column => Field(column.Value(row)))).Append('\n');
        }
        return text.ToString();
    }

    private static string Field(object? value)
    {
        string field = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
