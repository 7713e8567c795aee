using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Singular values, and vectors, of an upper bidiagonal matrix by implicit QR (LAPACK: bdsqr).</summary>
/// <remarks>
/// J. Demmel, W. Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11(5), 1990:
/// every singular value, however small, comes out to a relative error of a few units in the last place times the order.
/// </remarks>
internal static unsafe class BidiagonalQr
{
    /// <summary>Scratch elements if vectors are wanted.</summary>
    public static int ScratchLength<T>(int n)
        where T : unmanaged => checked(4 * Workspace<T>.Size(n));

    /// <summary>B = U·S·Vᵀ, in no order.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="diagonal">n elements; become the singular values, zero or more.</param>
    /// <param name="superdiagonal">n − 1 elements; become zero.</param>
    /// <param name="u">n columns that are turned along on the left; the default for values only.</param>
    /// <param name="v">The same on the right.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says; nothing for values only.</param>
    /// <returns>Whether it converged.</returns>
    public static bool Decompose<T>(
        KernelSet<T> kernels,
        Span<T> diagonal,
        Span<T> superdiagonal,
        VectorColumns<T> u,
        VectorColumns<T> v,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = diagonal.Length;
        bool vectors = u != default;
        RotationChain<T> turnV = vectors ? new(v, scratch.Pinned(n), scratch.Pinned(n)) : default;
        RotationChain<T> turnU = vectors ? new(u, scratch.Pinned(n), scratch.Pinned(n)) : default;
        fixed (
            T* d = diagonal,
                e = superdiagonal
        )
        {
            if (!Diagonalize(kernels, n, d, e, turnU, turnV))
            {
                return false;
            }
        }
        MakePositive(kernels, diagonal, v);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Diagonalize<T>(
        KernelSet<T> kernels,
        int n,
        T* diagonal,
        T* superdiagonal,
        RotationChain<T> turnU,
        RotationChain<T> turnV
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = Precision<T>.UnitRoundoff;
        T tolerance = epsilon * T.CreateChecked(Math.Clamp(Math.Pow(double.CreateChecked(epsilon), -0.125), 10, 100));

        // Two sweeps a value are usual, and a deflation costs as much as one here. The bound is LAPACK's, and for tiny
        // matrices somewhat more.
        long budget = (6L * n * n) + 60;
        T negligible = Negligible(n, diagonal, superdiagonal, tolerance, budget);
        if (!T.IsFinite(negligible))
        {
            // NaN or an infinity came in unchecked: nothing would compare as it should.
            return false;
        }

        int end = n;
        (int Start, int End) previous = default;
        bool backwards = false;
        while (end > 1)
        {
            int start = FindBlock(superdiagonal, end, negligible);
            if (start == end - 1)
            {
                end--;
                continue;
            }

            int order = end - start;
            if (previous != (start, end))
            {
                // A new block: chase the bulge from the larger end to the smaller one, where values converge.
                backwards = T.Abs(diagonal[start]) < T.Abs(diagonal[end - 1]);
                previous = (start, end);
            }

            BidiagonalBlock<T> block = new(diagonal + start, superdiagonal + start, order, backwards);
            budget -= order;
            if (budget < 0)
            {
                return false;
            }
            if (block.Deflate(tolerance, out T smallest))
            {
                continue;
            }

            RotationChain<T> right = backwards ? turnU : turnV,
                left = backwards ? turnV : turnU;
            T shift = ChooseShift(block, smallest, tolerance, n);
            if (T.IsZero(shift))
            {
                block.SweepUnshifted(right, left);
            }
            else
            {
                block.SweepShifted(shift, right, left);
            }
            right.Apply(kernels, start, order, backwards);
            left.Apply(kernels, start, order, backwards);
        }
        return true;
    }

    /// <summary>What a superdiagonal element may be and still count as zero, whatever stands beside it.</summary>
    private static T Negligible<T>(int n, T* diagonal, T* superdiagonal, T tolerance, long budget)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T underflow = T.CreateChecked(budget) * Precision<T>.SmallestNormal;
        if (n == 0)
        {
            return underflow;
        }

        T bound = T.Abs(diagonal[0]);
        T smallest = bound;
        for (int i = 1; i < n && !T.IsZero(smallest); i++)
        {
            bound = T.Abs(diagonal[i]) * (bound / (bound + T.Abs(superdiagonal[i - 1])));
            smallest = T.Min(smallest, bound);
        }
        return T.Max(tolerance * smallest / T.Sqrt(T.CreateChecked(n)), underflow);
    }

    /// <summary>The first index of the unreduced block that ends before <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FindBlock<T>(T* superdiagonal, int end, T negligible)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int start = end - 1;
        while (start > 0)
        {
            if (T.Abs(superdiagonal[start - 1]) <= negligible)
            {
                superdiagonal[start - 1] = T.Zero;
                break;
            }
            start--;
        }
        return start;
    }

    /// <summary>
    /// Zero where a shift would cost the smallest singular value its accuracy, or would change nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ChooseShift<T>(BidiagonalBlock<T> block, T smallest, T tolerance, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = Precision<T>.UnitRoundoff;
        T spread = T.CreateChecked(n) * tolerance * (smallest / block.Largest());
        if (spread <= T.Max(epsilon, tolerance / T.CreateChecked(100)))
        {
            return T.Zero;
        }

        T shift = block.Shift();
        T ratio = shift / T.Abs(block.D(0));
        return ratio * ratio < epsilon ? T.Zero : shift;
    }

    private static void MakePositive<T>(KernelSet<T> kernels, Span<T> values, VectorColumns<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Also −0, so that no zero singular value prints with a sign.
            if (T.IsNegative(values[i]))
            {
                values[i] = -values[i];
                if (v != default)
                {
                    kernels.Scale(-T.One, new Span<T>(v.Column(i), v.Rows));
                }
            }
        }
    }
}
