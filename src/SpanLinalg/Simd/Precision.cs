using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Simd;

/// <summary>The constants of the floating-point format, under LAPACK's definitions (lamch).</summary>
internal static class Precision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly bool IsDouble = typeof(T) == typeof(double);

    /// <summary>
    /// Half the distance from 1 to the next number: the largest relative rounding error, 2⁻⁵³ or 2⁻²⁴.
    /// </summary>
    public static readonly T UnitRoundoff = T.CreateChecked(IsDouble ? Math.ScaleB(1.0, -53) : Math.ScaleB(1.0, -24));

    /// <summary>The smallest number with full precision; its reciprocal does not overflow.</summary>
    public static readonly T SmallestNormal = T.CreateChecked(
        IsDouble ? Math.ScaleB(1.0, -1022) : Math.ScaleB(1.0, -126)
    );

    /// <summary>The largest finite number.</summary>
    public static readonly T Largest = IsDouble ? T.CreateChecked(double.MaxValue) : T.CreateChecked(float.MaxValue);

    /// <summary>Below it, a sum of squares may have lost some that count.</summary>
    private static readonly T SmallestSquares = SmallestNormal / (UnitRoundoff * UnitRoundoff);

    private static readonly T SmallestModerateSquare = T.CreateChecked(
        IsDouble ? Math.ScaleB(1.0, -400) : Math.ScaleB(1.0, -50)
    );

    private static readonly T LargestModerateSquare = T.One / SmallestModerateSquare;

    /// <summary>
    /// Whether some squares, and these with more, were summed without overflow, and without losing to underflow what
    /// counts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasSafeSquares(T squares, T more) => squares > SmallestSquares && more <= Largest;

    /// <summary>
    /// Whether a number is so far from the limits of the format that products of two vectors with such squares lose
    /// nothing that counts, even if one of them shrinks to what <see cref="HasSafeSquares"/> lets pass.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsModerateSquare(T square) =>
        square >= SmallestModerateSquare && square <= LargestModerateSquare;
}
