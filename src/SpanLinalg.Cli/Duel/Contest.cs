namespace SpanLinalg.Cli;

/// <summary>One operation at one size: the operands, which both sides share, and the sides.</summary>
internal abstract class Contest
{
    /// <summary>The flops that the operation is taken to have, whichever way a side computes it.</summary>
    public abstract double Flops { get; }

    /// <summary>The managed code through its faces with a workspace, which is allocated here.</summary>
    public abstract Contestant Managed();

    /// <summary>The same operation by a provider.</summary>
    public abstract Contestant By(LinearAlgebraProvider provider);
}
