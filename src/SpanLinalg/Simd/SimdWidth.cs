namespace SpanLinalg;

/// <summary>The width of the vectors that kernels compute with, in bits.</summary>
public enum SimdWidth
{
    /// <summary>One element at a time.</summary>
    Scalar = 0,

    /// <summary>128 bits: SSE or NEON.</summary>
    Vector128 = 128,

    /// <summary>256 bits: AVX2.</summary>
    Vector256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512 = 512,
}
