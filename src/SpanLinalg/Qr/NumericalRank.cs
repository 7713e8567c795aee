using System.Numerics;

namespace SpanLinalg;

/// <summary>How far a QR factorisation with column pivoting came, and what it left.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Rank">Columns that were eliminated.</param>
/// <param name="LargestColumnNorm">The largest norm of a column of what is left; zero where nothing is.</param>
/// <param name="FrobeniusNorm">
/// The Frobenius norm of what is left: the distance of A from the product of the first <paramref name="Rank"/> columns
/// of Q and rows of R.
/// </param>
/// <remarks>
/// The norms are carried along and not computed from what is left; about half of their digits are right at least.
/// </remarks>
public readonly record struct NumericalRank<T>(int Rank, T LargestColumnNorm, T FrobeniusNorm)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The same for 2ᵉ·A.</summary>
    internal NumericalRank<T> Scaled(int exponent) =>
        new(Rank, T.ScaleB(LargestColumnNorm, exponent), T.ScaleB(FrobeniusNorm, exponent));
}
