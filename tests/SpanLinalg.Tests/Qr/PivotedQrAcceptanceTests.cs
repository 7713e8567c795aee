using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class PivotedQrAcceptanceDoubleTests : PivotedQrAcceptanceTests<double, ProviderUnderTest>;

public sealed class PivotedQrAcceptanceSingleTests : PivotedQrAcceptanceTests<float, ProviderUnderTest>;

/// <summary>
/// LAPACK's tests of QR with column pivoting (dqpt01, dqrt11, dqrt12): its matrices, ratios, threshold.
/// </summary>
public abstract class PivotedQrAcceptanceTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static SvdOperations Svd => TProvider.Provider.Svd;

    private static readonly (int Rows, int Columns)[] LargeSizes =
    [
        (130, 70),
        (70, 130),
        (70, 70),
        (129, 17),
        (15, 99),
    ];

    [Property(MaxTest = 700, StartSize = 10, EndSize = 50)]
    public void Small_matrices(LapackCase<PivotedQrMatrixType> matrix) => Check(matrix);

    [Fact]
    public void Large_matrices()
    {
        int index = 0;
        foreach (PivotedQrMatrixType type in PivotedQrMatrixTypes.All)
        {
            foreach ((int rows, int columns) in LargeSizes)
            {
                Check(new(type, rows, columns, Layouts.Cycle(index), index++));
            }
        }
    }

    /// <summary>They fall by a dozen digits, to less than the rounding errors of what is deferred.</summary>
    [Fact]
    public void Norms_that_fall_within_a_block() =>
        Check(new(PivotedQrMatrixType.Geometric, 18, 34, Layout.ColumnMajor, 1579546353));

    [Property]
    public void Matrices_of_every_spectrum(MatrixCase matrix, Magnitude magnitude) =>
        Check(magnitude.Of<T>() * matrix.Values(), matrix.Layout, $"{matrix}, {magnitude}");

    [Fact]
    public void The_longest_column_comes_first_and_of_equal_ones_the_first()
    {
        GuardedPivotedQr<T, TProvider> qr = new(
            Dense.Build(3, 4, (i, j) => i == 0 ? new[] { 1, -7, 3, 7 }[j] : 0),
            default,
            ""
        );
        Assert.Equal(1, qr.Pivots[0]);
        Assert.Equal(7, Math.Abs(qr.R[0, 0]));
        Assert.Equal(
            [1, 2, 3, 0],
            new GuardedPivotedQr<T, TProvider>(Dense.Build(4, 4, Ascending), default, "").Pivots
        );

        static double Ascending(int i, int j) => i != j ? 0 : new[] { 1, 9, 5, 5 }[i];
    }

    private static void Check(LapackCase<PivotedQrMatrixType> matrix) =>
        Check(matrix.Create<T>(), matrix.Layout, matrix.ToString());

    private static void Check(Dense values, Layout layout, string context)
    {
        GuardedPivotedQr<T, TProvider> qr = new(values, layout, context);
        int size = Math.Max(values.Rows, values.Columns);
        double epsilon = Format<T>.Unit;
        Dense q = qr.Q;
        double scale = qr.A.ScaleForChecks();
        Dense a = scale * qr.A;
        Dense permuted = scale * qr.Permuted;
        Dense r = scale * qr.R;
        Below(Ratios.Relative(permuted - (q * r), a, size, epsilon), "‖AP − QR‖");
        Below(Ratios.Orthogonality(q, values.Rows, epsilon), "‖I − QᵀQ‖");
        Dense reduced = qr.Reduce(permuted);
        Dense embedded = Dense.Build(values.Rows, values.Columns, (i, j) => i < r.Rows ? r[i, j] : 0);
        Below(Ratios.Relative(reduced - embedded, a, size, epsilon), "‖QᵀAP − R‖");

        // Each pivot is at least the norm of every column of what was left, as far as the norms were known: to half of
        // their digits.
        double slack = 1 + (10 * Math.Sqrt(epsilon));
        double negligible = 30 * size * epsilon * (r.Rows == 0 ? 0 : Math.Abs(r[0, 0]));
        double[] norms = new double[r.Columns];
        for (int k = r.Rows - 1; k >= 0; k--)
        {
            for (int j = k; j < r.Columns; j++)
            {
                norms[j] = double.Hypot(norms[j], r[k, j]);
                Assert.True(
                    norms[j] <= (slack * Math.Abs(r[k, k])) + negligible,
                    $"{context}: column {j} is longer than pivot {k}: {norms[j]} > {Math.Abs(r[k, k])}"
                );
            }
        }

        double[] ofA = SingularValues(a);
        double[] ofR = SingularValues(r);
        double difference = Norm(ofA.Zip(ofR, (x, y) => x - y));
        Below(difference == 0 ? 0 : difference / (Norm(ofA) * size * epsilon), "svd(A) − svd(R)");

        void Below(double ratio, string quantity) => Ratios.AssertBelow(Ratios.QrThreshold, ratio, quantity, context);
    }

    private static double[] SingularValues(Dense a)
    {
        GuardedMatrix<T> matrix = new(a);
        T[] s = new T[Math.Min(a.Rows, a.Columns)];
        T[] workspace = new T[Svd.ValuesWorkspaceLength<T>(a.Rows, a.Columns)];
        Svd.Values(matrix.ReadOnly, s, workspace);
        return [.. s.Select(Format<T>.ToDouble)];
    }

    private static double Norm(IEnumerable<double> values)
    {
        double norm = 0;
        foreach (double value in values)
        {
            norm = double.Hypot(norm, value);
        }
        return norm;
    }
}
