using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SimdProviderDoubleTests : SimdProviderTests<double>;

public sealed class SimdProviderSingleTests : SimdProviderTests<float>;

/// <summary>The provider of every width computes what the static routines do.</summary>
public abstract class SimdProviderTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly SimdProvider[] Providers =
    [
        .. Enum.GetValues<SimdWidth>().Select(width => new SimdProvider(width)),
    ];

    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (0, 0),
        (1, 1),
        (7, 5),
        (5, 7),
        (60, 50),
        (120, 30),
        (30, 120),
    ];

    private static GuardedMatrix<T> Random(int rows, int columns, Layout layout) =>
        new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), layout);

    [Fact]
    public void The_default_has_the_width_of_the_policy_and_its_bits()
    {
        Assert.Equal(SimdPolicy.Width, SimdProvider.Default.Width);
        foreach ((int m, int n) in Shapes)
        {
            GuardedMatrix<T> a = Random(m, n, Layout.PaddedRows);
            Matrix<T> gemm = new(m, m);
            Matrix<T> provided = new(m, m);
            Gemm.Multiply(a.View, a.View.Transposed, gemm);
            SimdProvider.Default.Gemm.Multiply(T.One, a.ReadOnly, a.ReadOnly.Transposed, T.Zero, provided.View);
            Assert.True(Bits.Equal<T>(gemm, provided), $"GEMM {m}×{n}");

            int k = Math.Min(m, n);
            SvdFactors<T> expected = Svd.Thin(a.ReadOnly);
            SvdFactors<T> actual = new(new(m, k), new T[k], new(k, n));
            SimdProvider.Default.Svd.Thin(a.ReadOnly, actual.U, actual.S, actual.Vt);
            Assert.True(Bits.Equal<T>(expected.S, actual.S), $"SVD {m}×{n}");
            Assert.True(Bits.Equal<T>(expected.U, actual.U), $"SVD {m}×{n}");
            Assert.True(Bits.Equal<T>(expected.Vt, actual.Vt), $"SVD {m}×{n}");
        }
    }

    [Fact]
    public void Every_width_multiplies()
    {
        T alpha = Format<T>.From(1.5);
        T beta = Format<T>.From(-0.5);
        foreach (SimdProvider provider in Providers)
        {
            foreach ((int m, int n) in Shapes)
            {
                GuardedMatrix<T> a = Random(m, 33, Layout.PaddedColumns);
                GuardedMatrix<T> b = Random(33, n, Layout.StridedRows);
                GuardedMatrix<T> c = Random(m, n, Layout.PaddedRows);
                Matrix<T> before = new(c.ReadOnly);
                provider.Gemm.Multiply(alpha, a.ReadOnly, b.ReadOnly, beta, c.View);
                Reference.AssertProduct<T>(alpha, a.View, b.View, beta, before, c.View, $"{provider.Name} {m}×{n}");
                c.AssertPaddingIntact();

                GuardedMatrix<T> x = Random(33, 1, Layout.RowMajor);
                GuardedMatrix<T> y = Random(m, 1, Layout.RowMajor);
                before = new(y.ReadOnly);
                provider.Gemv.Multiply(alpha, a.ReadOnly, x.View.Column(0), beta, y.View.Column(0));
                Reference.AssertProduct<T>(alpha, a.View, x.View, beta, before, y.View, $"{provider.Name} gemv {m}");
            }
        }
    }

    [Fact]
    public void Every_width_factors()
    {
        foreach (SimdProvider provider in Providers)
        {
            foreach ((int m, int n) in Shapes)
            {
                string context = $"{provider.Name} {m}×{n}";
                int k = Math.Min(m, n);
                GuardedMatrix<T> factors = Random(m, n, Layout.PaddedColumns);
                Dense a = factors.ToDense();
                T[] tau = new T[k];
                provider.Qr.Factor(factors.View, tau);
                GuardedMatrix<T> q = new(m, m);
                provider.Qr.FormQ(factors.ReadOnly, tau, q.View);
                Dense formed = q.ToDense();
                Below(Ratios.Orthogonality(formed, m, Format<T>.Unit));

                Dense r = Dense.Build(m, n, (i, j) => i <= j ? Format<T>.ToDouble(factors[i, j]) : 0);
                Below(Ratios.Relative((formed * r) - a, a, m, Format<T>.Unit));

                GuardedMatrix<T> c = new(a, Layout.RowMajor);
                provider.Qr.ApplyQTransposed(QSide.Left, factors.ReadOnly, tau, c.View);
                Below(Ratios.Relative(c.ToDense() - r, a, m, Format<T>.Unit));

                GuardedMatrix<T> d = new(a.Transposed, Layout.RowMajor);
                provider.Qr.ApplyQ(QSide.Right, factors.ReadOnly, tau, d.View);
                Below(Ratios.Relative(d.ToDense() - r.Transposed, a.Transposed, m, Format<T>.Unit));

                void Below(double ratio) => Ratios.AssertBelow(Ratios.QrThreshold, ratio, "QR", context);
            }
        }
    }

    [Fact]
    public void Every_width_decomposes()
    {
        foreach (SimdProvider provider in Providers)
        {
            foreach ((int m, int n) in Shapes)
            {
                string context = $"{provider.Name} {m}×{n}";
                int k = Math.Min(m, n);
                GuardedMatrix<T> a = Random(m, n, Layout.StridedColumns);
                GuardedMatrix<T> u = new(m, m);
                GuardedMatrix<T> vt = new(n, n);
                T[] s = new T[k];
                provider.Svd.Full(a.ReadOnly, u.View, s, vt.View);
                Dense scaled = Dense.Build(k, n, (i, j) => Format<T>.ToDouble(s[i]) * Format<T>.ToDouble(vt[i, j]));
                Dense residual = a.ToDense() - (u.ToDense().Slice(0, 0, m, k) * scaled);
                Below(Ratios.Relative(residual, a.ToDense(), Math.Max(m, n), Format<T>.Spacing));
                Below(Ratios.Orthogonality(u.ToDense(), m, Format<T>.Spacing));
                Below(Ratios.Orthogonality(vt.ToDense(), n, Format<T>.Spacing));
                a.AssertUnchanged(context);

                T[] values = new T[k];
                provider.Svd.Values(a.ReadOnly, values);
                for (int i = 0; i < k; i++)
                {
                    double difference = Format<T>.ToDouble(T.Abs(values[i] - s[i]));
                    Below(difference / (Format<T>.ToDouble(s[0]) * Format<T>.Spacing));
                }

                void Below(double ratio) => Ratios.AssertBelow(Ratios.SvdThreshold, ratio, "SVD", context);
            }
        }
    }

    [Fact]
    public void Widths_that_do_not_exist_are_refused() =>
        Errors.AssertArgument("width", () => _ = new SimdProvider((SimdWidth)64));
}
