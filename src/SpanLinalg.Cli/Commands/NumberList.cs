using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>Options that take several whole numbers.</summary>
internal static class NumberList
{
    /// <summary>The numbers of all tokens, which a comma, a space or both may separate; null after an error.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="noun">What a number stands for.</param>
    public static T[]? Parse<T>(ArgumentResult result, string name, string noun)
        where T : IBinaryInteger<T>
    {
        // PowerShell makes several arguments of 2,4,8, a space after a comma does so in any shell.
        List<T> numbers = [];
        foreach (string part in string.Join(' ', result.Tokens.Select(token => token.Value)).Split(','))
        {
            // An empty part stays one token, and is refused.
            foreach (string token in part.Trim().Split(' '))
            {
                if (!T.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out T? number))
                {
                    result.AddError($"'{token}' in {name} is not {noun}; write them as 2,4,8.");
                    return null;
                }
                numbers.Add(number);
            }
        }
        return [.. numbers];
    }
}
