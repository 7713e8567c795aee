namespace SpanLinalg.Tests;

public sealed class UnsupportedTypeTests
{
    [Fact]
    public void Types_other_than_float_and_double_are_refused_by_name()
    {
        Matrix<Half> a = new(2, 2);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() =>
            Gemm.Multiply(a, a, new Matrix<Half>(2, 2))
        );
        Assert.Contains("Half", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Svd.Values(a, new Half[2]));
        Assert.Throws<NotSupportedException>(() => SimdProvider.Default.Qr.Factor<Half>(a, new Half[2]));
    }
}
