namespace SpanLinalg;

/// <summary>A matrix that must have full rank has not.</summary>
public sealed class RankDeficientException : ArithmeticException
{
    /// <summary>The triangle has a zero on its diagonal.</summary>
    /// <param name="index">Where, counted from zero.</param>
    public RankDeficientException(int index)
        : base($"The matrix has not full rank: element ({index}, {index}) of its triangular factor is zero.") =>
        Index = index;

    /// <summary>The first zero on the diagonal of the triangular factor, counted from zero.</summary>
    public int Index { get; }
}
