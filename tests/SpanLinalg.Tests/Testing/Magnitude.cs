using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>Where in the range of a format the elements of a matrix lie.</summary>
public enum Magnitude
{
    One,

    /// <summary>
    /// So small that squares are zero, but with all digits, even of what rounds to ε times the largest.
    /// </summary>
    NearUnderflow,

    /// <summary>So large that squares are infinite, with room for norms of columns and rows.</summary>
    NearOverflow,
}

internal static class Magnitudes
{
    /// <summary>A power of two, so that it changes exponents only.</summary>
    public static double Of<T>(this Magnitude magnitude)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        magnitude switch
        {
            Magnitude.One => 1,
            Magnitude.NearUnderflow => Math.ScaleB(1, Math.ILogB(Format<T>.SafeMinimum / Format<T>.Spacing)),
            Magnitude.NearOverflow => Math.ScaleB(1, Math.ILogB(Format<T>.Largest) - 8),
            _ => throw new ArgumentOutOfRangeException(nameof(magnitude)),
        };
}
