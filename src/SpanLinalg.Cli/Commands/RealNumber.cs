using System.CommandLine;
using System.Globalization;

namespace SpanLinalg.Cli;

/// <summary>Options that take a number.</summary>
internal static class RealNumber
{
    /// <summary>The option <c>--alpha</c> of the scaling rules.</summary>
    /// <param name="usual">What it is if it is not given.</param>
    public static Option<double> Alpha(double usual) =>
        Option("--alpha", "α of the scaling rules α/r and α/√r.", usual);

    /// <summary>An option with any number; its range is for the command to check.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="usual">What it is if it is not given.</param>
    public static Option<double> Option(string name, string description, double usual) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                {
                    result.AddError($"'{text}' in {name} is not a number.");
                }
                return value;
            },
        };
}
