namespace SpanLinalg.Tests;

/// <summary>The managed code at the width of the policy, which has the bits of the static faces.</summary>
public sealed class ProviderUnderTest : IProviderUnderTest
{
    public static LinearAlgebraProvider Provider => SimdProvider.Default;
}
