using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>What LAPACK's <c>lamch</c> says of a type, in double precision, in which all checks are computed.</summary>
internal static class Format<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rounding unit: 2⁻⁵³ in double, 2⁻²⁴ in single precision. LAPACK's QR ratios divide by it.</summary>
    public static readonly double Unit = typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    /// <summary>The spacing of numbers at one: 2⁻⁵² or 2⁻²³. LAPACK's SVD ratios divide by it.</summary>
    public static readonly double Spacing = 2 * Unit;

    /// <summary>The smallest normal number; its inverse does not overflow.</summary>
    public static readonly double SafeMinimum =
        typeof(T) == typeof(float) ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022);

    /// <summary>The smallest positive number.</summary>
    public static readonly double Denormal = SafeMinimum * Spacing;

    /// <summary>The largest finite number.</summary>
    public static readonly double Largest = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    public static T From(double value) => T.CreateChecked(value);

    public static double ToDouble(T value) => double.CreateChecked(value);
}
