using System.Numerics;

namespace SpanLinalg.Simd;

/// <summary>The constants of the floating-point format, under LAPACK's definitions (lamch).</summary>
internal static class Precision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly bool IsDouble = typeof(T) == typeof(double);

    /// <summary>Half the distance from 1 to the next number: the largest relative rounding error, 2⁻⁵³ or 2⁻²⁴.</summary>
    public static readonly T UnitRoundoff = T.CreateChecked(IsDouble ? Math.ScaleB(1.0, -53) : Math.ScaleB(1.0, -24));

    /// <summary>The smallest number with full precision; its reciprocal does not overflow.</summary>
    public static readonly T SmallestNormal = T.CreateChecked(
        IsDouble ? Math.ScaleB(1.0, -1022) : Math.ScaleB(1.0, -126)
    );

    /// <summary>The largest finite number.</summary>
    public static readonly T Largest = IsDouble ? T.CreateChecked(double.MaxValue) : T.CreateChecked(float.MaxValue);
}
