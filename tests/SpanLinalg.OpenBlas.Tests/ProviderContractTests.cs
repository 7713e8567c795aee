using System.Numerics;
using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

public sealed class ProviderContractDoubleTests : ProviderContractTests<double>;

public sealed class ProviderContractSingleTests : ProviderContractTests<float>;

/// <summary>
/// Both providers refuse the same arguments with the same exceptions, and treat the same degenerate input alike.
/// </summary>
public abstract class ProviderContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static IEnumerable<LinearAlgebraProvider> Both => [SimdProvider.Default, Native.Provider];

    private static GuardedMatrix<T> Random(int rows, int columns, Layout layout = default) =>
        new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), layout);

    [NativeFact]
    public void Shapes_must_match()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            GuardedMatrix<T> a = Random(9, 6);
            T[] six = new T[6];
            Refused("b", () => provider.Gemm.Multiply(T.One, a.ReadOnly, New(5, 2), T.Zero, New(9, 2)));
            Refused("c", () => provider.Gemm.Multiply(T.One, a.ReadOnly, New(6, 2), T.Zero, New(9, 3)));
            Refused("x", () => provider.Gemv.Multiply(T.One, a.ReadOnly, new T[5].AsSpan(), T.Zero, new T[9].AsSpan()));
            Refused("y", () => provider.Gemv.Multiply(T.One, a.ReadOnly, six.AsSpan(), T.Zero, new T[8].AsSpan()));
            Refused("tau", () => provider.Qr.Factor(a.View, new T[5]));
            Refused("tau", () => provider.Qr.FormQ(a.ReadOnly, new T[5], New(9, 6)));
            Refused("q", () => provider.Qr.FormQ(a.ReadOnly, six, New(9, 5)));
            Refused("q", () => provider.Qr.FormQ(a.ReadOnly, six, New(9, 10)));
            Refused("q", () => provider.Qr.FormQ(a.ReadOnly, six, New(8, 6)));
            Refused("tau", () => provider.Qr.ApplyQ(QSide.Left, a.ReadOnly, new T[5], New(9, 2)));
            Refused("c", () => provider.Qr.ApplyQ(QSide.Left, a.ReadOnly, six, New(6, 9)));
            Refused("c", () => provider.Qr.ApplyQTransposed(QSide.Right, a.ReadOnly, six, New(9, 6)));
            Refused("u", () => provider.Svd.Thin(a.ReadOnly, New(9, 9), six, New(6, 6)));
            Refused("vt", () => provider.Svd.Thin(a.ReadOnly, New(9, 6), six, New(5, 6)));
            Refused("s", () => provider.Svd.Thin(a.ReadOnly, New(9, 6), new T[5], New(6, 6)));
            Refused("u", () => provider.Svd.Full(a.ReadOnly, New(9, 6), six, New(6, 6)));
            Refused("s", () => provider.Svd.Values(a.ReadOnly, new T[5]));
            a.AssertUnchanged();
        }

        static Matrix<T> New(int rows, int columns) => new(rows, columns);
    }

    [NativeFact]
    public void A_destination_that_overlaps_an_input_is_refused()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            GuardedMatrix<T> memory = Random(20, 20);
            T[] five = new T[5];
            Refused(
                "c",
                () =>
                    provider.Gemm.Multiply(
                        T.One,
                        Block(memory, 0, 0, 5, 5),
                        Block(memory, 9, 9, 5, 5),
                        T.Zero,
                        Block(memory, 4, 4, 5, 5)
                    )
            );
            Refused(
                "y",
                () =>
                    provider.Gemv.Multiply(
                        T.One,
                        Block(memory, 0, 0, 5, 5),
                        five.AsSpan(),
                        T.Zero,
                        Block(memory, 4, 4, 5, 1).Column(0)
                    )
            );
            Refused("q", () => provider.Qr.FormQ(Block(memory, 0, 0, 9, 5), five, Block(memory, 3, 3, 9, 5)));
            Refused(
                "c",
                () =>
                    provider.Qr.ApplyQTransposed(QSide.Left, Block(memory, 0, 0, 9, 5), five, Block(memory, 8, 4, 9, 1))
            );
            Refused(
                "u",
                () => provider.Svd.Thin(Block(memory, 0, 0, 6, 5), Block(memory, 5, 3, 6, 5), five, new Matrix<T>(5, 5))
            );
            Refused(
                "vt",
                () => provider.Svd.Full(Block(memory, 0, 0, 5, 5), new Matrix<T>(5, 5), five, Block(memory, 4, 4, 5, 5))
            );
            memory.AssertUnchanged();
        }

        static MatrixView<T> Block(GuardedMatrix<T> memory, int row, int column, int rows, int columns) =>
            memory.View.Slice(row, column, rows, columns);
    }

    [NativeTheory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_element_that_is_not_finite_is_named_and_nothing_is_written(double value)
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            foreach (Layout layout in Layouts.All)
            {
                GuardedMatrix<T> a = Random(9, 6, layout);
                a[7, 2] = Format<T>.From(value);
                a.Freeze();
                GuardedMatrix<T> u = new GuardedMatrix<T>(9, 6, layout).Freeze();
                GuardedMatrix<T> s = GuardedSpan.Create<T>(6).Freeze();
                GuardedMatrix<T> vt = new GuardedMatrix<T>(6, 6, layout).Freeze();
                Errors.AssertNotFinite(7, 2, () => provider.Qr.Factor(a.View, s.Span));
                Errors.AssertNotFinite(7, 2, () => provider.Svd.Thin(a.ReadOnly, u.View, s.Span, vt.View));
                Errors.AssertNotFinite(7, 2, () => provider.Svd.Values(a.ReadOnly, s.Span));
                a.AssertUnchanged();
                u.AssertUnchanged();
                s.AssertUnchanged();
                vt.AssertUnchanged();
            }
        }
    }

    [NativeFact]
    public async Task Without_the_check_there_is_an_end_and_no_wrong_answer()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            foreach ((int m, int n) in new[] { (1, 1), (2, 2), (30, 30), (60, 10), (10, 60), (70, 70) })
            {
                foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
                {
                    GuardedMatrix<T> a = Random(m, n);
                    a[m / 2, n / 2] = Format<T>.From(value);
                    T[] s = new T[Math.Min(m, n)];
                    foreach (bool vectors in new[] { true, false })
                    {
                        Task<bool> run = Task.Run(() => Converges(provider, a, s, vectors));
                        bool converged = await run.WaitAsync(TimeSpan.FromSeconds(60));
                        Assert.True(
                            !converged || s.Any(x => !T.IsFinite(x)),
                            $"{provider.Name}: {m}×{n} with {value} gave an answer"
                        );
                    }

                    provider.Qr.Factor(a.View, s, checkFinite: false);
                    Assert.False(double.IsFinite(a.ToDense().OneNorm()));
                }
            }
        }

        static bool Converges(LinearAlgebraProvider provider, GuardedMatrix<T> a, T[] s, bool vectors)
        {
            try
            {
                if (vectors)
                {
                    provider.Svd.Thin(
                        a.ReadOnly,
                        new Matrix<T>(a.Rows, s.Length),
                        s,
                        new Matrix<T>(s.Length, a.Columns),
                        false
                    );
                }
                else
                {
                    provider.Svd.Values(a.ReadOnly, s, checkFinite: false);
                }
                return true;
            }
            catch (ConvergenceException)
            {
                return false;
            }
        }
    }

    [NativeFact]
    public void Empty_matrices_give_empty_results_and_identities()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            foreach ((int m, int n) in new[] { (0, 0), (3, 0), (0, 3) })
            {
                GuardedMatrix<T> a = new(m, n);
                GuardedMatrix<T> u = new(m, m, Layout.PaddedRows);
                GuardedMatrix<T> vt = new(n, n, Layout.PaddedColumns);
                provider.Svd.Full(a.ReadOnly, u.View, [], vt.View);
                Assert.Equal(0, (u.ToDense() - Dense.Identity(m)).MaxNorm());
                Assert.Equal(0, (vt.ToDense() - Dense.Identity(n)).MaxNorm());

                GuardedMatrix<T> q = new(m, m);
                provider.Qr.Factor(a.View, []);
                provider.Qr.FormQ(a.ReadOnly, [], q.View);
                Assert.Equal(0, (q.ToDense() - Dense.Identity(m)).MaxNorm());

                // Nothing is added to βy.
                GuardedMatrix<T> y = new(Dense.Build(m, 1, (i, _) => i + 1));
                provider.Gemv.Multiply(T.One, a.ReadOnly, new T[n].AsSpan(), Format<T>.From(2), y.View.Column(0));
                Assert.Equal(2.0 * m, y.ToDense().MaxNorm());
            }
        }
    }

    [NativeFact]
    public void A_factor_of_zero_does_not_read_the_matrices()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            foreach (Layout layout in Layouts.All)
            {
                GuardedMatrix<T> canaries = new(5, 5, layout);
                GuardedMatrix<T> c = Random(5, 5, layout);
                Dense before = c.ToDense();
                provider.Gemm.Multiply(T.Zero, canaries.ReadOnly, canaries.ReadOnly, Format<T>.From(2), c.View);
                Assert.Equal(0, (c.ToDense() - (2 * before)).MaxNorm());

                provider.Gemv.Multiply(T.Zero, canaries.ReadOnly, canaries.ReadOnly.Column(0), T.One, c.View.Column(1));
                Assert.Equal(0, (c.ToDense() - (2 * before)).MaxNorm());

                GuardedMatrix<T> a = Random(5, 5, layout);
                provider.Gemv.Multiply(T.One, a.ReadOnly, a.ReadOnly.Column(0), T.Zero, canaries.View.Column(1));
                Assert.True(double.IsFinite(canaries.ToDense().Slice(0, 1, 5, 1).OneNorm()));
                canaries.AssertPaddingIntact();
            }
        }
    }

    [NativeFact]
    public void Inputs_may_repeat_an_element()
    {
        foreach (LinearAlgebraProvider provider in Both)
        {
            ReadOnlyMatrixView<T> ones = new([T.One], 30, 40, 0, 0);
            GuardedMatrix<T> b = Random(40, 25);
            GuardedMatrix<T> c = new(30, 25);
            provider.Gemm.Multiply(T.One, ones, b.ReadOnly, T.Zero, c.View);
            Reference.AssertProduct<T>(T.One, ones, b.View, T.Zero, c.View, c.View, "A repeats");

            GuardedMatrix<T> y = new(25, 1);
            provider.Gemv.Multiply(T.One, b.ReadOnly.Transposed, ones.Row(0), T.Zero, y.View.Column(0));
            ReadOnlyMatrixView<T> x = ones.Transposed.Slice(0, 0, 40, 1);
            Reference.AssertProduct<T>(T.One, b.View.Transposed, x, T.Zero, y.View, y.View, "x repeats");
        }
    }

    [NativeFact]
    public void Memory_that_cannot_be_written_can_be_read()
    {
        // Constant data lies in a read-only section of the assembly.
        if (typeof(T) == typeof(double))
        {
            ReadOnlySpan<double> constants = [3, 4, 1, 2, 5, 6];
            double[] tau = [1.5, 0];
            foreach (LinearAlgebraProvider provider in Both)
            {
                ReadOnlyMatrixView<double> factors = MatrixView.ColumnMajor(constants, 3, 2, 3);
                provider.Qr.ApplyQ(QSide.Left, factors, tau, new Matrix<double>(3, 1));
                provider.Qr.FormQ(factors, tau, new Matrix<double>(3, 3));
                provider.Svd.Thin(factors, new Matrix<double>(3, 2), new double[2], new Matrix<double>(2, 2));
            }
        }
    }

    [NativeFact]
    public void Other_types_are_refused()
    {
        Half[] tau = new Half[1];
        foreach (LinearAlgebraProvider provider in Both)
        {
            Assert.Throws<NotSupportedException>(() => provider.Qr.Factor(new Matrix<Half>(1, 1), tau));
            Assert.Throws<NotSupportedException>(() =>
                provider.Gemm.Multiply(
                    Half.One,
                    new Matrix<Half>(1, 1),
                    new Matrix<Half>(1, 1),
                    Half.Zero,
                    new Matrix<Half>(1, 1)
                )
            );
        }
    }

    private static void Refused(string parameterName, Action call) => Errors.AssertArgument(parameterName, call);
}
