using System.CommandLine;

namespace SpanLinalg.Cli;

/// <summary>The option <c>--type</c>: what the elements of matrices are.</summary>
internal static class ElementType
{
    public const string Single = "f32";
    public const string Double = "f64";

    /// <summary>The option.</summary>
    /// <param name="description">What is of this type.</param>
    /// <param name="usual">What it is if it is not given.</param>
    public static Option<string> Option(string description, string usual)
    {
        Option<string> option = new("--type")
        {
            Description = description,
            HelpName = $"{Single}|{Double}",
            DefaultValueFactory = _ => usual,
        };
        option.AcceptOnlyFromAmong(Single, Double);
        return option;
    }
}
