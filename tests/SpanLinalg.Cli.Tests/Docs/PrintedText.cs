using System.Globalization;
using System.Text.RegularExpressions;

namespace SpanLinalg.Cli.Tests;

/// <summary>Compares what a document prints with what a command prints.</summary>
/// <remarks>
/// Text has to be the same. So has a whole number; one with decimals may differ by one in the last of them, which the
/// vector width decides where rounding is a near thing. A line that begins with … stands for any lines, one at least.
/// </remarks>
internal static partial class PrintedText
{
    private const char LeftOut = '…';

    /// <summary>
    /// The first thing in which a document's lines are not those of the output; null if there is none.
    /// </summary>
    public static string? Mismatch(string[] documented, string[] printed)
    {
        int next = 0;
        bool skipping = false;
        foreach (string line in documented)
        {
            if (line.TrimStart().StartsWith(LeftOut))
            {
                (skipping, next) = (true, next + 1);
                continue;
            }
            int found = next;
            while (skipping && found < printed.Length && !IsSame(line, printed[found]))
            {
                found++;
            }
            if (found >= printed.Length || !IsSame(line, printed[found]))
            {
                return $"'{line}' is not printed"
                    + (
                        skipping || next >= printed.Length
                            ? " after the lines before it."
                            : $"; there is '{printed[next]}'."
                    );
            }
            (skipping, next) = (false, found + 1);
        }
        return skipping ? (next <= printed.Length ? null : "There are no lines to leave out at the end.")
            : next == printed.Length ? null
            : $"'{printed[next]}' is printed too.";
    }

    /// <summary>The numbers in prose that no number of the output agrees with.</summary>
    /// <remarks>Not looked at: code, links, and digits that belong to a name, as in NF4.</remarks>
    public static string[] Unfounded(string prose, string printed)
    {
        string[] known = [.. Numbers(printed).Distinct()];
        return [.. Numbers(Prose(prose)).Where(number => !known.Any(other => Agree(number, other)))];
    }

    /// <summary>The numbers of a text, as they are written.</summary>
    public static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value);

    /// <summary>Text without code and links.</summary>
    public static string Prose(string markdown) => CodeOrLink().Replace(markdown, "");

    private static bool IsSame(string documented, string printed)
    {
        if (Shape(documented) != Shape(printed))
        {
            return false;
        }
        return Numbers(documented).Zip(Numbers(printed)).All(pair => Agree(pair.First, pair.Second));
    }

    /// <summary>
    /// The line without its numbers, and without the widths of columns, which depend on theirs and on where a path
    /// begins.
    /// </summary>
    private static string Shape(string line) => Padding().Replace(Number().Replace(line.TrimEnd(), "#"), " ");

    private static bool Agree(string a, string b)
    {
        int decimals = Decimals(a);
        if (decimals != Decimals(b))
        {
            return false;
        }
        return decimals == 0 ? a == b : Math.Abs(Units(a, decimals) - Units(b, decimals)) <= 1;
    }

    private static int Decimals(string number) =>
        number.Length - 1 - (number.IndexOf('.') is >= 0 and int point ? point : number.Length - 1);

    /// <summary>The number in units of its last digit.</summary>
    private static decimal Units(string number, int decimals)
    {
        decimal units = decimal.Parse(number.Replace('−', '-'), CultureInfo.InvariantCulture);
        for (int i = 0; i < decimals; i++)
        {
            units *= 10;
        }
        return units;
    }

    [GeneratedRegex(@"(?<![\w.])[−-]?[0-9]+(?:\.[0-9]+)?(?![\w])")]
    private static partial Regex Number();

    [GeneratedRegex(@"`[^`]*`|\[[^\]]*\]\([^)]*\)")]
    private static partial Regex CodeOrLink();

    [GeneratedRegex(@"\s+|─+")]
    private static partial Regex Padding();
}
