using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>Options that take several values, as 2,4,8.</summary>
internal static class NumberList
{
    /// <summary>Ranks; their range is for the command to check.</summary>
    public static Option<int[]?> Ranks(string description) => WholeNumbers<int>("--ranks", description, "a rank");

    /// <summary>Numbers without a sign; their range is for the command to check.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the numbers do.</param>
    /// <param name="noun">What one of them stands for.</param>
    public static Option<T[]?> WholeNumbers<T>(string name, string description, string noun)
        where T : IBinaryInteger<T> =>
        Option<T>(
            name,
            description,
            "N,N,…",
            $"{noun}; write them as 2,4,8",
            (string text, out T number) =>
                T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number!)
        );

    /// <summary>Numbers of any kind; their range is for the command to check.</summary>
    public static Option<double[]?> Reals(string name, string description, string example) =>
        Option<double>(
            name,
            description,
            "X,X,…",
            $"a number; write them as {example}",
            (string text, out double value) =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        );

    /// <summary>Some of a few names.</summary>
    public static Option<T[]?> Names<T>(string name, string description, IReadOnlyDictionary<string, T> values) =>
        Option<T>(
            name,
            description,
            string.Join(',', values.Keys),
            $"one of {string.Join(", ", values.Keys)}",
            values.TryGetValue!
        );

    /// <summary>The values of such an option; null if it is not given, which the library takes for none.</summary>
    public static T[]? Given<T>(ParseResult line, Option<T[]?> option) =>
        line.GetResult(option) is null ? null : line.GetValue(option);

    private delegate bool Parser<T>(string text, out T value);

    private static Option<T[]?> Option<T>(
        string name,
        string description,
        string helpName,
        string expected,
        Parser<T> tryParse
    ) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => Parse(result, name, expected, tryParse),
        };

    private static T[]? Parse<T>(ArgumentResult result, string name, string expected, Parser<T> tryParse)
    {
        // PowerShell makes several arguments of 2,4,8, a space after a comma does so in any shell.
        List<T> values = [];
        foreach (string part in string.Join(' ', result.Tokens.Select(token => token.Value)).Split(','))
        {
            // An empty part stays one token, and is refused.
            foreach (string token in part.Trim().Split(' '))
            {
                if (!tryParse(token, out T value))
                {
                    result.AddError($"'{token}' in {name} is not {expected}.");
                    return null;
                }
                values.Add(value);
            }
        }
        return [.. values];
    }
}
