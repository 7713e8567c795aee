namespace SpanLinalg.Cli;

/// <summary>What a duel over one problem came to.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Rounds">Rounds taken.</param>
/// <param name="Seconds">Seconds a call of the managed side.</param>
/// <param name="Gigaflops">Speed of the managed side in its median round.</param>
/// <param name="ShareOfPeak">
/// Median over the rounds of that speed over the peak of one core, probed in the same round.
/// </param>
/// <param name="Peer">The other side, if there was one.</param>
internal sealed record DuelResult(
    Problem Problem,
    int Rounds,
    Quartiles Seconds,
    double Gigaflops,
    double ShareOfPeak,
    PeerResult? Peer
);

/// <summary>The other side of a duel.</summary>
/// <param name="Seconds">Seconds a call.</param>
/// <param name="Speedup">The peer's time over the managed side's, round by round.</param>
/// <param name="MaxRelativeDifference">How far the results are apart.</param>
internal sealed record PeerResult(Quartiles Seconds, Quartiles Speedup, double MaxRelativeDifference);
