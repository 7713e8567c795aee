using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>A QR decomposition with column pivoting, AP ≈ QR, of rank r.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Q">m × r, orthonormal columns.</param>
/// <param name="R">r × n, zero below the diagonal, whose magnitudes do not increase.</param>
/// <param name="Pivots">P: column j of AP is column <c>Pivots[j]</c> of A, counted from zero.</param>
/// <param name="Reached">The rank r, and the norms of what is left, A − QRPᵀ.</param>
public sealed record PivotedQrFactors<T>(Matrix<T> Q, Matrix<T> R, int[] Pivots, NumericalRank<T> Reached)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>QRPᵀ: A again, as far as the rank goes. Allocates it, and as much beside it.</summary>
    /// <remarks>2mnr flops.</remarks>
    public Matrix<T> Reconstruct()
    {
        Matrix<T> pivoted = Gemm.Multiply(Q, R);
        Matrix<T> a = new(pivoted.Rows, pivoted.Columns);
        for (int j = 0; j < a.Columns; j++)
        {
            pivoted.Column(j).CopyTo(a.Column(Pivots[j]));
        }
        return a;
    }

    /// <summary>
    /// An X that makes ‖QRPᵀX − B‖ smallest, column by column, from the first r pivots; the other rows of X are zero.
    /// </summary>
    /// <param name="b">m × p; not changed.</param>
    /// <returns>n × p. Of many solutions it is one with few rows that are not zero, and not the shortest.</returns>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="RankDeficientException">The triangle has a zero on its diagonal.</exception>
    /// <remarks>
    /// The rank is that of the decomposition: where A is nearly deficient, decompose it with a relative tolerance.
    /// Allocates the solution
    /// and r × p elements. p(2mr + r²) flops.
    /// </remarks>
    public Matrix<T> Solve(ReadOnlyMatrixView<T> b)
    {
        Arguments.CheckShape(b, Q.Rows, b.Columns);
        Matrix<T> coordinates = Gemm.Multiply(Q.Transposed, b);
        ReadOnlyMatrixView<T> r = TriangularSystem.CheckRank<T>(R.Slice(0, 0, R.Rows, R.Rows));
        TriangularSystem.SolveUpper(KernelSet<T>.Default, Parallelism.None, r, coordinates);
        Matrix<T> x = new(R.Columns, b.Columns);
        for (int i = 0; i < coordinates.Rows; i++)
        {
            coordinates.Row(i).CopyTo(x.Row(Pivots[i]));
        }
        return x;
    }

    /// <summary>An x that makes ‖QRPᵀx − b‖ smallest, from the first r pivots; its other elements are zero.</summary>
    /// <param name="b">m elements; not changed.</param>
    /// <returns>n elements. Of many solutions it is one with few that are not zero, and not the shortest.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has not m elements.</exception>
    /// <exception cref="RankDeficientException">The triangle has a zero on its diagonal.</exception>
    /// <remarks>Allocates the solution and r elements.</remarks>
    public T[] Solve(ReadOnlyVectorView<T> b)
    {
        Arguments.CheckLength(b, Q.Rows);
        return Solve(b.AsColumn()).Column(0).ToArray();
    }
}
