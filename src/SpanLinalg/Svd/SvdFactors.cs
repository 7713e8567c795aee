namespace SpanLinalg;

/// <summary>A thin singular value decomposition A = U·diag(S)·Vᵀ.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="U">m × min(m, n), orthonormal columns.</param>
/// <param name="S">min(m, n) singular values, descending.</param>
/// <param name="Vt">min(m, n) × n, orthonormal rows.</param>
public sealed record SvdFactors<T>(Matrix<T> U, T[] S, Matrix<T> Vt)
    where T : unmanaged;
