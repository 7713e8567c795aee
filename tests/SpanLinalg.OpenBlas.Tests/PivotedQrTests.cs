using System.Numerics;
using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

public sealed class PivotedQrDoubleTests : PivotedQrTests<double>;

public sealed class PivotedQrSingleTests : PivotedQrTests<float>;

/// <summary>LAPACK's own tests of QR with column pivoting (dqpt01, dqrt11, dqrt12).</summary>
public abstract class PivotedQrTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [NativeFact]
    public void The_factors_give_the_permuted_matrix_back() =>
        Property.Check(MatrixCase.UpTo(60), Check, shrink: MatrixCase.Shrink);

    private static void Check(MatrixCase matrix)
    {
        (int m, int n, int k) = (matrix.Rows, matrix.Columns, Math.Min(matrix.Rows, matrix.Columns));
        GuardedMatrix<T> a = matrix.Create<T>();
        Dense before = a.ToDense();
        int[] pivots = new int[n];
        GuardedMatrix<T> tau = GuardedSpan.Create<T>(k);
        Native.Provider.FactorPivotedQr(a.View, pivots, tau.Span);
        a.AssertPaddingIntact();
        tau.AssertPaddingIntact();
        Assert.Equal(Enumerable.Range(0, n), pivots.Order());

        GuardedMatrix<T> q = new(m, k);
        Native.Provider.FormQ(a.ReadOnly, tau.Span, q.View);
        Dense r = a.ToDense().Slice(0, 0, k, n).UpperTriangle();
        Dense permuted = Dense.Build(m, n, (i, j) => before[i, pivots[j]]);
        int size = Math.Max(m, n);
        Below(Ratios.Relative(permuted - (q.ToDense() * r), before, size, Format<T>.Unit), "‖AP − QR‖");
        Below(Ratios.Orthogonality(q.ToDense(), m, Format<T>.Unit), "‖I − QᵀQ‖");

        double largest = k == 0 ? 0 : Math.Abs(r[0, 0]);
        for (int i = 1; i < k; i++)
        {
            double rise = Math.Abs(r[i, i]) - Math.Abs(r[i - 1, i - 1]);
            Assert.True(rise <= 30 * size * Format<T>.Unit * largest, $"|R({i}, {i})| is larger than the one before");
        }

        T[] ofA = new T[k];
        T[] ofR = new T[k];
        Native.Provider.SingularValues(new GuardedMatrix<T>(before).ReadOnly, ofA);
        Native.Provider.SingularValues(new GuardedMatrix<T>(r).ReadOnly, ofR);
        double difference = Math.Sqrt(ofA.Zip(ofR, (x, y) => Format<T>.ToDouble((x - y) * (x - y))).Sum());
        double norm = Math.Sqrt(ofA.Sum(x => Format<T>.ToDouble(x * x)));
        Below(difference == 0 ? 0 : difference / (norm * size * Format<T>.Unit), "the singular values of R");

        void Below(double ratio, string quantity) =>
            Ratios.AssertBelow(Ratios.QrThreshold, ratio, quantity, matrix.ToString());
    }

    [NativeFact]
    public void The_longest_column_comes_first()
    {
        GuardedMatrix<T> a = new(Dense.Build(3, 3, (i, j) => i == 0 ? new[] { 1, -7, 3 }[j] : 0));
        int[] pivots = new int[4];
        pivots[3] = 99;
        Native.Provider.FactorPivotedQr(a.View, pivots, new T[3]);
        Assert.Equal(1, pivots[0]);
        Assert.Equal(99, pivots[3]);
    }

    [NativeFact]
    public void What_is_too_short_or_not_finite_is_refused()
    {
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), 5, 4));
        Errors.AssertArgument("pivots", () => Native.Provider.FactorPivotedQr(a.View, new int[3], new T[4]));
        Errors.AssertArgument("tau", () => Native.Provider.FactorPivotedQr(a.View, new int[4], new T[3]));
        a[3, 2] = T.NaN;
        a.Freeze();
        Errors.AssertNotFinite(3, 2, () => Native.Provider.FactorPivotedQr(a.View, new int[4], new T[4]));
        a.AssertUnchanged();
    }
}
