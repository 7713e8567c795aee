using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>What a truncated singular value decomposition left out: norms of A − U·diag(S)·Vᵀ, found after the fact.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="FrobeniusNorm">The Frobenius norm, to a few percent or to the rounding error of A, whichever is larger.</param>
/// <param name="SpectralNorm">
/// The spectral norm estimated from below, as a rule to a few percent. <see cref="FrobeniusNorm"/> bounds it from above with certainty.
/// </param>
/// <remarks>
/// No approximation of the same rank has an error below the singular values that are left out (Eckart and Young): a spectral norm near S's
/// last value times their ratio means that nothing better was to be had.
/// </remarks>
public readonly record struct TruncationError<T>(T FrobeniusNorm, T SpectralNorm)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The error of cutting an exact decomposition: nothing but the values that are cut off.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="values">Those values, descending.</param>
    internal static TruncationError<T> OfDiscarded(KernelSet<T> kernels, ReadOnlySpan<T> values) =>
        values.IsEmpty ? default : new(kernels.Norm(values), values[0]);
}
