namespace SpanLinalg.Cli;

/// <summary>Where a report goes, and as what: known to be writable before the work for it begins.</summary>
/// <param name="format">What the report is written as.</param>
/// <param name="path">The file; null for the terminal.</param>
/// <param name="terminal">Where it goes without a file.</param>
internal sealed class Destination(OutputFormat format, string? path, Terminal terminal)
{
    /// <summary>Composes the report in the format that was asked for, and writes it.</summary>
    /// <param name="table">Composes it for people, in a width.</param>
    /// <param name="json">Composes it as JSON.</param>
    /// <param name="csv">Composes it as CSV; null where that is not on offer.</param>
    /// <remarks>
    /// It is composed in full before its first character is written, so a failure leaves nothing half-written.
    /// </remarks>
    public void Write(Func<int, string> table, Func<string> json, Func<string>? csv = null)
    {
        string report = format switch
        {
            OutputFormat.Json => json(),
            OutputFormat.Csv => csv!(),
            _ => table(path is null ? terminal.Width : Terminal.Unlimited),
        };
        if (path is null)
        {
            terminal.Output.Write(report);
        }
        else
        {
            AtomicFile.Write(path, report);
        }
    }
}
