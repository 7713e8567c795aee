using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>
/// What a truncated singular value decomposition left out: norms of A − U·diag(S)·Vᵀ, found after the fact.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="FrobeniusNorm">
/// The Frobenius norm, to a few percent or to the rounding error of A, whichever is larger.
/// </param>
/// <param name="SpectralNorm">
/// The spectral norm, estimated from below: to a few percent as a rule, but chance may take more, most of all without
/// power iterations.
/// <see cref="FrobeniusNorm"/> bounds it from above.
/// </param>
/// <remarks>
/// No matrix of rank r comes nearer to A than σᵣ₊₁ in the spectral norm and √(σ²ᵣ₊₁ + σ²ᵣ₊₂ + …) in the Frobenius norm
/// (Eckart and Young).
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
