using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Kernels;

/// <summary>H = I − τ·v·vᵀ with v₁ = 1, which maps a vector x to β·e₁ (LAPACK: larfg).</summary>
/// <remarks>
/// A product with H asks for d = xᵀc instead of vᵀc: Hc = c + (d/β − c₁)·v. That sum need not wait for the root in β.
/// </remarks>
internal readonly struct ElementaryReflector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 1/β and 1, or twice zero for H = I: what xᵀc and c₁ are multiplied by.
    private readonly T reciprocal;
    private readonly T weight;

    private ElementaryReflector(T tau, T beta, T toReflector, T reciprocal, T weight)
    {
        Tau = tau;
        Beta = beta;
        ToReflector = toReflector;
        this.reciprocal = reciprocal;
        this.weight = weight;
    }

    /// <summary>τ; zero if there is nothing to eliminate, and then H = I.</summary>
    public T Tau { get; }

    /// <summary>β.</summary>
    public T Beta { get; }

    /// <summary>v is so many times x, but for v₁ = 1.</summary>
    public T ToReflector { get; }

    /// <summary>The reflector of x.</summary>
    /// <param name="first">x₁.</param>
    /// <param name="squares">‖x‖²; not zero.</param>
    /// <remarks>1/β is β/‖x‖², for which the division need not wait for the root.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementaryReflector<T> Of(T first, T squares)
    {
        T beta = -T.CopySign(T.Sqrt(squares), first);
        T difference = first - beta;
        return new(-difference / beta, beta, T.One / difference, beta * (T.One / squares), T.One);
    }

    /// <summary>H = I.</summary>
    /// <param name="first">The first element, which stays.</param>
    public static ElementaryReflector<T> Identity(T first) => new(T.Zero, first, T.Zero, T.Zero, T.Zero);

    /// <summary>The multiple of v that H adds to a column c.</summary>
    /// <param name="dot">xᵀc, with x as it is when its reflector is known.</param>
    /// <param name="first">c₁.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Factor(T dot, T first) => (dot * reciprocal) - (first * weight);

    /// <summary>The reflector of a vector whose squares are not all normal numbers, or are too large.</summary>
    /// <param name="length">Elements, more than one.</param>
    /// <param name="x">
    /// The vector. If there is anything to eliminate, it is multiplied by the power of two that brings it to order one,
    /// which changes β alone; products with the reflector are to be made of what it is then.
    /// </param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe ElementaryReflector<T> OfExtreme(int length, T* x)
    {
        T below = T.Zero;
        for (int i = 1; i < length; i++)
        {
            below = T.Max(below, T.Abs(x[i]));
        }
        if (T.IsZero(below))
        {
            return Identity(x[0]);
        }

        T largest = T.Max(below, T.Abs(x[0]));
        int exponent = T.IsFinite(largest) ? T.ILogB(largest) : 0;
        T squares = T.Zero;
        for (int i = 0; i < length; i++)
        {
            x[i] = T.ScaleB(x[i], -exponent);
            squares += x[i] * x[i];
        }
        ElementaryReflector<T> scaled = Of(x[0], squares);
        return new(scaled.Tau, T.ScaleB(scaled.Beta, exponent), scaled.ToReflector, scaled.reciprocal, scaled.weight);
    }
}
