using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

public sealed class GemmLawDoubleTests : GemmLawTests<double>;

public sealed class GemmLawSingleTests : GemmLawTests<float>;

/// <summary>The laws of matrix products, over generated shapes and layouts.</summary>
public abstract class GemmLawTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private sealed record Product(int M, int N, int K, Layout A, Layout B, Layout C, int Seed)
    {
        public Dense Left() => RandomMatrix.Uniform(new Random(Seed), M, K);

        public Dense Right() => RandomMatrix.Uniform(new Random(Seed ^ 1), K, N);
    }

    private static readonly Gen<Product> Products =
        from m in MatrixCase.Length(70)
        from n in MatrixCase.Length(70)
        from k in MatrixCase.Length(70)
        from a in Gen.Elements(Layouts.All)
        from b in Gen.Elements(Layouts.All)
        from c in Gen.Elements(Layouts.All)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Product(m, n, k, a, b, c, seed);

    private static IEnumerable<Product> Shrink(Product failing)
    {
        yield return failing with
        {
            M = failing.M / 2,
        };
        yield return failing with
        {
            N = failing.N / 2,
        };
        yield return failing with
        {
            K = failing.K / 2,
        };
        yield return failing with
        {
            A = Layout.RowMajor,
            B = Layout.RowMajor,
            C = Layout.RowMajor,
        };
    }

    private static void Check(Action<Product> holds) =>
        Property.Check(Products, holds, shrink: failing => Shrink(failing).Where(simpler => simpler != failing));

    /// <summary>The magnitude of a sum of k products of numbers up to one, in units of its rounding error.</summary>
    private static double Tolerance(int k) => 4 * (k + 4) * (k + 1) * Format<T>.Unit;

    [Fact]
    public void The_transpose_of_a_product_is_the_product_of_the_transposes() =>
        Check(product =>
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
        });

    [Fact]
    public void Products_distribute_over_sums() =>
        Check(product =>
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
        });

    [Fact]
    public void A_product_in_pieces_of_the_inner_dimension_is_the_product() =>
        Check(product =>
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
        });

    [Fact]
    public void The_identity_changes_nothing_at_all() =>
        Check(product =>
        {
            GuardedMatrix<T> a = new(product.Left(), product.A);
            GuardedMatrix<T> identity = new(Dense.Identity(product.K), product.B);
            GuardedMatrix<T> c = new(product.M, product.K, product.C);
            Gemm.Multiply(a.View, identity.View, c.View);
            Assert.Equal(0, (c.ToDense() - a.ToDense()).MaxNorm());
        });

    [Fact]
    public void A_power_of_two_as_factor_scales_every_bit_of_the_result() =>
        Check(product =>
        {
            GuardedMatrix<T> a = new(product.Left(), product.A);
            GuardedMatrix<T> b = new(product.Right(), product.B);
            GuardedMatrix<T> one = new(product.M, product.N, product.C);
            GuardedMatrix<T> eight = new(product.M, product.N, product.C);
            Gemm.Multiply(T.One, a.View, b.View, T.Zero, one.View);
            Gemm.Multiply(Format<T>.From(8), a.View, b.View, T.Zero, eight.View);
            Assert.Equal(0, ((8 * one.ToDense()) - eight.ToDense()).MaxNorm());
        });

    private static void AssertClose(Dense x, Dense y, double tolerance)
    {
        double difference = (x - y).MaxNorm();
        Assert.True(difference <= tolerance, $"differ by {difference}, at most {tolerance} is allowed");
    }
}
