using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Computes the rotation that turns (f, g) into (r, 0): c·f + s·g = r, c·g − s·f = 0.</summary>
/// <remarks>
/// Made once before a loop, since its two bounds are static fields, which the loop would ask for in every turn.
/// </remarks>
internal readonly struct PlaneRotation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T smallestSquare;
    private readonly T largestSquare;

    public PlaneRotation()
    {
        // Between these, a sum of two squares has lost nothing that counts, and its reciprocal is a normal number.
        smallestSquare = Precision<T>.SmallestNormal / Precision<T>.UnitRoundoff;
        largestSquare = T.One / Precision<T>.SmallestNormal;
    }

    /// <summary>Computes c, s and r, with c ≥ 0 (LAPACK: lartg).</summary>
    /// <remarks>The division does not wait for the root: 1/r = r/r².</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Generate(T f, T g, out T c, out T s)
    {
        T squares = (f * f) + (g * g);
        if (squares > smallestSquare && squares < largestSquare)
        {
            T length = T.Sqrt(squares);
            T inverse = length * (T.One / squares);
            c = T.Abs(f) * inverse;
            s = g * T.CopySign(inverse, f);
            return T.CopySign(length, f);
        }
        return GenerateScaled(f, g, out c, out s);
    }

    /// <summary>The same where f² + g² is zero, over- or underflows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T GenerateScaled(T f, T g, out T c, out T s)
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
}
