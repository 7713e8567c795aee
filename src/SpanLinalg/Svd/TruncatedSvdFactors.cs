using System.Numerics;

namespace SpanLinalg;

/// <summary>A truncated singular value decomposition A ≈ U·diag(S)·Vᵀ of rank r.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="U">m × r, orthonormal columns.</param>
/// <param name="S">r leading singular values, descending.</param>
/// <param name="Vt">r × n, orthonormal rows.</param>
/// <param name="Error">What is left out.</param>
public sealed record TruncatedSvdFactors<T>(Matrix<T> U, T[] S, Matrix<T> Vt, TruncationError<T> Error)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
