using System.Numerics;

namespace SpanLinalg;

/// <summary>A truncated singular value decomposition A ≈ U·diag(S)·Vᵀ of rank r.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="U">m × r, orthonormal columns.</param>
/// <param name="S">r leading singular values, descending.</param>
/// <param name="Vt">r × n, orthonormal rows.</param>
/// <param name="Error">What is left out.</param>
public sealed record TruncatedSvdFactors<T>(Matrix<T> U, T[] S, Matrix<T> Vt, TruncationError<T> Error)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="SvdFactors{T}.V"/>
    public MatrixView<T> V => Vt.Transposed;

    /// <summary>U·diag(S)·Vᵀ, the approximation of A. Allocates it.</summary>
    /// <remarks>2mnr flops.</remarks>
    public Matrix<T> Reconstruct() => SingularFactors.Reconstruct(U, S, Vt);

    /// <summary>
    /// Of all X that make ‖ÂX − B‖ smallest for the approximation Â, column by column, the shortest, Â⁺B.
    /// </summary>
    /// <inheritdoc cref="SvdFactors{T}.Solve(ReadOnlyMatrixView{T}, T?)"
    /// path="/*[not(self::summary or self::remarks)]"/>
    /// <remarks>
    /// Leaving out the small singular values regularises. Allocates the solution and r × p elements. 2pr(m + n)
    /// flops.
    /// </remarks>
    public Matrix<T> Solve(ReadOnlyMatrixView<T> b, T? tolerance = null) =>
        SingularFactors.Solve(U, S, Vt, b, tolerance);

    /// <summary>Of all x that make ‖Âx − b‖ smallest for the approximation Â the shortest, Â⁺b.</summary>
    /// <inheritdoc cref="SvdFactors{T}.Solve(ReadOnlyVectorView{T}, T?)"
    /// path="/*[not(self::summary or self::remarks)]"/>
    /// <remarks>
    /// Leaving out the small singular values regularises. Allocates the solution and r elements. 2r(m + n) flops.
    /// </remarks>
    public T[] Solve(ReadOnlyVectorView<T> b, T? tolerance = null) => SingularFactors.Solve(U, S, Vt, b, tolerance);
}
