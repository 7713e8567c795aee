using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemvDoubleTests : GemvTests<double, ProviderUnderTest>;

public sealed class GemvSingleTests : GemvTests<float, ProviderUnderTest>;

/// <summary>y = αAx + βy.</summary>
public abstract class GemvTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static GemvOperations Gemv => TProvider.Provider.Gemv;

    [Property(MaxTest = 1500, StartSize = 5, EndSize = 100)]
    public void Products_of_all_shapes_layouts_and_factors(ProductCase product, Factor alpha, Factor beta)
    {
        product = product with { N = 1 };
        string context = $"{product}, {alpha}, {beta}";
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> x = new(product.Right(), product.B);
        GuardedMatrix<T> y = beta.Value == 0 ? new(product.M, 1, product.C) : new(product.Target(), product.C);
        Matrix<T> before = new(y.ReadOnly);
        (T alphaT, T betaT) = (Format<T>.From(alpha.Value), Format<T>.From(beta.Value));

        Gemv.Multiply(alphaT, a.View, x.View.Column(0), betaT, y.View.Column(0));

        Reference.AssertProduct<T>(alphaT, a.View, x.View, betaT, before, y.View, context);
        a.AssertUnchanged(context);
        x.AssertUnchanged(context);
        y.AssertPaddingIntact(context);
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
