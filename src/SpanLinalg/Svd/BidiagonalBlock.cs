using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>An unreduced diagonal block of a bidiagonal matrix, read from either end.</summary>
/// <remarks>
/// Read backwards, an upper bidiagonal block is the transpose of an upper bidiagonal block, with the left and the right
/// vectors exchanged. So one direction of the QR sweep is enough: it runs on whichever reading suits.
/// <para>
/// Its loops are scalar chains that are most of a small decomposition, and are compiled for good at once: before the
/// runtime finds out by itself, a process would run them unoptimised for its first seconds, ten times slower.
/// </para>
/// </remarks>
internal readonly unsafe struct BidiagonalBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* diagonal;
    private readonly T* superdiagonal;
    private readonly nint step;

    /// <param name="diagonal">The block's diagonal.</param>
    /// <param name="superdiagonal">One element less.</param>
    /// <param name="order">The order of the block, two or more.</param>
    /// <param name="backwards">Whether to read from the last element.</param>
    public BidiagonalBlock(T* diagonal, T* superdiagonal, int order, bool backwards)
    {
        this.diagonal = backwards ? diagonal + order - 1 : diagonal;
        this.superdiagonal = backwards ? superdiagonal + order - 2 : superdiagonal;
        step = backwards ? -1 : 1;
        Order = order;
    }

    /// <summary>The order of the block.</summary>
    public int Order { get; }

    /// <summary>Diagonal element i in the direction of reading.</summary>
    public ref T D(int i) => ref diagonal[i * step];

    /// <summary>Superdiagonal element i in the direction of reading.</summary>
    public ref T E(int i) => ref superdiagonal[i * step];

    /// <summary>The largest magnitude of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T Largest()
    {
        T largest = T.Abs(D(Order - 1));
        for (int i = 0; i < Order - 1; i++)
        {
            largest = T.Max(largest, T.Max(T.Abs(D(i)), T.Abs(E(i))));
        }
        return largest;
    }

    /// <summary>
    /// Sets a superdiagonal element to zero that is negligible beside the singular values that depend on it.
    /// </summary>
    /// <param name="tolerance">The relative error that is allowed in each singular value.</param>
    /// <param name="smallest">A lower bound of the smallest singular value, if nothing was negligible.</param>
    /// <returns>Whether there was one; the block is reduced then.</returns>
    /// <remarks>J. Demmel, W. Kahan, SIAM J. Sci. Stat. Comput. 11(5), 1990, section 2: criteria 1a, 1b.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Deflate(T tolerance, out T smallest)
    {
        smallest = T.Zero;
        int last = Order - 1;
        if (T.Abs(E(last - 1)) <= tolerance * T.Abs(D(last)))
        {
            E(last - 1) = T.Zero;
            return true;
        }

        T bound = T.Abs(D(0));
        smallest = bound;
        for (int i = 0; i < last; i++)
        {
            T off = T.Abs(E(i));
            if (off <= tolerance * bound)
            {
                E(i) = T.Zero;
                return true;
            }
            bound = T.Abs(D(i + 1)) * (bound / (bound + off));
            smallest = T.Min(smallest, bound);
        }
        return false;
    }

    /// <summary>The smaller singular value of the last 2 × 2 corner: the shift that the sweep wants.</summary>
    /// <remarks>
    /// From σ₁ + σ₂ = ‖(|f| + |h|, g)‖, σ₁ − σ₂ = ‖(|f| − |h|, g)‖ and σ₁·σ₂ = |f·h|, without cancellation.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T Shift()
    {
        T f = T.Abs(D(Order - 2)),
            g = E(Order - 2),
            h = T.Abs(D(Order - 1));
        T larger = (Householder.Hypotenuse(f + h, g) + Householder.Hypotenuse(f - h, g)) / T.CreateChecked(2);
        return T.IsZero(larger) ? T.Zero : T.Min(f, h) * (T.Max(f, h) / larger);
    }

    /// <summary>One implicit QR sweep with a shift, from the first element to the last.</summary>
    /// <param name="shift">The shift.</param>
    /// <param name="right">Receives the rotations of the right vectors (of the left ones, if read backwards).</param>
    /// <param name="left">Receives those of the other side.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SweepShifted(T shift, RotationChain<T> right, RotationChain<T> left)
    {
        PlaneRotation<T> rotation = new();
        int last = Order - 1;
        T d = D(0);
        T f = (T.Abs(d) - shift) * (T.CopySign(T.One, d) + (shift / d));
        T g = E(0);
        for (int i = 0; i < last; i++)
        {
            // From the right: makes the bulge below the diagonal. From the left: pushes it back above.
            T r = rotation.Generate(f, g, out T c, out T s);
            right.Set(i, c, s);
            if (i > 0)
            {
                E(i - 1) = r;
            }
            T e = E(i);
            T next = D(i + 1);
            f = (c * d) + (s * e);
            e = (c * e) - (s * d);
            g = s * next;
            next = c * next;

            D(i) = rotation.Generate(f, g, out c, out s);
            left.Set(i, c, s);
            f = (c * e) + (s * next);
            d = (c * next) - (s * e);
            if (i < last - 1)
            {
                g = s * E(i + 1);
                E(i + 1) = c * E(i + 1);
            }
        }
        D(last) = d;
        E(last - 1) = f;
    }

    /// <summary>
    /// One implicit QR sweep with shift zero, which keeps every singular value to full relative accuracy.
    /// </summary>
    /// <param name="right">Receives the rotations of the right vectors (of the left ones, if read backwards).</param>
    /// <param name="left">Receives those of the other side.</param>
    /// <remarks>Demmel and Kahan, as above, section 3: no subtraction occurs.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SweepUnshifted(RotationChain<T> right, RotationChain<T> left)
    {
        PlaneRotation<T> rotation = new();
        int last = Order - 1;
        T c = T.One,
            leftC = T.One,
            leftS = T.Zero;
        for (int i = 0; i < last; i++)
        {
            T r = rotation.Generate(D(i) * c, E(i), out c, out T s);
            right.Set(i, c, s);
            if (i > 0)
            {
                E(i - 1) = leftS * r;
            }
            D(i) = rotation.Generate(leftC * r, D(i + 1) * s, out leftC, out leftS);
            left.Set(i, leftC, leftS);
        }
        T h = D(last) * c;
        D(last) = h * leftC;
        E(last - 1) = h * leftS;
    }
}

/// <summary>The rotations of one sweep on one side, kept to be applied to the vectors all at once.</summary>
/// <param name="vectors">The columns to turn; without any, nothing is kept.</param>
/// <param name="cosines">Room for the cosines of a sweep.</param>
/// <param name="sines">Room for the sines.</param>
internal readonly unsafe struct RotationChain<T>(VectorColumns<T> vectors, T* cosines, T* sines)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly VectorColumns<T> vectors = vectors;
    private readonly T* cosines = cosines;
    private readonly T* sines = sines;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int index, T cosine, T sine)
    {
        if (cosines != null)
        {
            cosines[index] = cosine;
            sines[index] = sine;
        }
    }

    /// <summary>Turns the columns that belong to a block.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="start">The first column.</param>
    /// <param name="order">How many columns.</param>
    /// <param name="fromLast">Whether the first rotation acts on the last two columns.</param>
    public void Apply(KernelSet<T> kernels, int start, int order, bool fromLast)
    {
        if (cosines != null)
        {
            T* first = vectors.Column(fromLast ? start + order - 1 : start);
            nint stride = fromLast ? -vectors.Stride : vectors.Stride;
            kernels.RotateColumns(vectors.Rows, order - 1, cosines, sines, first, stride);
        }
    }
}
