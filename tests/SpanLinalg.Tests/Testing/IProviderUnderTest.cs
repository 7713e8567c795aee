namespace SpanLinalg.Tests;

/// <summary>Whom the laws of the operations are tried on: they hold for every provider.</summary>
public interface IProviderUnderTest
{
    static abstract LinearAlgebraProvider Provider { get; }
}
