using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>Options that take a whole number.</summary>
/// <remarks>Parsed here: the library's own parser throws when a validator asks for a value that is no number.</remarks>
internal static class WholeNumber
{
    /// <summary>An option with a number from 1 up.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="usual">What it is if it is not given.</param>
    public static Option<int> Option(string name, string description, int usual) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            CustomParser = result => Parse<int>(result, name, $"from 1 to {int.MaxValue}", value => value >= 1),
        };

    /// <summary>An option with a number from some other one up, and none if it is not given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="least">The smallest number.</param>
    public static Option<int?> Optional(string name, string description, int least = 1) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
                Parse<int>(result, name, $"from {least} to {int.MaxValue}", value => value >= least),
        };

    /// <summary>An option with any number of a type; its range is for the command to check.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="range">What it may be, for the one who gives no number.</param>
    /// <param name="usual">What it is if it is not given.</param>
    public static Option<T> Any<T>(string name, string description, string range, T usual)
        where T : struct, IBinaryInteger<T> =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            CustomParser = result => Parse<T>(result, name, range, _ => true),
        };

    /// <summary>An option with any number of a type, and none if it is not given.</summary>
    /// <inheritdoc cref="Any{T}(string, string, string, T)"/>
    public static Option<T?> Any<T>(string name, string description, string range)
        where T : struct, IBinaryInteger<T> =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => Parse<T>(result, name, range, _ => true),
        };

    private static T Parse<T>(ArgumentResult result, string name, string range, Func<T, bool> isWithin)
        where T : struct, IBinaryInteger<T>
    {
        string text = result.Tokens[0].Value;
        if (
            !T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)
            || !isWithin(value)
        )
        {
            result.AddError($"'{text}' in {name} is not a whole number {range}.");
        }
        return value;
    }
}
