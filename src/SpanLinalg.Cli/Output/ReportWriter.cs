using System.Globalization;
using System.Text;
using Spectre.Console;

namespace SpanLinalg.Cli;

/// <summary>Composes a report of tables and sentences as plain text, without control codes.</summary>
/// <param name="width">Columns that a table may take.</param>
internal sealed class ReportWriter(int width)
{
    private const int TextWidth = 110;

    private readonly StringBuilder text = new();

    /// <summary>Writes one line; empty by default.</summary>
    public void Line(string line = "") => text.Append(Printable(line)).Append('\n');

    /// <summary>Writes a text broken into lines of a comfortable length.</summary>
    /// <param name="paragraph">The text.</param>
    /// <param name="indent">Put before the first line; the others are indented as far.</param>
    public void Paragraph(string paragraph, string indent = "")
    {
        string line = indent;
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length + word.Length > TextWidth && line.Length > indent.Length)
            {
                Line(line.TrimEnd());
                line = new string(' ', indent.Length);
            }
            line += word + " ";
        }
        Line(line.TrimEnd());
    }

    /// <summary>Writes a table under a title.</summary>
    /// <param name="title">The line above it.</param>
    /// <param name="columns">The columns' names; the first is set left, the others, as a rule numbers, right.</param>
    /// <param name="rows">The cells.</param>
    public void Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        Table table = new() { Border = TableBorder.Rounded };
        for (int i = 0; i < columns.Length; i++)
        {
            TableColumn column = new(Markup.Escape(columns[i]));
            table.AddColumn(i == 0 ? column.LeftAligned() : column.RightAligned());
        }
        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(Printable(cell)))]);
        }

        using StringWriter rendered = new(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(rendered),
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);

        Line(title);
        foreach (string line in rendered.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            text.Append(line.TrimEnd()).Append('\n');
        }
        Line();
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>A number with a given number of decimals.</summary>
    public static string Number(double value, int decimals) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A number with four significant digits, however large or small.</summary>
    public static string Significant(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A whole number in decimal digits.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Names come from files, and a terminal obeys control characters.
    private static string Printable(string value) =>
        value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? '\ufffd' : c)) : value;
}
