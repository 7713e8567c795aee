using System.Text;

namespace SpanLinalg.Latency;

/// <summary>A table in Markdown: the first column to the left, the others to the right.</summary>
internal sealed class Table(params string[] head)
{
    private readonly List<string[]> rows = [head];

    public void Add(params string[] cells) => rows.Add(cells);

    public void AppendTo(StringBuilder text)
    {
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(i => rows.Max(row => row[i].Length))];
        AppendRow(text, rows[0], widths);
        text.AppendLine($"| {string.Join(" | ", widths.Select((width, i) => Rule(width, isLeft: i == 0)))} |");
        foreach (string[] row in rows.Skip(1))
        {
            AppendRow(text, row, widths);
        }
    }

    private static string Rule(int width, bool isLeft) => isLeft ? new('-', width) : new string('-', width - 1) + ":";

    private static void AppendRow(StringBuilder text, string[] row, int[] widths)
    {
        IEnumerable<string> cells = row.Select(
            (cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])
        );
        text.AppendLine($"| {string.Join(" | ", cells)} |");
    }
}
