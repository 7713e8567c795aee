using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class QrAcceptanceDoubleTests : QrAcceptanceTests<double, ProviderUnderTest>;

public sealed class QrAcceptanceSingleTests : QrAcceptanceTests<float, ProviderUnderTest>;

/// <summary>
/// LAPACK's own tests of the QR factorisation (dqrt01, dqrt03): its matrices, its ratios, its threshold.
/// </summary>
public abstract class QrAcceptanceTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static readonly (int Rows, int Columns)[] LargeSizes = [(129, 65), (65, 129), (300, 40), (40, 300)];

    [Property(MaxTest = 450, StartSize = 10, EndSize = 50)]
    public void Small_matrices(LapackCase<QrMatrixType> matrix, Layout other) =>
        Check(matrix, other, applied: Math.Min(matrix.Columns, 20));

    [Fact]
    public void Large_matrices()
    {
        int index = 0;
        foreach (QrMatrixType type in QrMatrixTypes.All)
        {
            foreach ((int rows, int columns) in LargeSizes)
            {
                Check(new(type, rows, columns, Layouts.Cycle(index), index), Layouts.Cycle(index++ / 2), applied: 7);
            }
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(257)]
    public void Square_matrices_of_many_blocks(int size)
    {
        int index = 2;
        foreach (
            QrMatrixType type in new[]
            {
                QrMatrixType.WellConditioned,
                QrMatrixType.NearlySingular,
                QrMatrixType.NearOverflow,
                QrMatrixType.AtOverflow,
            }
        )
        {
            Check(new(type, size, size, Layouts.Cycle(index), index), Layouts.Cycle(index++ / 2), applied: 33);
        }
    }

    private static void Check(LapackCase<QrMatrixType> matrix, Layout other, int applied)
    {
        string context = matrix.ToString();
        int rows = matrix.Rows;
        int rank = Math.Min(rows, matrix.Columns);
        double epsilon = Format<T>.Unit;
        GuardedQr<T, TProvider> qr = new(matrix.Create<T>(), matrix.Layout, context);

        Dense q = qr.FormQ(rows, other);
        double scale = qr.A.ScaleForChecks();
        Dense a = scale * qr.A;
        Dense r = scale * Embed(qr.R, rows);
        Dense transposed = q.Transposed;
        Below(Ratios.Relative(r - (transposed * a), a, rows, epsilon), "‖R − QᵀA‖");
        Below(Ratios.Orthogonality(q, rows, epsilon), "‖I − QᵀQ‖");

        // The thin Q, and one with a few columns more, are the first columns of the square one.
        foreach (int kept in new[] { rank, (rank + rows) / 2 })
        {
            Dense thin = qr.FormQ(kept, matrix.Layout);
            Below(Ratios.Relative(thin - q.Slice(0, 0, rows, kept), q, rows, epsilon), $"Q's first {kept} columns");
        }

        Random random = new(matrix.Seed ^ 1);
        Dense left = RandomMatrix.Uniform(random, rows, applied);
        Dense right = RandomMatrix.Uniform(random, applied, rows);
        Applied(QSide.Left, false, left, c => q * c, "QC");
        Applied(QSide.Left, true, left, c => transposed * c, "QᵀC");
        Applied(QSide.Right, false, right, c => c * q, "CQ");
        Applied(QSide.Right, true, right, c => c * transposed, "CQᵀ");

        void Applied(QSide side, bool transpose, Dense values, Func<Dense, Dense> expected, string name)
        {
            Dense c = new GuardedMatrix<T>(values).ToDense();
            Dense result = qr.Apply(side, transpose, values, other);
            Below(Ratios.Relative(result - expected(c), c, rows, epsilon), name);
        }

        void Below(double ratio, string quantity) => Ratios.AssertBelow(Ratios.QrThreshold, ratio, quantity, context);
    }

    /// <summary>R with rows of zeros below it, as many as Q has columns more.</summary>
    private static Dense Embed(Dense r, int rows) => Dense.Build(rows, r.Columns, (i, j) => i < r.Rows ? r[i, j] : 0);
}
