using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class PivotedQrLimitDoubleTests : PivotedQrLimitTests<double, ProviderUnderTest>;

public sealed class PivotedQrLimitSingleTests : PivotedQrLimitTests<float, ProviderUnderTest>;

/// <summary>QR with column pivoting that stops early leaves what it says that it leaves.</summary>
public abstract class PivotedQrLimitTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    [Property]
    public void The_reflectors_on_the_left_give_the_matrix_back(MatrixCase matrix, Length limit) =>
        Check(matrix, new() { Rank = limit });

    [Property]
    public void A_tolerance_ends_where_all_columns_are_shorter(MatrixCase matrix, Length tenths) =>
        Check(matrix, new() { RelativeTolerance = Format<T>.From(Math.Pow(10, -tenths / 10.0)) });

    private static void Check(MatrixCase matrix, RankLimits<T> limits)
    {
        QrOperations qr = TProvider.Provider.Qr;
        GuardedMatrix<T> a = matrix.Create<T>();
        Dense before = a.ToDense();
        int k = Math.Min(a.Rows, a.Columns);
        int[] pivots = new int[a.Columns];
        GuardedMatrix<T> tau = GuardedSpan.Create<T>(k);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(qr.FactorPivotedWorkspaceLength<T>(a.Rows, a.Columns));
        NumericalRank<T> reached = qr.FactorPivoted(a.View, pivots, tau.Span, limits, workspace.Span);
        a.AssertPaddingIntact();
        tau.AssertPaddingIntact();
        workspace.AssertPaddingIntact();

        int rank = reached.Rank;
        Assert.True(rank <= Math.Min(limits.Rank ?? k, k), $"{rank}");
        Assert.True(tau.Span[rank..].IndexOfAnyExcept(T.Zero) < 0, "a reflector beyond the rank");
        Dense after = a.ToDense();
        GuardedMatrix<T> c = new(
            Dense.Build(a.Rows, a.Columns, (i, j) => i > j && j < rank ? 0 : after[i, j]),
            matrix.Layout
        );
        qr.ApplyQ(QSide.Left, a.ReadOnly.Slice(0, 0, a.Rows, rank), tau.Span[..rank], c.View);
        Dense permuted = Dense.Build(a.Rows, a.Columns, (i, j) => before[i, pivots[j]]);
        double ratio = Ratios.Relative(c.ToDense() - permuted, permuted, a.Rows, Format<T>.Unit);
        Ratios.AssertBelow(Ratios.QrThreshold, ratio, "‖AP − Q(R + rest)‖", $"{matrix}, {limits}");

        Dense rest = after.Slice(rank, rank, a.Rows - rank, a.Columns - rank);
        double largest = 0;
        double squares = 0;
        for (int j = 0; j < rest.Columns; j++)
        {
            double norm = Math.Sqrt(Enumerable.Range(0, rest.Rows).Sum(i => rest[i, j] * rest[i, j]));
            largest = Math.Max(largest, norm);
            squares += norm * norm;
        }

        // The norms are known to half of their digits, and not below what rounding leaves of the whole.
        double scale = before.MaxNorm() * Math.Sqrt((double)a.Rows * a.Columns);
        double slack = 10 * Math.Sqrt(Format<T>.Unit);
        double noise = 30 * Format<T>.Unit * scale;
        Assert.Equal(largest, Format<T>.ToDouble(reached.LargestColumnNorm), (slack * largest) + noise);
        Assert.Equal(
            Math.Sqrt(squares),
            Format<T>.ToDouble(reached.FrobeniusNorm),
            (slack * Math.Sqrt(squares)) + noise
        );
        double tolerance = Format<T>.ToDouble(limits.RelativeTolerance);
        if (tolerance > 0 && rank < k)
        {
            double first = Enumerable.Range(0, a.Columns).Max(ColumnNorm);
            Assert.True(largest <= (tolerance * first * (1 + slack)) + noise, $"{largest} is left of {first}");
        }

        double ColumnNorm(int j) => Math.Sqrt(Enumerable.Range(0, before.Rows).Sum(i => before[i, j] * before[i, j]));
    }
}
