using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>PEFT's <c>rank_pattern</c> or <c>alpha_pattern</c>: values for the modules whose names match.</summary>
/// <remarks>
/// The first key in the file's order wins for which <c>^(.*\.)?(key)$</c> matches the module's name. The keys are
/// regular expressions from a file, so a match that takes longer than a second is given up.
/// </remarks>
internal sealed class ModulePatterns
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly List<(string Key, Regex Regex, double Value)> patterns = [];

    /// <param name="path">The configuration file, for messages.</param>
    /// <param name="field">The name of the dictionary in it.</param>
    /// <param name="values">Keys and values, in the file's order.</param>
    /// <exception cref="AdapterException">A key is not a regular expression.</exception>
    public ModulePatterns(string path, string field, IEnumerable<KeyValuePair<string, double>> values)
    {
        this.path = path;
        foreach ((string key, double value) in values)
        {
            try
            {
                patterns.Add((key, new Regex($"^(.*\\.)?({key})$", RegexOptions.CultureInvariant, Timeout), value));
            }
            catch (ArgumentException exception)
            {
                throw new AdapterException(path, $"the key '{key}' of {field} is not a regular expression", exception);
            }
        }
    }

    /// <summary>The value for a module, or the given default.</summary>
    public double ValueFor(string module, double otherwise)
    {
        foreach ((string key, Regex regex, double value) in patterns)
        {
            if (IsMatch(key, regex, module))
            {
                return value;
            }
        }
        return otherwise;
    }

    /// <summary>The keys that match none of the modules: most often a slip of the pen.</summary>
    public IEnumerable<string> KeysWithoutMatch(IReadOnlyCollection<string> modules) =>
        from pattern in patterns
        where !modules.Any(module => IsMatch(pattern.Key, pattern.Regex, module))
        select pattern.Key;

    private bool IsMatch(string key, Regex regex, string module)
    {
        try
        {
            return regex.IsMatch(module);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new AdapterException(path, $"the pattern '{key}' takes too long to match '{module}'", exception);
        }
    }
}
