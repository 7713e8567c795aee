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

        T beta = -T.CopySign(Hypotenuse(alpha, norm), alpha);
        T small = Precision<T>.SmallestNormal / Precision<T>.UnitRoundoff;
        T large = Precision<T>.Largest / T.CreateChecked(4);
        if (T.Abs(beta) < small || (T.Abs(beta) > large && T.IsFinite(beta)))
        {
            // 1/(α − β), or α − β itself, could overflow: the same reflector, of the vector brought into range.
            T unit = T.Abs(beta) < small ? small : T.CreateChecked(4);
            kernels.Scale(T.One / unit, x);
            alpha /= unit;
            T scaledTau = Generate(kernels, ref alpha, x);
            alpha *= unit;
            return scaledTau;
        }

        T tau = (beta - alpha) / beta;
        kernels.Scale(T.One / (alpha - beta), x);
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
