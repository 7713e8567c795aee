using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class MatrixOperatorDoubleTests : MatrixOperatorTests<double>;

public sealed class MatrixOperatorSingleTests : MatrixOperatorTests<float>;

/// <summary>The arithmetic of matrices, against the same in double precision.</summary>
public abstract class MatrixOperatorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(EndSize = 40)]
    public void Products(MatrixCase left, Length columns, Layout layout)
    {
        GuardedMatrix<T> a = left.Create<T>();
        Dense values = RandomMatrix.Uniform(new Random(left.Seed ^ 1), a.Columns, columns);
        GuardedMatrix<T> b = new(values, layout);
        AssertClose(a.ToDense() * b.ToDense(), a.ReadOnly * b.View, a.Columns + 1);
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Property(EndSize = 40)]
    public void Sums_and_multiples(MatrixCase left, Layout layout)
    {
        GuardedMatrix<T> a = left.Create<T>();
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(new Random(left.Seed ^ 1), a.Rows, a.Columns), layout);
        T two = T.One + T.One;
        AssertClose(a.ToDense() + b.ToDense(), a.View + b.ReadOnly, 2);
        AssertClose(a.ToDense() - b.ToDense(), a.ReadOnly - b.View, 2);
        AssertClose(-1 * a.ToDense(), -a.View, 0);
        AssertClose(2 * a.ToDense(), two * a.View, 0);
        AssertClose(2 * a.ToDense(), a.ReadOnly * two, 0);
        AssertClose(0.5 * a.ToDense(), a.View / two, 0);
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Fact]
    public void Shapes_must_fit()
    {
        Matrix<T> a = new(2, 3);
        Errors.AssertArgument("b", () => _ = a * a);
        Errors.AssertArgument("b", () => _ = a + a.Transposed);
        Errors.AssertArgument("b", () => _ = a.View - new Matrix<T>(2, 2));
        Errors.AssertArgument("b", () => Gemm.Multiply(a, a));
    }

    [Fact]
    public void Allocating_products_have_the_bits_of_the_others()
    {
        Matrix<T> a = new(new GuardedMatrix<T>(RandomMatrix.Uniform(new Random(1), 50, 70)).ReadOnly);
        Matrix<T> expected = new(50, 50);
        Gemm.Multiply(a, a.Transposed, expected.View);
        Assert.True(Bits.Equal<T>(expected, Gemm.Multiply(a, a.Transposed)));
        Assert.True(Bits.Equal<T>(expected, Gemm.Multiply(a.View, a.Transposed, Parallelism.None)));
        Assert.True(Bits.Equal<T>(expected, a * a.Transposed));
    }

    private static void AssertClose(Dense expected, Matrix<T> actual, int roundings)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double error = (expected - Dense.From<T>(actual)).MaxNorm();
        Assert.True(error <= 2 * roundings * Format<T>.Spacing, $"{actual.Rows}×{actual.Columns}: {error}");
    }
}
