namespace SpanLinalg.Cli;

/// <summary>A duel with all that its figures depend on.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Sides">Who computed, in a line each, and what a reader has to know about it.</param>
/// <param name="Results">One for each problem.</param>
internal sealed record BenchReport(DuelOptions Options, IReadOnlyList<string> Sides, IReadOnlyList<DuelResult> Results)
{
    public string Type => Options.SinglePrecision ? "f32" : "f64";

    /// <summary>What JSON and CSV have of a result.</summary>
    public IReadOnlyList<Column<DuelResult>> Columns =>
        [
            new("operation", _ => Options.Operation),
            new("type", _ => Type),
            new("m", result => result.Problem.Size.M),
            new("n", result => result.Problem.Size.N),
            new("k", result => result.Problem.Size.K),
            new("layout", result => result.Problem.Layout),
            new("ld_bytes", result => result.Problem.LeadingBytes),
            new("batch", result => result.Problem.Batch),
            new("threads", _ => Options.Threads),
            new("spanlinalg_us", result => 1e6 * result.Seconds.Median),
            new("peer", _ => Options.Peer?.Name),
            new("peer_us", result => 1e6 * result.Peer?.Seconds.Median),
            new("speedup", result => result.Peer?.Speedup.Median),
            new("speedup_low", result => result.Peer?.Speedup.Lower),
            new("speedup_high", result => result.Peer?.Speedup.Upper),
            new("gflops", result => result.Gigaflops),
            new("percent_of_peak", result => 100 * result.ShareOfPeak),
            new("max_relative_difference", result => result.Peer?.MaxRelativeDifference),
        ];
}
