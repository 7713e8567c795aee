using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class MatrixNormDoubleTests : MatrixNormTests<double>;

public sealed class MatrixNormSingleTests : MatrixNormTests<float>;

/// <summary>Norms of matrices, against the definitions in double precision.</summary>
public abstract class MatrixNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 40, EndSize = 300)]
    public void They_are_what_they_are_defined_to_be(MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        Dense values = a.ToDense();
        double tolerance = 4 * (matrix.Rows + matrix.Columns) * Format<T>.Spacing;
        AssertClose(values.OneNorm(), a.ReadOnly.OneNorm());
        AssertClose(values.Transposed.OneNorm(), a.ReadOnly.InfinityNorm());
        AssertClose(Norms.Frobenius(values), a.View.FrobeniusNorm());
        a.AssertUnchanged();

        void AssertClose(double expected, T actual) =>
            Assert.Equal(expected, Format<T>.ToDouble(actual), tolerance * Math.Max(expected, 1e-300));
    }

    [Fact]
    public void The_Frobenius_norm_does_not_overflow_or_underflow_on_the_way()
    {
        foreach (Layout layout in Layouts.All)
        {
            foreach (double scale in new[] { Format<T>.Largest / 8, Format<T>.SafeMinimum, 16 * Format<T>.Denormal })
            {
                GuardedMatrix<T> a = new(Dense.Build(3, 4, (_, _) => scale), layout);
                double norm = Format<T>.ToDouble(a.ReadOnly.FrobeniusNorm()) / scale;
                Assert.Equal(Math.Sqrt(12), norm, scale < Format<T>.SafeMinimum ? 0.04 : 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_shows(double value)
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<T> a = new(Dense.Build(5, 7, (i, j) => (i, j) == (3, 2) ? value : 1), layout);
            Assert.Equal(value, Format<T>.ToDouble(a.ReadOnly.FrobeniusNorm()));
            Assert.Equal(value, Format<T>.ToDouble(a.ReadOnly.OneNorm()));
            Assert.Equal(value, Format<T>.ToDouble(a.ReadOnly.InfinityNorm()));
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), 70, 300), Layout.PaddedRows);
        T sum = T.Zero;
        Allocations.AssertNone(() =>
            sum += a.View.FrobeniusNorm() + a.View.OneNorm() + a.View.InfinityNorm() + a.View.Transposed.OneNorm()
        );
    }
}
