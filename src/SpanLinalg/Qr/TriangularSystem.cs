using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>RX = B for an upper triangle R (BLAS: trsm).</summary>
internal static class TriangularSystem
{
    /// <summary>X ← R⁻¹X by back substitution.</summary>
    /// <exception cref="RankDeficientException">The triangle has a zero on its diagonal; X is unchanged.</exception>
    public static void SolveUpper<T>(KernelSet<T> kernels, ReadOnlyMatrixView<T> r, MatrixView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            if (T.IsZero(r[i, i]))
            {
                throw new RankDeficientException(i);
            }
        }
        for (int i = r.Rows - 1; i >= 0; i--)
        {
            int below = r.Rows - i - 1;
            ReadOnlyMatrixView<T> solved = x.Slice(i + 1, 0, below, x.Columns);
            kernels.MultiplyAdd(-T.One, solved.Transposed, r.Row(i).Slice(i + 1, below), x.Row(i));
            foreach (ref T element in x.Row(i))
            {
                element /= r[i, i];
            }
        }
    }
}
