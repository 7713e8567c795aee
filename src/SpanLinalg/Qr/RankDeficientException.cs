namespace SpanLinalg;

/// <summary>A matrix that must have full rank has not.</summary>
public sealed class RankDeficientException : ArithmeticException
{
    /// <summary>The triangle has a zero on its diagonal, or what rounding makes of one.</summary>
    /// <param name="index">Where, counted from zero.</param>
    public RankDeficientException(int index)
        : base(
            $"The matrix has not full rank: element ({index}, {index}) of its triangular factor is zero, to rounding."
        ) => Index = index;

    /// <summary>The place of the first zero on the diagonal of the triangular factor, counted from zero.</summary>
    public int Index { get; }
}
