namespace SpanLinalg.Cli;

/// <summary>A duel with all that its figures depend on.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Sides">Who computed, in a line each, and what a reader has to know about it.</param>
/// <param name="Results">One for each problem.</param>
internal sealed record BenchReport(DuelOptions Options, IReadOnlyList<string> Sides, IReadOnlyList<DuelResult> Results)
{
    /// <summary>The names of the members of a result, in JSON and in CSV.</summary>
    public static readonly string[] Keys =
    [
        "operation",
        "type",
        "m",
        "n",
        "k",
        "layout",
        "ld_bytes",
        "batch",
        "threads",
        "spanlinalg_us",
        "peer",
        "peer_us",
        "speedup",
        "speedup_low",
        "speedup_high",
        "gflops",
        "percent_of_peak",
        "max_relative_difference",
    ];

    public string Type => Options.SinglePrecision ? "f32" : "f64";

    /// <summary>A result's members in the order of <see cref="Keys"/>; null for what it has not.</summary>
    public object?[] Members(DuelResult result) =>
        [
            Options.Operation,
            Type,
            result.Problem.Size.M,
            result.Problem.Size.N,
            result.Problem.Size.K,
            result.Problem.Layout,
            result.Problem.LeadingBytes,
            result.Problem.Batch,
            Options.Threads,
            1e6 * result.Seconds.Median,
            Options.Peer?.Name,
            1e6 * result.Peer?.Seconds.Median,
            result.Peer?.Speedup.Median,
            result.Peer?.Speedup.Lower,
            result.Peer?.Speedup.Upper,
            result.Gigaflops,
            100 * result.ShareOfPeak,
            result.Peer?.MaxRelativeDifference,
        ];
}
