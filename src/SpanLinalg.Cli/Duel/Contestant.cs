namespace SpanLinalg.Cli;

/// <summary>One side: a call that can be timed and a result that can be compared.</summary>
internal sealed class Contestant
{
    /// <summary>Computes once. Its argument counts the calls since the last <see cref="Restore"/>, from zero.</summary>
    public required Action<int> Run { get; init; }

    /// <summary>
    /// The arrays that both sides must have in common after a call, however they order or sign what they compute.
    /// </summary>
    public required Func<IEnumerable<double[]>> Result { get; init; }

    /// <summary>Calls between two restorations; those that destroy nothing need none.</summary>
    public int CallsPerRestore { get; init; } = int.MaxValue;

    /// <summary>Brings back, for a number of calls, the operands that the calls destroy.</summary>
    public Action<int> Restore { get; init; } = _ => { };
}
