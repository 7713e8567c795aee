using SpanLinalg.OpenBlas.Tests;

namespace SpanLinalg.Tests;

/// <summary>OpenBLAS, for the laws of the core's tests that are compiled here.</summary>
public sealed class ProviderUnderTest : IProviderUnderTest
{
    public static LinearAlgebraProvider Provider => Native.Provider;
}
