using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class PivotedQrContractDoubleTests : PivotedQrContractTests<double>;

public sealed class PivotedQrContractSingleTests : PivotedQrContractTests<float>;

/// <summary>
/// What QR with column pivoting refuses and allocates, that its faces agree, and where its limits make it stop.
/// </summary>
public abstract class PivotedQrContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (0, 0),
        (0, 4),
        (4, 0),
        (1, 1),
        (7, 3),
        (3, 7),
        (60, 50),
        (50, 60),
        (150, 140),
    ];

    private static GuardedMatrix<T> Random(int rows, int columns, Layout layout = default) =>
        new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), layout);

    [Fact]
    public void All_faces_and_all_layouts_give_the_same_bits()
    {
        foreach ((int rows, int columns) in Shapes)
        {
            int rank = Math.Min(rows, columns);
            Matrix<T> first = new(Random(rows, columns).ReadOnly);
            int[] firstPivots = new int[columns];
            T[] firstTau = new T[rank];
            Qr.FactorPivoted(first, firstPivots, firstTau);
            foreach (Layout layout in Layouts.All)
            {
                for (int face = 0; face < 4; face++)
                {
                    GuardedMatrix<T> a = Random(rows, columns, layout);
                    int[] pivots = new int[columns];
                    T[] tau = new T[rank];
                    T[] workspace = new T[Qr.FactorPivotedWorkspaceLength<T>(rows, columns)];
                    switch (face)
                    {
                        case 0:
                            Qr.FactorPivoted(a.View, pivots, tau, workspace);
                            break;
                        case 1:
                            Qr.FactorPivoted(a.View, pivots, tau, new RankLimits<T>(), workspace);
                            break;
                        case 2:
                            Qr.FactorPivoted(a.View, pivots, tau, new RankLimits<T>());
                            break;
                        default:
                            SimdProvider.Default.Qr.FactorPivoted(a.View, pivots, tau);
                            break;
                    }
                    Assert.True(Bits.Equal<T>(first, a.View), $"{rows}×{columns} {layout} {face}");
                    Assert.True(Bits.Equal<T>(firstTau, tau), $"{rows}×{columns} {layout} {face}");
                    Assert.Equal(firstPivots, pivots);
                }
            }
        }
    }

    [Fact]
    public void Every_width_factors()
    {
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            foreach ((int rows, int columns) in Shapes)
            {
                GuardedMatrix<T> factors = Random(rows, columns, Layout.StridedRows);
                Dense a = factors.ToDense();
                int[] pivots = new int[columns];
                T[] tau = new T[Math.Min(rows, columns)];
                SimdProvider provider = new(width);
                provider.Qr.FactorPivoted(factors.View, pivots, tau);
                GuardedMatrix<T> c = new(factors.ToDense().UpperTriangle());
                provider.Qr.ApplyQ(QSide.Left, factors.ReadOnly, tau, c.View);
                Dense permuted = Dense.Build(rows, columns, (i, j) => a[i, pivots[j]]);
                double ratio = Ratios.Relative(permuted - c.ToDense(), a, Math.Max(rows, columns), Format<T>.Unit);
                Ratios.AssertBelow(Ratios.QrThreshold, ratio, "‖AP − QR‖", $"{width} {rows}×{columns}");
            }
        }
    }

    [Fact]
    public void The_workspace_faces_allocate_nothing()
    {
        foreach ((int rows, int columns) in Shapes)
        {
            foreach (Layout layout in new[] { Layout.RowMajor, Layout.ColumnMajor })
            {
                GuardedMatrix<T> source = Random(rows, columns, layout);
                GuardedMatrix<T> a = Random(rows, columns, layout);
                int[] pivots = new int[columns];
                T[] tau = new T[Math.Min(rows, columns)];
                T[] workspace = new T[Qr.FactorPivotedWorkspaceLength<T>(rows, columns)];
                RankLimits<T> limits = new() { Rank = 2 };
                Allocations.AssertNone(
                    () =>
                    {
                        source.ReadOnly.CopyTo(a.View);
                        Qr.FactorPivoted(a.View, pivots, tau, workspace);
                        source.ReadOnly.CopyTo(a.View);
                        Qr.FactorPivoted(a.View, pivots, tau, limits, workspace);
                    },
                    $"{rows}×{columns} {layout}"
                );
            }
        }
    }

    [Fact]
    public void What_is_too_short_or_not_apart_is_refused()
    {
        GuardedMatrix<T> a = Random(9, 6);
        int[] pivots = new int[6];
        T[] tau = new T[6];
        T[] workspace = new T[Qr.FactorPivotedWorkspaceLength<T>(9, 6)];
        Errors.AssertArgument("pivots", () => Qr.FactorPivoted(a.View, new int[5], tau));
        Errors.AssertArgument("tau", () => Qr.FactorPivoted(a.View, pivots, new T[5]));
        Errors.AssertArgument("workspace", () => Qr.FactorPivoted(a.View, pivots, tau, workspace.AsSpan(1)));
        Errors.AssertArgument("tau", () => Qr.FactorPivoted(a.View, pivots, a.Span[..6], workspace));
        Errors.AssertArgument("workspace", () => Qr.FactorPivoted(a.View, pivots, workspace.AsSpan(3, 6), workspace));
        Errors.AssertArgument(
            "workspace",
            () => Qr.FactorPivoted(new MatrixView<T>(workspace, 9, 6), pivots, tau, workspace)
        );
        a.AssertUnchanged();
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.FactorPivotedWorkspaceLength<T>(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.FactorPivotedWorkspaceLength<T>(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankLimits<T> { Rank = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankLimits<T> { AbsoluteTolerance = -T.One });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankLimits<T> { RelativeTolerance = T.NaN });
    }

    [Property]
    public void An_element_that_is_not_finite_is_named_and_nothing_is_changed(NonFiniteCase input)
    {
        GuardedMatrix<T> a = input.Create<T>();
        (int[] pivots, T[] tau) = (new int[a.Columns], new T[input.Smaller]);
        Errors.AssertNotFinite(input.Row, input.Column, () => Qr.FactorPivoted(a.View, pivots, tau));
        a.AssertUnchanged();

        // Without the check there is an end, and it shows.
        Qr.FactorPivoted(a.View, pivots, tau, checkFinite: false);
        Assert.False(double.IsFinite(a.ToDense().OneNorm()));
    }

    [Fact]
    public void A_limit_of_rank_leaves_the_rest_and_its_norm()
    {
        foreach ((int rows, int columns) in Shapes)
        {
            foreach (int limit in new[] { 0, 1, 2, 17, 40, 1000 })
            {
                GuardedMatrix<T> a = Random(rows, columns, Layout.PaddedColumns);
                int rank = Math.Min(limit, Math.Min(rows, columns));
                NumericalRank<T> reached = AssertPartial(a, new() { Rank = limit }, $"{rows}×{columns} to {limit}");
                Assert.Equal(rank, reached.Rank);
            }
        }
    }

    [Fact]
    public void A_tolerance_finds_the_rank()
    {
        foreach ((int rows, int columns) in new[] { (60, 50), (50, 60), (130, 70) })
        {
            int k = Math.Min(rows, columns);
            foreach (int rank in new[] { 0, 1, 16, 23, k })
            {
                // A gap of four digits: pivots reveal it within a modest factor.
                double[] sigma = [.. Enumerable.Range(0, k).Select(i => i < rank ? 3.0 : 1e-4)];
                Dense values = RandomMatrix.WithSingularValues(new Random(rank), rows, columns, sigma);
                foreach (double scale in new[] { 1, 1e-12, 1e12 })
                {
                    string context = $"{rows}×{columns} of rank {rank} times {scale}";
                    T tolerance = Format<T>.From(0.01 * scale);
                    GuardedMatrix<T> a = new(scale * values, Layout.StridedColumns);
                    Assert.Equal(rank, AssertPartial(a, new() { AbsoluteTolerance = tolerance }, context).Rank);
                    a = new(scale * values, Layout.RowMajor);
                    RankLimits<T> relative = new() { RelativeTolerance = Format<T>.From(0.01) };
                    Assert.Equal(rank == 0 ? k : rank, AssertPartial(a, relative, context).Rank);
                }
            }
        }
    }

    [Fact]
    public void Nothing_left_is_the_end()
    {
        Dense ones = Dense.Build(40, 30, (_, j) => j % 2 == 0 ? 1 : 0);
        GuardedMatrix<T> zero = new(0 * ones);
        Assert.Equal(new(0, T.Zero, T.Zero), Qr.FactorPivoted(zero.View, new int[30], new T[30], new RankLimits<T>()));

        GuardedMatrix<T> diagonal = new(Dense.Build(40, 30, (i, j) => i == j && j % 3 == 0 ? 1 + j : 0));
        Assert.Equal(10, AssertPartial(diagonal, default, "ten columns").Rank);
    }

    /// <summary>AP = Q·[R; W] with orthonormal Q, and W has the norms that were returned.</summary>
    private static NumericalRank<T> AssertPartial(GuardedMatrix<T> a, RankLimits<T> limits, string context)
    {
        (int m, int n) = (a.Rows, a.Columns);
        Dense before = a.ToDense();
        int[] pivots = new int[n];
        T[] tau = new T[Math.Min(m, n)];
        Array.Fill(tau, T.NaN);
        NumericalRank<T> reached = Qr.FactorPivoted(a.View, pivots, tau, limits);
        a.AssertPaddingIntact(context);
        int rank = reached.Rank;
        Assert.All(tau[rank..], value => Assert.Equal(T.Zero, value));

        Dense factors = a.ToDense();
        GuardedMatrix<T> c = new(Dense.Build(m, n, (i, j) => i <= j || j >= rank ? factors[i, j] : 0));
        Qr.ApplyQ(QSide.Left, a.View.Slice(0, 0, m, rank), tau.AsSpan(0, rank), c.View);
        Dense permuted = Dense.Build(m, n, (i, j) => before[i, pivots[j]]);
        double ratio = Ratios.Relative(permuted - c.ToDense(), before, Math.Max(m, n), Format<T>.Unit);
        Ratios.AssertBelow(Ratios.QrThreshold, ratio, "‖AP − Q[R; W]‖", context);

        double squares = 0;
        double largest = 0;
        for (int j = rank; j < n; j++)
        {
            double square = 0;
            for (int i = rank; i < m; i++)
            {
                square += factors[i, j] * factors[i, j];
            }
            squares += square;
            largest = Math.Max(largest, Math.Sqrt(square));
        }
        double share = 10 * Math.Sqrt(Format<T>.Unit);
        AssertNear(largest, reached.LargestColumnNorm);
        AssertNear(Math.Sqrt(squares), reached.FrobeniusNorm);
        return reached;

        void AssertNear(double expected, T actual) =>
            Assert.True(
                Math.Abs(expected - Format<T>.ToDouble(actual)) <= share * expected,
                $"{context}: what is left has the norm {expected}, not {actual}"
            );
    }
}
