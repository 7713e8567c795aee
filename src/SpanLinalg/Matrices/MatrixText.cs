using System.Globalization;
using System.Text;

namespace SpanLinalg;

/// <summary>Matrices as text, for people.</summary>
internal static class MatrixText
{
    /// <summary>Rows or columns that are shown before the middle ones are left out.</summary>
    private const int Shown = 12;

    /// <summary>Elements that fit a line of the debugger.</summary>
    private const int ShownInOneLine = 24;

    private const string NumberFormat = "G6";

    /// <summary>A line for each row, the decimal points below one another.</summary>
    public static string Lines<T>(ReadOnlyMatrixView<T> matrix)
        where T : unmanaged
    {
        if (matrix.IsEmpty)
        {
            return Size(matrix);
        }

        int?[] rows = Selected(matrix.Rows);
        int?[] columns = Selected(matrix.Columns);
        StringBuilder[] lines = [.. rows.Select(_ => new StringBuilder())];
        foreach (int? column in columns)
        {
            string[] cells = new string[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                cells[i] =
                    column is not { } j ? "…"
                    : rows[i] is not { } row ? "⋮"
                    : Number(matrix[row, j]);
            }
            Append(lines, cells);
        }

        string text = string.Join('\n', lines.Select(line => line.ToString().TrimEnd()));
        bool isComplete = rows.Length == matrix.Rows && columns.Length == matrix.Columns;
        return isComplete ? text : $"{text}\n({Size(matrix)})";
    }

    /// <summary>The size, and the first elements row by row.</summary>
    public static string OneLine<T>(ReadOnlyMatrixView<T> matrix)
        where T : unmanaged
    {
        StringBuilder text = new(Size(matrix));
        text.Append(" [");
        int left = ShownInOneLine;
        for (int i = 0; i < matrix.Rows && left > 0; i++)
        {
            text.Append(i == 0 ? "" : "; ");
            for (int j = 0; j < matrix.Columns && left > 0; j++, left--)
            {
                text.Append(j == 0 ? "" : " ").Append(Number(matrix[i, j]));
            }
        }
        text.Append((long)matrix.Rows * matrix.Columns > ShownInOneLine ? " …]" : "]");
        return text.ToString();
    }

    private static string Size<T>(ReadOnlyMatrixView<T> matrix)
        where T : unmanaged => $"{matrix.Rows}×{matrix.Columns}";

    private static string Number<T>(T value)
        where T : unmanaged =>
        value is IFormattable number
            ? number.ToString(NumberFormat, CultureInfo.InvariantCulture)
            : value.ToString() ?? "";

    /// <summary>The indices that are shown; null stands for those that are not.</summary>
    private static int?[] Selected(int count) =>
        count <= Shown
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, Shown / 2), null, .. Enumerable.Range(count - (Shown / 2), Shown / 2)];

    /// <summary>Adds a column.</summary>
    private static void Append(StringBuilder[] lines, string[] cells)
    {
        int before = cells.Max(PointOf);
        int after = cells.Max(cell => cell.Length - PointOf(cell));
        for (int i = 0; i < lines.Length; i++)
        {
            int point = PointOf(cells[i]);
            lines[i]
                .Append(lines[i].Length == 0 ? "" : "  ")
                .Append(' ', before - point)
                .Append(cells[i])
                .Append(' ', after - (cells[i].Length - point));
        }
    }

    /// <summary>Where the decimal point is, or would be.</summary>
    private static int PointOf(string number)
    {
        int point = number.IndexOfAny(['.', 'E']);
        return point < 0 ? number.Length : point;
    }
}
