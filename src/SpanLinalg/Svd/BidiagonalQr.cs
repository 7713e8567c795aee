using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Singular values, and vectors, of an upper bidiagonal matrix by implicit QR (LAPACK: bdsqr).</summary>
/// <remarks>
/// J. Demmel, W. Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11(5), 1990: every singular
/// value, however small, comes out to a relative error of a few units in the last place times the order.
/// </remarks>
internal static class BidiagonalQr
{
    /// <summary>Scratch elements if vectors are wanted.</summary>
    public static int ScratchLength<T>(int n)
        where T : unmanaged => checked(4 * Workspace<T>.Size(n));

    /// <summary>B = U·S·Vᵀ, in no order.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="diagonal">n elements; become the singular values, zero or more.</param>
    /// <param name="superdiagonal">n − 1 elements; become zero.</param>
    /// <param name="u">n columns, contiguous, that are turned along on the left; empty for values only.</param>
    /// <param name="v">The same on the right.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says; nothing for values only.</param>
    /// <returns>Whether it converged.</returns>
    public static bool Decompose<T>(
        KernelSet<T> kernels,
        Span<T> diagonal,
        Span<T> superdiagonal,
        MatrixView<T> u,
        MatrixView<T> v,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool vectors = !u.IsEmpty;
        int n = diagonal.Length;
        int rotations = vectors ? n : 0;
        RotationChain<T> turnV = new(scratch.Vector(rotations), scratch.Vector(rotations));
        RotationChain<T> turnU = new(scratch.Vector(rotations), scratch.Vector(rotations));

        T epsilon = Precision<T>.UnitRoundoff;
        T tolerance = epsilon * T.CreateChecked(Math.Clamp(Math.Pow(double.CreateChecked(epsilon), -0.125), 10, 100));

        // Two sweeps a value are usual, and a deflation costs as much as one here. The bound is LAPACK's, and for tiny
        // matrices somewhat more.
        long budget = (6L * n * n) + 60;
        T negligible = Negligible(diagonal, superdiagonal, tolerance, budget);
        if (!T.IsFinite(negligible))
        {
            // NaN or an infinity came in unchecked: nothing would compare as it should.
            return false;
        }

        int end = n;
        Range previous = default;
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
            if (!previous.Equals(start..end))
            {
                // A new block: chase the bulge from the larger end to the smaller one, where values converge.
                backwards = T.Abs(diagonal[start]) < T.Abs(diagonal[end - 1]);
                previous = start..end;
            }

            BidiagonalBlock<T> block = new(
                diagonal.Slice(start, order),
                superdiagonal.Slice(start, order - 1),
                backwards
            );
            budget -= order;
            if (budget < 0)
            {
                return false;
            }
            if (block.Deflate(tolerance, out T smallest))
            {
                continue;
            }

            T shift = ChooseShift(block, smallest, LargestElement(block), tolerance, n);
            if (T.IsZero(shift))
            {
                block.SweepUnshifted(turnV, turnU);
            }
            else
            {
                block.SweepShifted(shift, turnV, turnU);
            }

            if (vectors)
            {
                MatrixView<T> blockU = u.Slice(0, start, u.Rows, order);
                MatrixView<T> blockV = v.Slice(0, start, v.Rows, order);
                turnV.Apply(kernels, order - 1, backwards ? blockU : blockV, backwards);
                turnU.Apply(kernels, order - 1, backwards ? blockV : blockU, backwards);
            }
        }

        MakePositive(kernels, diagonal, v);
        return true;
    }

    /// <summary>What a superdiagonal element may be and still count as zero, whatever stands beside it.</summary>
    private static T Negligible<T>(ReadOnlySpan<T> diagonal, ReadOnlySpan<T> superdiagonal, T tolerance, long budget)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T underflow = T.CreateChecked(budget) * Precision<T>.SmallestNormal;
        if (diagonal.IsEmpty)
        {
            return underflow;
        }

        T bound = T.Abs(diagonal[0]);
        T smallest = bound;
        for (int i = 1; i < diagonal.Length && !T.IsZero(smallest); i++)
        {
            bound = T.Abs(diagonal[i]) * (bound / (bound + T.Abs(superdiagonal[i - 1])));
            smallest = T.Min(smallest, bound);
        }
        return T.Max(tolerance * smallest / T.Sqrt(T.CreateChecked(diagonal.Length)), underflow);
    }

    /// <summary>The first index of the unreduced block that ends before <paramref name="end"/>.</summary>
    private static int FindBlock<T>(Span<T> superdiagonal, int end, T negligible)
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

    private static T LargestElement<T>(BidiagonalBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Abs(block.D(block.Order - 1));
        for (int i = 0; i < block.Order - 1; i++)
        {
            largest = T.Max(largest, T.Max(T.Abs(block.D(i)), T.Abs(block.E(i))));
        }
        return largest;
    }

    /// <summary>Zero where a shift would cost the smallest singular value its accuracy, or would change nothing.</summary>
    private static T ChooseShift<T>(BidiagonalBlock<T> block, T smallest, T largest, T tolerance, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = Precision<T>.UnitRoundoff;
        T spread = T.CreateChecked(n) * tolerance * (smallest / largest);
        if (spread <= T.Max(epsilon, tolerance / T.CreateChecked(100)))
        {
            return T.Zero;
        }

        T shift = block.Shift();
        T ratio = shift / T.Abs(block.D(0));
        return ratio * ratio < epsilon ? T.Zero : shift;
    }

    private static void MakePositive<T>(KernelSet<T> kernels, Span<T> values, MatrixView<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Also −0, so that no zero singular value prints with a sign.
            if (T.IsNegative(values[i]))
            {
                values[i] = -values[i];
                if (!v.IsEmpty)
                {
                    kernels.Scale(-T.One, v.Column(i));
                }
            }
        }
    }
}
