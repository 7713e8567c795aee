using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemvDoubleTests : GemvTests<double>;

public sealed class GemvSingleTests : GemvTests<float>;

/// <summary>y = αAx + βy.</summary>
public abstract class GemvTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Products_of_all_shapes_layouts_and_factors()
    {
        int index = 0;
        int[] lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100];
        double[] factors = [0, 1, -1, 0.75];
        foreach (int m in lengths)
        {
            foreach (int n in lengths)
            {
                foreach (Layout layout in Layouts.All)
                {
                    index++;
                    double alpha = factors[index % 4];
                    double beta = factors[index / 4 % 4];
                    string context = $"{m}×{n} {layout} alpha={alpha} beta={beta}";
                    Random random = new(index);
                    GuardedMatrix<T> a = new(RandomMatrix.Uniform(random, m, n), layout);
                    GuardedMatrix<T> x = new(RandomMatrix.Uniform(random, n, 1), Layouts.Cycle(index / 5));
                    GuardedMatrix<T> y =
                        beta == 0
                            ? new(m, 1, Layouts.Cycle(index / 3))
                            : new GuardedMatrix<T>(RandomMatrix.Uniform(random, m, 1), Layouts.Cycle(index / 3));
                    Matrix<T> before = new(y.ReadOnly);

                    Gemv.Multiply(
                        Format<T>.From(alpha),
                        a.View,
                        x.View.Column(0),
                        Format<T>.From(beta),
                        y.View.Column(0)
                    );

                    Reference.AssertProduct<T>(
                        Format<T>.From(alpha),
                        a.View,
                        x.View,
                        Format<T>.From(beta),
                        before,
                        y.View,
                        context
                    );
                    a.AssertUnchanged(context);
                    x.AssertUnchanged(context);
                    y.AssertPaddingIntact(context);
                }
            }
        }
    }

    [Fact]
    public void Lengths_must_match()
    {
        Matrix<T> a = new(3, 4);
        Errors.AssertArgument("x", () => Gemv.Multiply(T.One, a, new T[3].AsSpan(), T.Zero, new T[3].AsSpan()));
        Errors.AssertArgument("y", () => Gemv.Multiply(T.One, a, new T[4].AsSpan(), T.Zero, new T[4].AsSpan()));
    }

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused()
    {
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), 4, 4));
        Errors.AssertArgument("y", () => Gemv.Multiply(T.One, a.View, new T[4].AsSpan(), T.Zero, a.View.Column(1)));
        T[] x = new T[5];
        Errors.AssertArgument("y", () => Gemv.Multiply(T.One, a.View, x.AsSpan(0, 4), T.Zero, x.AsSpan(1, 4)));
        a.AssertUnchanged();
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), 60, 70), layout);
            T[] x = new T[70];
            T[] y = new T[60];
            Allocations.AssertNone(() => Gemv.Multiply(T.One, a.View, x.AsSpan(), T.One, y.AsSpan()), $"{layout}");
        }
    }
}
