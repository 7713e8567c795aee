using System.Numerics;

namespace SpanLinalg;

/// <summary>A singular value decomposition A = U·diag(S)·Vᵀ, thin or full.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="U">m × min(m, n), orthonormal columns; m × m if it is full.</param>
/// <param name="S">min(m, n) singular values, descending.</param>
/// <param name="Vt">min(m, n) × n, orthonormal rows; n × n if it is full.</param>
public sealed record SvdFactors<T>(Matrix<T> U, T[] S, Matrix<T> Vt)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The transpose of <see cref="Vt"/>, whose elements it shares.</summary>
    public MatrixView<T> V => Vt.Transposed;

    /// <summary>U·diag(S)·Vᵀ: A again, to rounding. Allocates it.</summary>
    /// <remarks>2mnk flops with k = min(m, n).</remarks>
    public Matrix<T> Reconstruct() => SingularFactors.Reconstruct(U, S, Vt);

    /// <summary>Of all X that make ‖AX − B‖ smallest, column by column, the shortest, A⁺B (LAPACK: gelsd).</summary>
    /// <param name="b">m × p; not changed.</param>
    /// <param name="tolerance">
    /// Singular values that are not larger count as zero; null stands for max(m, n)·ε·σ₁, where ε is the distance
    /// from 1 to the next number.
    /// </param>
    /// <returns>n × p.</returns>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or NaN.</exception>
    /// <remarks>
    /// Works at every rank. Allocates the solution and k × p elements. 2pk(m + n) flops with k = min(m, n).
    /// </remarks>
    public Matrix<T> Solve(ReadOnlyMatrixView<T> b, T? tolerance = null) =>
        SingularFactors.Solve(U, S, Vt, b, tolerance);

    /// <summary>Of all x that make ‖Ax − b‖ smallest the shortest, A⁺b (LAPACK: gelsd).</summary>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="tolerance">
    /// Singular values that are not larger count as zero; null stands for max(m, n)·ε·σ₁, where ε is the distance
    /// from 1 to the next number.
    /// </param>
    /// <returns>n elements.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has not m elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or NaN.</exception>
    /// <remarks>
    /// Works at every rank. Allocates the solution and k elements. 2k(m + n) flops with k = min(m, n).
    /// </remarks>
    public T[] Solve(ReadOnlyVectorView<T> b, T? tolerance = null) => SingularFactors.Solve(U, S, Vt, b, tolerance);
}
