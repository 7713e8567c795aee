using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class VectorKernelDoubleTests : VectorKernelTests<double>;

public sealed class VectorKernelSingleTests : VectorKernelTests<float>;

/// <summary>Dot product, axpy, scaling, exchange and largest magnitude.</summary>
public abstract class VectorKernelTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Dot_products() =>
        ForAll(
            (kernels, length, layoutX, layoutY, context) =>
            {
                GuardedMatrix<T> x = Random(length, layoutX, 1);
                GuardedMatrix<T> y = Random(length, layoutY, 2);
                Reference.Sum sum = default;
                for (int i = 0; i < length; i++)
                {
                    sum.AddProduct(Format<T>.ToDouble(x[i, 0]), Format<T>.ToDouble(y[i, 0]));
                }
                T dot = kernels.Dot(x.View.Column(0), y.View.Column(0));
                AssertClose(sum.Value, dot, SumBound(length, sum.Magnitude), context);
            }
        );

    [Fact]
    public void Axpy() =>
        ForAll(
            (kernels, length, layoutX, layoutY, context) =>
            {
                T alpha = Format<T>.From(-1.7);
                GuardedMatrix<T> x = Random(length, layoutX, 1);
                GuardedMatrix<T> y = Random(length, layoutY, 2);
                Matrix<T> before = new(y.ReadOnly);
                kernels.Axpy(alpha, x.View.Column(0), y.View.Column(0));
                for (int i = 0; i < length; i++)
                {
                    Reference.Sum sum = default;
                    sum.AddProduct(Format<T>.ToDouble(alpha), Format<T>.ToDouble(x[i, 0]));
                    sum.AddProduct(1, Format<T>.ToDouble(before[i, 0]));
                    AssertClose(sum.Value, y[i, 0], SumBound(2, sum.Magnitude), context);
                }
                x.AssertUnchanged(context);
                y.AssertPaddingIntact(context);
            }
        );

    [Fact]
    public void Scaling() =>
        ForAll(
            (kernels, length, layout, _, context) =>
            {
                T alpha = Format<T>.From(-1.7);
                GuardedMatrix<T> x = Random(length, layout, 1);
                Matrix<T> before = new(x.ReadOnly);
                kernels.Scale(alpha, x.View.Column(0));
                for (int i = 0; i < length; i++)
                {
                    Assert.True(x[i, 0] == alpha * before[i, 0], context);
                }
                x.AssertPaddingIntact(context);
            }
        );

    [Fact]
    public void Exchange() =>
        ForAll(
            (kernels, length, layoutX, layoutY, context) =>
            {
                GuardedMatrix<T> x = Random(length, layoutX, 1);
                GuardedMatrix<T> y = Random(length, layoutY, 2);
                Matrix<T> first = new(x.ReadOnly);
                Matrix<T> second = new(y.ReadOnly);
                kernels.Swap(x.View.Column(0), y.View.Column(0));
                Assert.True(Bits.Equal<T>(second, x.ReadOnly), context);
                Assert.True(Bits.Equal<T>(first, y.ReadOnly), context);
                x.AssertPaddingIntact(context);
                y.AssertPaddingIntact(context);
            }
        );

    [Fact]
    public void Largest_magnitudes() =>
        ForAll(
            (kernels, length, layout, _, context) =>
            {
                GuardedMatrix<T> x = Random(length, layout, 1);
                T largest = T.Zero;
                for (int i = 0; i < length; i++)
                {
                    largest = T.Max(largest, T.Abs(x[i, 0]));
                }
                Assert.True(kernels.MaxMagnitude(x.View.Column(0)) == largest, context);
            }
        );

    [Fact]
    public void The_largest_magnitude_finds_one_special_element_wherever_it_is()
    {
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            int length = LongestLength(kernels);
            foreach (Layout layout in Strides)
            {
                GuardedMatrix<T> x = Random(length, layout, 1);
                for (int i = 0; i < length; i++)
                {
                    T kept = x[i, 0];
                    string context = $"{width} {layout} at {i}";

                    x[i, 0] = T.NaN;
                    Assert.True(T.IsNaN(kernels.MaxMagnitude(x.View.Column(0))), context);

                    x[(i + 1) % length, 0] = T.PositiveInfinity;
                    Assert.True(T.IsNaN(kernels.MaxMagnitude(x.View.Column(0))), context);

                    x[i, 0] = T.NegativeInfinity;
                    x[(i + 1) % length, 0] = T.One;
                    Assert.True(T.IsPositiveInfinity(kernels.MaxMagnitude(x.View.Column(0))), context);

                    x[i, 0] = Format<T>.From(-3);
                    Assert.True(kernels.MaxMagnitude(x.View.Column(0)) == Format<T>.From(3), context);
                    x[i, 0] = kept;
                }
            }
        }
    }
}
