using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SolveDoubleTests : SolveTests<double>;

public sealed class SolveSingleTests : SolveTests<float>;

/// <summary>Solutions as matrices and arrays of their own, and what the factors make of a right-hand side.</summary>
public abstract class SolveTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static GuardedMatrix<T> RightHandSide(int rows, int columns, Layout layout) =>
        new(RandomMatrix.Uniform(new Random(rows), rows, columns), layout);

    [Property]
    public void Every_solver_finds_the_least_squares(MatrixCase matrix)
    {
        matrix = matrix.WellConditioned;
        GuardedMatrix<T> a = matrix.Create<T>();
        GuardedMatrix<T> b = RightHandSide(a.Rows, 3, matrix.Layout);
        QrFactors<T> qr = Qr.Thin(a.ReadOnly);
        SvdFactors<T> svd = Svd.Thin(a.ReadOnly);
        AssertLeastSquares(a, b, Qr.LeastSquares(a.ReadOnly, b.ReadOnly));
        AssertLeastSquares(a, b, qr.Solve(b.ReadOnly));
        AssertLeastSquares(a, b, svd.Solve(b.ReadOnly));
        AssertLeastSquares(a, b, Svd.Full(a.ReadOnly).Solve(b.ReadOnly));
        AssertLeastSquares(a, b, Svd.Truncated(a.ReadOnly, svd.S.Length).Solve(b.ReadOnly));
        AssertLeastSquares(a, b, Qr.ThinPivoted(a.ReadOnly).Solve(b.ReadOnly), shortest: false);
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Property(MaxTest = 30)]
    public void A_vector_gives_the_column_of_the_matrix(MatrixCase matrix)
    {
        matrix = matrix.WellConditioned;
        GuardedMatrix<T> a = matrix.Create<T>();
        GuardedMatrix<T> b = RightHandSide(a.Rows, 1, matrix.Layout);
        ReadOnlyVectorView<T> vector = b.ReadOnly.Column(0);
        AssertSame(Qr.LeastSquares(a.ReadOnly, b.ReadOnly), Qr.LeastSquares(a.ReadOnly, vector));
        AssertSame(Qr.Thin(a.ReadOnly).Solve(b.ReadOnly), Qr.Thin(a.ReadOnly).Solve(vector));
        AssertSame(Qr.ThinPivoted(a.ReadOnly).Solve(b.ReadOnly), Qr.ThinPivoted(a.ReadOnly).Solve(vector));
        AssertSame(Svd.Thin(a.ReadOnly).Solve(b.ReadOnly), Svd.Thin(a.ReadOnly).Solve(vector));
        if (a.Rows == a.Columns)
        {
            AssertSame(Qr.Solve(a.ReadOnly, b.ReadOnly), Qr.Solve(a.ReadOnly, vector));
        }
        a.AssertUnchanged();
        b.AssertUnchanged();

        // Not to the bit: products choose their order by the strides, and a column of a matrix has one more than a
        // vector.
        static void AssertSame(Matrix<T> expected, T[] actual)
        {
            Assert.Equal(expected.Rows, actual.Length);
            double tolerance = 300 * (actual.Length + 1) * Format<T>.Spacing;
            for (int i = 0; i < actual.Length; i++)
            {
                double value = Format<T>.ToDouble(expected[i, 0]);
                Assert.Equal(value, Format<T>.ToDouble(actual[i]), tolerance * Math.Max(1, Math.Abs(value)));
            }
        }
    }

    [Property]
    public void Factors_become_the_matrix_again(MatrixCase matrix)
    {
        GuardedMatrix<T> a = matrix.Create<T>();
        AssertMatrix(Qr.Thin(a.ReadOnly).Reconstruct());
        AssertMatrix(Qr.ThinPivoted(a.ReadOnly).Reconstruct());
        AssertMatrix(Svd.Thin(a.ReadOnly).Reconstruct());
        AssertMatrix(Svd.Full(a.ReadOnly).Reconstruct());
        AssertMatrix(Svd.Truncated(a.ReadOnly, Math.Min(a.Rows, a.Columns)).Reconstruct());

        void AssertMatrix(Matrix<T> again)
        {
            double error = (a.ToDense() - Dense.From<T>(again)).MaxNorm();
            Assert.True(error <= 30 * Math.Max(a.Rows, a.Columns) * Format<T>.Spacing, $"{error}");
        }
    }

    [Fact]
    public void V_is_the_transpose_of_Vt()
    {
        SvdFactors<T> factors = Svd.Thin(RightHandSide(5, 3, Layout.ColumnMajor).ReadOnly);
        Assert.Equal((3, 3), (factors.V.Rows, factors.V.Columns));
        factors.V[0, 2] = T.Zero;
        Assert.Equal(T.Zero, factors.Vt[2, 0]);
    }

    [Fact]
    public void Full_factors_and_values_have_their_shapes()
    {
        foreach ((int m, int n) in new[] { (0, 0), (4, 0), (0, 4), (1, 1), (6, 3), (3, 6) })
        {
            GuardedMatrix<T> a = RightHandSide(m, n, Layout.RowMajor);
            SvdFactors<T> full = Svd.Full(a.ReadOnly);
            Assert.Equal((m, m), (full.U.Rows, full.U.Columns));
            Assert.Equal((n, n), (full.Vt.Rows, full.Vt.Columns));
            Assert.Equal(Math.Min(m, n), full.S.Length);
            T[] values = new T[Math.Min(m, n)];
            Svd.Values(a.ReadOnly, values);
            Assert.Equal(values, Svd.Values(a.ReadOnly));
        }
    }

    [Property]
    public void The_shortest_solution_is_found_where_the_rank_is_deficient(MatrixCase matrix)
    {
        matrix = matrix with { Spectrum = Spectrum.RankDeficient, Condition = 10 };
        GuardedMatrix<T> a = matrix.Create<T>();
        GuardedMatrix<T> b = RightHandSide(matrix.Rows, 2, Layout.PaddedColumns);
        AssertLeastSquares(a, b, Svd.Thin(a.ReadOnly).Solve(b.ReadOnly), factor: 1e3);

        // With the rank found by pivoting the residual is as small, but the solution need not be short.
        RankLimits<T> limits = new() { RelativeTolerance = Format<T>.From(100 * Format<T>.Spacing) };
        PivotedQrFactors<T> pivoted = Qr.ThinPivoted(a.ReadOnly, limits);
        int rank = matrix.SingularValues().Count(value => value > 0);
        Assert.Equal((rank, rank), (pivoted.Reached.Rank, pivoted.Q.Columns));
        AssertLeastSquares(a, b, pivoted.Solve(b.ReadOnly), shortest: false, factor: 1e3);
    }

    [Fact]
    public void A_tolerance_leaves_singular_values_out()
    {
        Matrix<T> a = new(2, 2);
        a[0, 0] = T.One;
        a[1, 1] = Format<T>.From(0.001);
        T[] b = [T.One, T.One];
        SvdFactors<T> factors = Svd.Thin(a);
        Assert.Equal(1000, Format<T>.ToDouble(factors.Solve(b)[1]), 0.01);
        Assert.Equal([T.One, T.Zero], factors.Solve(b, Format<T>.From(0.002)).Select(T.Abs));
        Assert.Equal([T.Zero, T.Zero], factors.Solve(b, T.One + T.One).Select(T.Abs));
        Errors.AssertArgument("tolerance", () => factors.Solve(b, -T.One));
        Errors.AssertArgument("tolerance", () => factors.Solve(b, T.NaN));

        // Below the default tolerance a value is nothing but rounding.
        a[1, 1] = Format<T>.From(Format<T>.Spacing);
        Assert.Equal(T.Zero, Svd.Thin(a).Solve(b)[1]);
    }

    [Property]
    public void A_square_system_is_solved(MatrixCase matrix)
    {
        matrix = matrix.WellConditioned with { Columns = matrix.Rows };
        GuardedMatrix<T> a = matrix.Create<T>();
        Dense known = RandomMatrix.Uniform(new Random(1), a.Rows, 2);
        GuardedMatrix<T> b = new(a.ToDense() * known, matrix.Layout);
        double error = (known - Dense.From<T>(Qr.Solve(a.ReadOnly, b.ReadOnly))).MaxNorm();
        Assert.True(error <= 300 * (a.Rows + 1) * Format<T>.Spacing, $"{a.Rows}: {error}");
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Fact]
    public void A_singular_system_is_refused()
    {
        // Rounding leaves something in the corner of most of these, which is not to be divided by.
        foreach (int n in new[] { 1, 2, 3, 10, 40 })
        {
            Random random = new(n);
            Dense deficient = RandomMatrix.Uniform(random, n, n - 1) * RandomMatrix.Uniform(random, n - 1, n);
            GuardedMatrix<T> a = new(Dense.Build(n, n, (i, j) => j < n - 1 ? deficient[i, j] : 2 * deficient[i, 0]));
            if (n == 1)
            {
                a[0, 0] = T.Zero;
            }
            int expected = n - 1;
            Assert.Equal(expected, Assert.Throws<RankDeficientException>(() => Qr.Solve(a.ReadOnly, new T[n])).Index);
        }
    }

    [Fact]
    public void Columns_may_have_any_scale()
    {
        Matrix<T> a = new(2, 2);
        a[0, 0] = T.One;
        a[1, 1] = Format<T>.From(16 * Format<T>.SafeMinimum);
        Assert.Equal([T.One, T.One], Qr.Solve(a, [T.One, a[1, 1]]));
    }

    [Fact]
    public void Shapes_must_fit()
    {
        Matrix<T> a = new(4, 3);
        Matrix<T> square = new(3, 3);
        Errors.AssertArgument("a", () => Qr.Solve(a, new T[4]));
        Errors.AssertArgument("a", () => Qr.Solve(a, a));
        Errors.AssertArgument("b", () => Qr.Solve(square, new T[4]));
        Errors.AssertArgument("b", () => Qr.Solve(square, a));
        Errors.AssertArgument("b", () => Qr.LeastSquares(a, new T[3]));
        Errors.AssertArgument("b", () => Qr.LeastSquares(a, square));
        Errors.AssertArgument("b", () => Svd.Thin(a).Solve(new T[3]));
        Errors.AssertArgument("b", () => Svd.Thin(a).Solve(square));
        Errors.AssertArgument("b", () => Svd.Truncated(a, 2).Solve(new T[3]));
        Errors.AssertArgument("b", () => Qr.Thin(a).Solve(new T[3]));
        Errors.AssertArgument("b", () => Qr.Thin(a).Solve(square));
        Errors.AssertArgument("b", () => Qr.ThinPivoted(a).Solve(new T[3]));
        Errors.AssertArgument("b", () => Qr.ThinPivoted(a).Solve(square));
    }

    [Fact]
    public void Elements_that_are_not_finite_are_named()
    {
        Matrix<T> a = Matrix.Identity<T>(3);
        T[] b = [T.One, T.NaN, T.One];
        Errors.AssertNotFinite(1, 0, () => Qr.Solve(a, b));
        Errors.AssertNotFinite(1, 0, () => Qr.LeastSquares(a, b));
        a[2, 1] = T.PositiveInfinity;
        Errors.AssertNotFinite(2, 1, () => Qr.Solve(a, new T[3]));
        Errors.AssertNotFinite(2, 1, () => Svd.Full(a));
        Errors.AssertNotFinite(2, 1, () => Svd.Values(a));
        Errors.AssertNotFinite(2, 1, () => Qr.ThinPivoted(a));
    }

    /// <summary>The residual is orthogonal to the range of A, and the solution to its null space.</summary>
    private static void AssertLeastSquares(
        GuardedMatrix<T> a,
        GuardedMatrix<T> b,
        Matrix<T> solution,
        bool shortest = true,
        double factor = 300
    )
    {
        Dense values = a.ToDense();
        Dense x = Dense.From<T>(solution);
        double tolerance = factor * (a.Rows + a.Columns) * Format<T>.Spacing * Math.Max(1, x.MaxNorm());
        double normal = (values.Transposed * ((values * x) - b.ToDense())).MaxNorm();
        Assert.True(normal <= tolerance, $"{a.Rows}×{a.Columns}: Aᵀ(AX − B) {normal}");
        if (shortest && a.Rows > 0)
        {
            // (AᵀA⁺ᵀ)X = X, by the decomposition in double precision.
            SvdFactors<double> svd = Svd.Thin(new GuardedMatrix<double>(values).ReadOnly);
            int rank = svd.S.Count(s => s > 1e4 * Format<T>.Spacing * svd.S[0] / 1e3);
            Dense v = Dense.From<double>(svd.V).Slice(0, 0, a.Columns, rank);
            double outside = (x - (v * (v.Transposed * x))).MaxNorm();
            Assert.True(outside <= tolerance, $"{a.Rows}×{a.Columns}: X outside of the range of Aᵀ by {outside}");
        }
    }
}
