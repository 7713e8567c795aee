using System.Globalization;

namespace SpanLinalg.Latency;

/// <summary>The figures of one process by name, and the line in which it tells them.</summary>
internal sealed class Figures : Dictionary<string, double>
{
    private const string Prefix = "latency:";

    public string ToLine() =>
        string.Join(' ', [Prefix, .. this.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value:R}"))]);

    /// <summary>The figures in a process's output, or null if it did not get so far.</summary>
    public static Figures? Read(string output)
    {
        string? line = output.Split('\n').LastOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal));
        if (line is null)
        {
            return null;
        }

        Figures figures = [];
        foreach (string word in line[Prefix.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('=');
            figures[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }
        return figures;
    }

    /// <summary>The median of each figure over several processes.</summary>
    public static Figures Median(IReadOnlyList<Figures> runs)
    {
        Figures medians = [];
        foreach (string name in runs[0].Keys)
        {
            medians[name] = Median(runs.Select(run => run[name]));
        }
        return medians;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
