namespace SpanLinalg.Tests;

/// <summary>
/// LAPACK's acceptance ratios: residuals in one-norms, in units of the rounding error that is to be expected.
/// </summary>
/// <remarks>E. Anderson, J. Dongarra, S. Ostrouchov: Installation Guide for LAPACK (LAPACK Working Note 41).</remarks>
internal static class Ratios
{
    /// <summary>A ratio below this passes in LAPACK's tests of the QR factorisation.</summary>
    public const double QrThreshold = 30;

    /// <summary>A ratio below this passes in LAPACK's tests of the singular value decomposition.</summary>
    public const double SvdThreshold = 50;

    /// <summary>‖residual‖₁/(size·‖scale‖₁·ε); a residual of exactly zero passes whatever the scale.</summary>
    public static double Relative(Dense residual, Dense scale, int size, double epsilon)
    {
        double norm = residual.OneNorm();
        return norm == 0 ? 0 : norm / scale.OneNorm() / (Math.Max(size, 1) * epsilon);
    }

    /// <summary>‖I − QᵀQ‖₁/(size·ε).</summary>
    public static double Orthogonality(Dense q, int size, double epsilon) =>
        ((q.Transposed * q) - Dense.Identity(q.Columns)).OneNorm() / (Math.Max(size, 1) * epsilon);

    /// <summary>The ratio is a number below the threshold.</summary>
    public static void AssertBelow(double threshold, double ratio, string quantity, string context) =>
        Assert.True(ratio < threshold, $"{context}: {quantity} has the ratio {ratio}, {threshold} is too much.");
}
