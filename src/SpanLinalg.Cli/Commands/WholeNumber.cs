using System.CommandLine;
using System.Globalization;

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
            CustomParser = result =>
            {
                if (!TryParse(result.Tokens[0].Value, 1, out int value))
                {
                    result.AddError(Refusal(name, result.Tokens[0].Value, 1));
                }
                return value;
            },
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
            {
                if (!TryParse(result.Tokens[0].Value, least, out int value))
                {
                    result.AddError(Refusal(name, result.Tokens[0].Value, least));
                }
                return value;
            },
        };

    private static bool TryParse(string text, int least, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least;

    private static string Refusal(string name, string text, int least) =>
        $"'{text}' in {name} is not a whole number from {least} to {int.MaxValue}.";
}
