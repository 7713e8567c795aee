using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class Blas1DoubleTests : Blas1Tests<double>;

public sealed class Blas1SingleTests : Blas1Tests<float>;

/// <summary>
/// The public operations on vectors: right over lengths and strides, no byte outside, no allocation. The kernels have
/// tests of their own.
/// </summary>
public abstract class Blas1Tests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static GuardedMatrix<T> Random(int length, Layout layout, int seed) =>
        new(RandomMatrix.Uniform(new Random(seed), length, 1), layout);

    [Property(EndSize = 300)]
    public void Reductions(Length length, Layout layoutOfX, Layout layoutOfY)
    {
        GuardedMatrix<T> x = Random(length, layoutOfX, 1);
        GuardedMatrix<T> y = Random(length, layoutOfY, 2);
        Dense dx = x.ToDense();
        Dense dy = y.ToDense();
        (double dot, double squares, double largest) = (0, 0, 0);
        for (int i = 0; i < length; i++)
        {
            dot += dx[i, 0] * dy[i, 0];
            squares += dx[i, 0] * dx[i, 0];
            largest = Math.Max(largest, Math.Abs(dx[i, 0]));
        }
        double tolerance = (length + 1) * length * Format<T>.Spacing;
        Assert.Equal(dot, Format<T>.ToDouble(Blas1.Dot(x.View.Column(0), y.ReadOnly.Column(0))), tolerance);
        Assert.Equal(Math.Sqrt(squares), Format<T>.ToDouble(Blas1.Norm(x.View.Column(0))), tolerance);
        Assert.Equal(largest, Format<T>.ToDouble(Blas1.MaxMagnitude(x.View.Column(0))));
        x.AssertUnchanged();
        y.AssertUnchanged();
    }

    [Property(EndSize = 300)]
    public void Updates(Length length, Layout layoutOfX, Layout layoutOfY)
    {
        T alpha = Format<T>.From(-1.75);
        GuardedMatrix<T> x = Random(length, layoutOfX, 1);
        GuardedMatrix<T> y = Random(length, layoutOfY, 2);
        Dense sum = y.ToDense() + (-1.75 * x.ToDense());
        Dense scaled = -1.75 * x.ToDense();
        Blas1.AddScaled(alpha, x.ReadOnly.Column(0), y.View.Column(0));
        x.AssertUnchanged();
        y.AssertPaddingIntact();
        Assert.True((sum - y.ToDense()).MaxNorm() <= 8 * Format<T>.Spacing);
        Blas1.Scale(alpha, x.View.Column(0));
        x.AssertPaddingIntact();
        Assert.True((scaled - x.ToDense()).MaxNorm() <= 4 * Format<T>.Spacing);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<T> x = Random(100, layout, 1);
            GuardedMatrix<T> y = Random(100, layout, 2);
            Allocations.AssertNone(
                () =>
                {
                    T dot = Blas1.Dot(x.View.Column(0), y.View.Column(0));
                    T norm = Blas1.Norm(x.View.Column(0)) + Blas1.MaxMagnitude(y.View.Column(0));
                    Blas1.AddScaled(dot, x.ReadOnly.Column(0), y.View.Column(0));
                    Blas1.Scale(T.One / (norm + T.One), y.View.Column(0));
                },
                layout.ToString()
            );
        }
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Errors.AssertArgument("y", () => Blas1.Dot(new T[3], new T[4]));
        Errors.AssertArgument("y", () => Blas1.AddScaled(T.One, new T[3], new T[2]));
        Matrix<T> matrix = new(3, 4);
        Errors.AssertArgument("y", () => Blas1.Dot(matrix.Row(0), matrix.Column(0)));
        T[] empty = [];
        Assert.Equal(T.Zero, Blas1.Dot(empty, empty));
        Assert.Equal(T.Zero, Blas1.Norm(empty));
        Assert.Equal(T.Zero, Blas1.MaxMagnitude(empty));
    }

    [Fact]
    public void A_sum_that_overlaps_its_addend_is_refused_unless_it_is_the_same()
    {
        T[] memory = [.. Enumerable.Range(1, 6).Select(i => T.CreateChecked(i))];
        Errors.AssertArgument("y", () => Blas1.AddScaled(T.One, memory.AsSpan(0, 5), memory.AsSpan(1)));
        Errors.AssertArgument("y", () => Blas1.AddScaled(T.One, new VectorView<T>(memory, 3, 2), memory.AsSpan(0, 3)));
        Assert.Equal([.. Enumerable.Range(1, 6).Select(i => T.CreateChecked(i))], memory);
        Blas1.AddScaled(T.One, memory, memory);
        Assert.Equal([.. Enumerable.Range(1, 6).Select(i => T.CreateChecked(2 * i))], memory);
        Blas1.AddScaled(T.One, new VectorView<T>(memory, 3, 2), new VectorView<T>(memory.AsSpan(1), 3, 2));
        Assert.Equal(T.CreateChecked(6), memory[1]);
    }
}
