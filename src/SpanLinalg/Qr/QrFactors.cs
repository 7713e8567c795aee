namespace SpanLinalg;

/// <summary>A thin QR decomposition A = QR.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Q">m × min(m, n), orthonormal columns.</param>
/// <param name="R">min(m, n) × n, zero below the diagonal.</param>
public sealed record QrFactors<T>(Matrix<T> Q, Matrix<T> R)
    where T : unmanaged;
