using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>The rotation that turns (f, g) into (r, 0): c·f + s·g = r, c·g − s·f = 0.</summary>
internal static class PlaneRotation
{
    /// <summary>Computes c, s and r, with c ≥ 0 (LAPACK: lartg).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Generate<T>(T f, T g, out T c, out T s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T squares = (f * f) + (g * g);
        if (squares > SafeSquare<T>.Smallest && squares < SafeSquare<T>.Largest)
        {
            T length = T.Sqrt(squares);
            T inverse = T.One / length;
            c = T.Abs(f) * inverse;
            s = g * T.CopySign(inverse, f);
            return T.CopySign(length, f);
        }
        return GenerateScaled(f, g, out c, out s);
    }

    /// <summary>The same where f² + g² is zero, over- or underflows.</summary>
    private static T GenerateScaled<T>(T f, T g, out T c, out T s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T length = Householder.Hypotenuse(f, g);
        if (T.IsZero(length))
        {
            c = T.One;
            s = T.Zero;
            return f;
        }
        c = T.Abs(f) / length;
        s = g / T.CopySign(length, f);
        return T.CopySign(length, f);
    }

    /// <summary>Between these, a sum of two squares has lost nothing that counts.</summary>
    private static class SafeSquare<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static readonly T Smallest = Precision<T>.SmallestNormal / Precision<T>.UnitRoundoff;
        public static readonly T Largest = Precision<T>.Largest;
    }
}
