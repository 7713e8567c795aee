using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmLawDoubleTests : GemmLawTests<double, ProviderUnderTest>;

public sealed class GemmLawSingleTests : GemmLawTests<float, ProviderUnderTest>;

/// <summary>The laws of matrix products, over generated shapes and layouts.</summary>
public abstract class GemmLawTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static GemmOperations Gemm => TProvider.Provider.Gemm;

    /// <summary>The magnitude of a sum of k products of numbers up to one, in units of its rounding error.</summary>
    private static double Tolerance(int k) => 4 * (k + 4) * (k + 1) * Format<T>.Unit;

    [Property(EndSize = 70)]
    public void The_transpose_of_a_product_is_the_product_of_the_transposes(ProductCase product)
    {
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);
        GuardedMatrix<T> c = new(product.M, product.N, product.C);
        GuardedMatrix<T> transposed = new(product.N, product.M, product.C);
        Gemm.Multiply(a.View, b.View, c.View);
        Gemm.Multiply(b.View.Transposed, a.View.Transposed, transposed.View);
        AssertClose(c.ToDense(), transposed.ToDense().Transposed, Tolerance(product.K));
        c.AssertPaddingIntact();
        transposed.AssertPaddingIntact();
    }

    [Property(EndSize = 70)]
    public void Products_distribute_over_sums(ProductCase product)
    {
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);
        Dense other = RandomMatrix.Uniform(new Random(product.Seed ^ 2), product.K, product.N);
        GuardedMatrix<T> d = new(other, product.C);
        GuardedMatrix<T> sum = new(b.ToDense() + d.ToDense(), product.B);

        GuardedMatrix<T> together = new(product.M, product.N, product.C);
        Gemm.Multiply(a.View, sum.View, together.View);
        GuardedMatrix<T> apart = new(product.M, product.N, product.C);
        Gemm.Multiply(a.View, b.View, apart.View);
        Gemm.Multiply(T.One, a.View, d.View, T.One, apart.View);
        AssertClose(together.ToDense(), apart.ToDense(), 3 * Tolerance(product.K));
    }

    [Property(EndSize = 70)]
    public void A_product_in_pieces_of_the_inner_dimension_is_the_product(ProductCase product)
    {
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);
        GuardedMatrix<T> whole = new(product.M, product.N, product.C);
        Gemm.Multiply(a.View, b.View, whole.View);

        int cut = product.K / 3;
        GuardedMatrix<T> pieces = new(product.M, product.N, product.C);
        Gemm.Multiply(a.View.Slice(0, 0, product.M, cut), b.View.Slice(0, 0, cut, product.N), pieces.View);
        Gemm.Multiply(
            T.One,
            a.View.Slice(0, cut, product.M, product.K - cut),
            b.View.Slice(cut, 0, product.K - cut, product.N),
            T.One,
            pieces.View
        );
        AssertClose(whole.ToDense(), pieces.ToDense(), Tolerance(product.K));
    }

    [Property(EndSize = 70)]
    public void The_identity_changes_nothing_at_all(ProductCase product)
    {
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> identity = new(Dense.Identity(product.K), product.B);
        GuardedMatrix<T> c = new(product.M, product.K, product.C);
        Gemm.Multiply(a.View, identity.View, c.View);
        Assert.Equal(0, (c.ToDense() - a.ToDense()).MaxNorm());
    }

    [Property(EndSize = 70)]
    public void A_power_of_two_as_factor_scales_every_bit_of_the_result(ProductCase product)
    {
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);
        GuardedMatrix<T> one = new(product.M, product.N, product.C);
        GuardedMatrix<T> eight = new(product.M, product.N, product.C);
        Gemm.Multiply(T.One, a.View, b.View, T.Zero, one.View);
        Gemm.Multiply(Format<T>.From(8), a.View, b.View, T.Zero, eight.View);
        Assert.Equal(0, ((8 * one.ToDense()) - eight.ToDense()).MaxNorm());
    }

    private static void AssertClose(Dense x, Dense y, double tolerance)
    {
        double difference = (x - y).MaxNorm();
        Assert.True(difference <= tolerance, $"differ by {difference}, at most {tolerance} is allowed");
    }
}
