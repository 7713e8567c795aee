using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>min ‖AX − B‖ by QR of A, or of Aᵀ where A is wide (LAPACK: gels).</summary>
internal static class LeastSquaresSolver
{
    /// <summary>Scratch elements for A (m × n) and the given number of right-hand sides, the alignment included.</summary>
    public static int WorkspaceLength<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        int m,
        int n,
        int rightHandSides
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int tall, int small) = m >= n ? (m, n) : (n, m);
        return checked(
            Workspace<T>.Size(small)
            + Math.Max(
                QrFactorization.WorkspaceLength(kernels, parallelism, tall, small),
                ReflectorProduct.WorkspaceLength(kernels, parallelism, tall, small, rightHandSides)
            )
        );
    }

    /// <summary>Solves; A and B are overwritten.</summary>
    public static void Solve<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> tau = scratch.Vector(Math.Min(a.Rows, a.Columns));
        if (a.Rows >= a.Columns)
        {
            // A = QR: the first n rows of QᵀB are RX.
            QrFactorization.Factor(kernels, parallelism, a, tau, scratch);
            ReadOnlyMatrixView<T> r = CheckRank<T>(a.Slice(0, 0, a.Columns, a.Columns));
            ReflectorProduct.Apply(kernels, parallelism, a, tau, transposed: true, b, scratch);
            b.Slice(0, 0, a.Columns, b.Columns).CopyTo(x);
            SolveUpper(kernels, parallelism, r, x);
        }
        else
        {
            // Aᵀ = QR: of all X with RᵀQᵀX = B, the shortest one lies in the range of Q.
            QrFactorization.Factor(kernels, parallelism, a.Transposed, tau, scratch);
            ReadOnlyMatrixView<T> r = CheckRank<T>(a.Slice(0, 0, a.Rows, a.Rows).Transposed);
            SolveLower(kernels, parallelism, r.Transposed, b);
            x.Fill(T.Zero);
            b.CopyTo(x.Slice(0, 0, b.Rows, b.Columns));
            ReflectorProduct.Apply(kernels, parallelism, a.Transposed, tau, transposed: false, x, scratch);
        }
    }

    /// <summary>X ← R⁻¹X for an upper triangle, by back substitution.</summary>
    private static void SolveUpper<T>(
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
    private static void SolveLower<T>(
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

    private static ReadOnlyMatrixView<T> CheckRank<T>(ReadOnlyMatrixView<T> r)
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
