using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>min ‖AX − B‖ by QR of A, or of Aᵀ where A is wide (LAPACK: gels).</summary>
internal static class LeastSquaresSolver
{
    /// <summary>
    /// Scratch elements for A (m × n) and the given number of right-hand sides, the alignment included.
    /// </summary>
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
            ReadOnlyMatrixView<T> r = TriangularSystem.CheckRank<T>(a.Slice(0, 0, a.Columns, a.Columns));
            ReflectorProduct.Apply(kernels, parallelism, a, tau, transposed: true, b, scratch);
            b.Slice(0, 0, a.Columns, b.Columns).CopyTo(x);
            TriangularSystem.SolveUpper(kernels, parallelism, r, x);
        }
        else
        {
            // Aᵀ = QR: of all X with RᵀQᵀX = B, the shortest one lies in the range of Q.
            QrFactorization.Factor(kernels, parallelism, a.Transposed, tau, scratch);
            ReadOnlyMatrixView<T> r = TriangularSystem.CheckRank<T>(a.Slice(0, 0, a.Rows, a.Rows).Transposed);
            TriangularSystem.SolveLower(kernels, parallelism, r.Transposed, b);
            x.Fill(T.Zero);
            b.CopyTo(x.Slice(0, 0, b.Rows, b.Columns));
            ReflectorProduct.Apply(kernels, parallelism, a.Transposed, tau, transposed: false, x, scratch);
        }
    }
}
