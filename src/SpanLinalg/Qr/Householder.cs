using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>The elementary reflector H = I − τ·v·vᵀ with v₁ = 1 that maps a vector to a multiple of e₁.</summary>
internal static class Householder
{
    /// <summary>Replaces (α, x) by (β, v₂…) such that H·(α, x)ᵀ = (β, 0)ᵀ (LAPACK: larfg).</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="alpha">The first element; becomes β = −sign(α)·‖(α, x)‖.</param>
    /// <param name="x">The other elements; become the tail of v.</param>
    /// <returns>τ: zero if x is zero already (H = I), else between 1 and 2.</returns>
    public static T Generate<T>(KernelSet<T> kernels, ref T alpha, VectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T norm = kernels.Norm(x);
        if (T.IsZero(norm))
        {
            return T.Zero;
        }

        // Where 1/(α − β) would overflow, all is scaled up first (once suffices, unless x is denormal); where α − β itself
        // would, it is scaled down.
        T beta = -T.CopySign(Hypotenuse(alpha, norm), alpha);
        T small = Precision<T>.SmallestNormal / Precision<T>.UnitRoundoff;
        T four = T.CreateChecked(4);
        T unit = T.Abs(beta) > Precision<T>.Largest / four ? four : small;
        int scalings = 0;
        while (T.Abs(beta) < small || (scalings == 0 && unit == four))
        {
            kernels.Scale(T.One / unit, x);
            alpha /= unit;
            norm = kernels.Norm(x);
            beta = -T.CopySign(Hypotenuse(alpha, norm), alpha);
            scalings++;
        }

        T tau = (beta - alpha) / beta;
        kernels.Scale(T.One / (alpha - beta), x);
        for (; scalings > 0; scalings--)
        {
            beta *= unit;
        }
        alpha = beta;
        return tau;
    }

    /// <summary>√(x² + y²) without overflow or underflow on the way (LAPACK: lapy2).</summary>
    public static T Hypotenuse<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T larger = T.Max(T.Abs(x), T.Abs(y));
        T smaller = T.Min(T.Abs(x), T.Abs(y));
        if (T.IsZero(smaller))
        {
            return larger;
        }
        T ratio = smaller / larger;
        return larger * T.Sqrt(T.One + (ratio * ratio));
    }
}
