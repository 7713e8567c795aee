using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>A thin QR decomposition A = QR.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Q">m × min(m, n), orthonormal columns.</param>
/// <param name="R">min(m, n) × n, zero below the diagonal.</param>
public sealed record QrFactors<T>(Matrix<T> Q, Matrix<T> R)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>QR: A again, to rounding. Allocates it.</summary>
    /// <remarks>2mnk flops with k = min(m, n).</remarks>
    public Matrix<T> Reconstruct() => Gemm.Multiply(Q, R);

    /// <summary>The X that makes ‖AX − B‖ smallest, column by column.</summary>
    /// <param name="b">m × p; not changed.</param>
    /// <returns>n × p. Where A has more columns than rows, the shortest of all solutions.</returns>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// A has more columns than rows, and something is NaN or infinite.
    /// </exception>
    /// <exception cref="RankDeficientException">A column of A depends on those before it, to the last bit.</exception>
    /// <remarks>
    /// Allocates the solution. p(2mn + n²) flops for m ≥ n; where A has more columns than rows, R is factored once
    /// more, and in every call.
    /// </remarks>
    public Matrix<T> Solve(ReadOnlyMatrixView<T> b)
    {
        Arguments.CheckShape(b, Q.Rows, b.Columns);
        Matrix<T> x = Gemm.Multiply(Q.Transposed, b);
        if (R.Columns > R.Rows)
        {
            return Qr.LeastSquares(R, x);
        }
        TriangularSystem.SolveUpper(KernelSet<T>.Default, Parallelism.None, TriangularSystem.CheckRank<T>(R), x);
        return x;
    }

    /// <summary>The x that makes ‖Ax − b‖ smallest.</summary>
    /// <param name="b">m elements; not changed.</param>
    /// <returns>n elements. Where A has more columns than rows, the shortest of all solutions.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has not m elements.</exception>
    /// <inheritdoc cref="Solve(ReadOnlyMatrixView{T})" path="/exception[not(contains(@cref, 'ArgumentException'))]"/>
    /// <remarks>Allocates the solution.</remarks>
    public T[] Solve(ReadOnlyVectorView<T> b)
    {
        Arguments.CheckLength(b, Q.Rows);
        return Solve(b.AsColumn()).Column(0).ToArray();
    }
}
