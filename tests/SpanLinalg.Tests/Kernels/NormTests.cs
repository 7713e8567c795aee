using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class NormDoubleTests : NormTests<double>;

public sealed class NormSingleTests : NormTests<float>;

/// <summary>The Euclidean norm is right wherever the result can be represented.</summary>
public abstract class NormTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Ordinary_numbers() => ForAllScales(1);

    [Fact]
    public void Numbers_whose_squares_underflow() => ForAllScales(Format<T>.SafeMinimum * 4);

    [Fact]
    public void Denormal_numbers() => ForAllScales(Format<T>.Denormal * 1000);

    [Fact]
    public void The_smallest_denormal_numbers() => ForAllScales(Format<T>.Denormal);

    [Fact]
    public void Numbers_near_the_root_of_the_smallest() => ForAllScales(Math.Sqrt(Format<T>.SafeMinimum));

    [Fact]
    public void Numbers_near_the_root_of_the_largest() => ForAllScales(Math.Sqrt(Format<T>.Largest));

    [Fact]
    public void Numbers_whose_squares_overflow() => ForAllScales(Format<T>.Largest / 64);

    /// <summary>Exponents from one place in the range of the format to another, be it near or far.</summary>
    [Property(MaxTest = 500, EndSize = 200)]
    public void Numbers_of_any_magnitudes(Length length, Layout layout, int seed)
    {
        Random random = new(seed);
        int highest = Math.ILogB(Format<T>.Largest) - 8;
        int from = random.Next(Math.ILogB(Format<T>.Denormal), highest);
        int to = random.Next(from, highest) + 1;
        GuardedMatrix<T> x = new(
            Dense.Build(length, 1, (_, _) => Math.ScaleB((2 * random.NextDouble()) - 1, random.Next(from, to))),
            layout
        );
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            AssertNorm(x, kernels.Norm(x.View.Column(0)), $"{width}");
        }
        x.AssertUnchanged();
    }

    [Fact]
    public void Tiny_numbers_beside_huge_ones()
    {
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            GuardedMatrix<T> x = new(new Dense(50, 1));
            for (int i = 0; i < 50; i++)
            {
                x[i, 0] = Format<T>.From(i % 2 == 0 ? Format<T>.SafeMinimum : Format<T>.Largest / 8);
            }
            AssertNorm(x, kernels.Norm(x.View.Column(0)), $"{width}");
        }
    }

    [Fact]
    public void Three_and_four_make_five_at_every_scale()
    {
        int lowest = (int)Math.Log2(Format<T>.Denormal);
        int highest = (int)Math.Log2(Format<T>.Largest) - 3;
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            for (int exponent = lowest; exponent <= highest; exponent++)
            {
                double scale = Math.ScaleB(1, exponent);
                GuardedMatrix<T> x = new(Dense.Build(2, 1, (i, _) => (i == 0 ? 3 : -4) * scale));
                double norm = Format<T>.ToDouble(kernels.Norm(x.View.Column(0)));
                Assert.True(Math.Abs((norm / scale) - 5) <= 20 * Format<T>.Unit, $"{width} 2^{exponent}: {norm}");
            }
        }
    }

    [Fact]
    public void Infinity_and_NaN()
    {
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            for (int length = 1; length <= LongestLength(kernels); length += 7)
            {
                GuardedMatrix<T> x = Random(length, Layout.RowMajor, 1);
                x[length / 2, 0] = T.NegativeInfinity;
                Assert.True(T.IsPositiveInfinity(kernels.Norm(x.View.Column(0))), $"{width} n={length}");
                x[length - 1, 0] = T.NaN;
                Assert.True(T.IsNaN(kernels.Norm(x.View.Column(0))), $"{width} n={length}");
            }
        }
    }

    private static void ForAllScales(double scale)
    {
        foreach ((SimdWidth width, var kernels) in Widths)
        {
            for (int length = 0; length <= LongestLength(kernels); length++)
            {
                foreach (Layout layout in Strides)
                {
                    Random random = new(length);
                    GuardedMatrix<T> x = new(scale * RandomMatrix.Uniform(random, length, 1), layout);
                    AssertNorm(x, kernels.Norm(x.View.Column(0)), $"{width} n={length} {layout}");
                    x.AssertUnchanged();
                }
            }
        }
    }

    private static void AssertNorm(GuardedMatrix<T> x, T norm, string context)
    {
        // Scaled by a power of two, which is exact, before squaring.
        double largest = x.ToDense().MaxNorm();
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        Reference.Sum sum = default;
        for (int i = 0; i < x.Rows; i++)
        {
            double scaled = Math.ScaleB(Format<T>.ToDouble(x[i, 0]), -exponent);
            sum.AddProduct(scaled, scaled);
        }
        double expected = Math.ScaleB(Math.Sqrt(sum.Value), exponent);
        AssertClose(expected, norm, ((x.Rows + 4) * Format<T>.Unit * expected) + Format<T>.Denormal, context);
    }
}
