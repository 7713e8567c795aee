namespace SpanLinalg.Cli;

/// <summary>What is dueled over, and for how long.</summary>
internal sealed record DuelOptions
{
    public required string Operation { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Whether the problems are a random draw, of which the slowest say most.</summary>
    public bool IsSweep { get; init; }

    /// <summary>Whether the elements are float and not double.</summary>
    public required bool SinglePrecision { get; init; }

    /// <summary>
    /// Threads of both sides; the managed one takes as many of them as pay, and one where the operation has no more.
    /// </summary>
    public required int Threads { get; init; }

    /// <summary>The other side, or null for none.</summary>
    public required LinearAlgebraProvider? Peer { get; init; }

    /// <summary>The most rounds at a problem.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long the rounds at a problem may take before no further one begins.</summary>
    public required double Seconds { get; init; }
}
