using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>RX = B and LX = B for triangles (BLAS: trsm).</summary>
internal static class TriangularSystem
{
    /// <summary>X ← R⁻¹X for an upper triangle, by back substitution.</summary>
    public static void SolveUpper<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> r,
        MatrixView<T> x
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = r.Rows - 1; i >= 0; i--)
        {
            int below = r.Rows - i - 1;
            ReadOnlyMatrixView<T> solved = x.Slice(i + 1, 0, below, x.Columns);
            ReadOnlyVectorView<T> factors = r.Row(i).Slice(i + 1, below);
            Gemv.MultiplyAdd(kernels, parallelism, -T.One, solved.Transposed, factors, x.Row(i));
            DivideRow(x.Row(i), r[i, i]);
        }
    }

    /// <summary>X ← L⁻¹X for a lower triangle, by forward substitution.</summary>
    public static void SolveLower<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> l,
        MatrixView<T> x
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < l.Rows; i++)
        {
            ReadOnlyMatrixView<T> solved = x.Slice(0, 0, i, x.Columns);
            ReadOnlyVectorView<T> factors = l.Row(i).Slice(0, i);
            Gemv.MultiplyAdd(kernels, parallelism, -T.One, solved.Transposed, factors, x.Row(i));
            DivideRow(x.Row(i), l[i, i]);
        }
    }

    private static void DivideRow<T>(VectorView<T> row, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] /= divisor;
        }
    }

    /// <summary>The triangle, unless it has a zero on its diagonal.</summary>
    /// <exception cref="RankDeficientException">It has.</exception>
    public static ReadOnlyMatrixView<T> CheckRank<T>(ReadOnlyMatrixView<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            if (T.IsZero(r[i, i]))
            {
                throw new RankDeficientException(i);
            }
        }
        return r;
    }
}
