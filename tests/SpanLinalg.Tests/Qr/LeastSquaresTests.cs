using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class LeastSquaresDoubleTests : LeastSquaresTests<double, ProviderUnderTest>;

public sealed class LeastSquaresSingleTests : LeastSquaresTests<float, ProviderUnderTest>;

/// <summary>min ‖AX − B‖: the normal equations hold, and of all solutions the shortest is taken.</summary>
public abstract class LeastSquaresTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static QrOperations Qr => TProvider.Provider.Qr;

    /// <summary>Solves with a condition of ten, so that errors stay within small multiples of the rounding.</summary>
    private static (Dense A, Dense B, Dense Solution) Solve(MatrixCase matrix, Func<Dense, Dense> rightHandSide)
    {
        (int rows, int columns) = (matrix.Rows, matrix.Columns);
        GuardedMatrix<T> a = matrix.WellConditioned.Create<T>();
        Dense values = a.ToDense();
        GuardedMatrix<T> b = new(rightHandSide(values), matrix.Layout);
        Dense given = b.ToDense();
        GuardedMatrix<T> x = new(columns, given.Columns, matrix.Layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(
            Qr.LeastSquaresWorkspaceLength<T>(rows, columns, given.Columns)
        );
        Qr.LeastSquares(a.View, b.View, x.View, workspace.Span);
        a.AssertPaddingIntact();
        b.AssertPaddingIntact();
        x.AssertPaddingIntact();
        workspace.AssertPaddingIntact();
        return (values, given, x.ToDense());
    }

    /// <summary>Columns uniform in (−1, 1), other ones than those that a case draws itself.</summary>
    private static Dense Uniform(MatrixCase matrix, int rows, int columns) =>
        RandomMatrix.Uniform(new Random(matrix.Seed ^ 1), rows, columns);

    private static double Tolerance(MatrixCase matrix) => 300 * Math.Max(matrix.Rows, matrix.Columns) * Format<T>.Unit;

    [Property(EndSize = 120)]
    public void The_residual_is_orthogonal_to_the_range(MatrixCase matrix)
    {
        (Dense a, Dense b, Dense x) = Solve(matrix, _ => Uniform(matrix, matrix.Rows, 3));
        AssertSmall(a.Transposed * ((a * x) - b), matrix, "Aᵀ(AX − B)");
    }

    [Property(EndSize = 120)]
    public void A_system_with_a_solution_is_solved(MatrixCase matrix)
    {
        (Dense a, Dense b, Dense x) = Solve(matrix, a => a * Uniform(matrix, matrix.Columns, 2));
        AssertSmall((a * x) - b, matrix, "AX − B");
    }

    [Property(EndSize = 120)]
    public void A_known_solution_is_found_where_there_is_only_one(MatrixCase matrix)
    {
        matrix = matrix with { Rows = Math.Max(matrix.Rows, matrix.Columns) };
        Dense known = Uniform(matrix, matrix.Columns, 2);
        (_, _, Dense x) = Solve(matrix, a => a * known);
        AssertSmall(x - known, matrix, "X");
    }

    [Property(EndSize = 120)]
    public void The_shortest_solution_has_no_part_in_the_null_space(MatrixCase matrix)
    {
        // With B = A·Aᵀ·Z the solution of least norm is AᵀZ: it lies in the range of Aᵀ.
        matrix = matrix with
        {
            Columns = Math.Max(matrix.Rows, matrix.Columns),
        };
        Dense z = Uniform(matrix, matrix.Rows, 2);
        (Dense a, _, Dense x) = Solve(matrix, a => a * (a.Transposed * z));
        AssertSmall(x - (a.Transposed * z), matrix, "X");
    }

    [Property(EndSize = 120)]
    public void Both_faces_give_the_same_bits(MatrixCase matrix)
    {
        matrix = matrix.WellConditioned;
        Dense right = Uniform(matrix, matrix.Rows, 4);
        Matrix<T> rented = new(matrix.Columns, 4);
        Matrix<T> own = new(matrix.Columns, 4);
        Qr.LeastSquares(matrix.Create<T>().View, new GuardedMatrix<T>(right).View, rented);
        T[] workspace = new T[Qr.LeastSquaresWorkspaceLength<T>(matrix.Rows, matrix.Columns, 4)];
        Qr.LeastSquares(matrix.Create<T>().View, new GuardedMatrix<T>(right).View, own, workspace);
        Assert.True(Bits.Equal<T>(rented, own));
    }

    [Fact]
    public void A_straight_line_through_points()
    {
        // y = 1.5 + 0.5·t at t = 0, 1, 2, 3 with errors (+1, −1, −1, +1), which are orthogonal to 1 and t.
        Dense a = Dense.Build(4, 2, (i, j) => j == 0 ? 1 : i);
        Dense b = Dense.Build(4, 1, (i, _) => 1.5 + (0.5 * i) + (i is 0 or 3 ? 1 : -1));
        Matrix<T> x = new(2, 1);
        Qr.LeastSquares(new GuardedMatrix<T>(a).View, new GuardedMatrix<T>(b).View, x);
        Assert.Equal(1.5, Format<T>.ToDouble(x[0, 0]), 5);
        Assert.Equal(0.5, Format<T>.ToDouble(x[1, 0]), 5);
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 4)]
    [InlineData(4, 6)]
    [InlineData(90, 60)]
    [InlineData(60, 90)]
    public void An_exactly_singular_matrix_is_refused(int rows, int columns)
    {
        foreach (int zero in new[] { 0, 1, Math.Min(rows, columns) - 1 })
        {
            Dense values = RandomMatrix.Uniform(new Random(1), rows, columns);
            Dense singular = Dense.Build(rows, columns, (i, j) => (rows >= columns ? j : i) == zero ? 0 : values[i, j]);
            RankDeficientException refusal = Assert.Throws<RankDeficientException>(() =>
                Qr.LeastSquares(new GuardedMatrix<T>(singular).View, new Matrix<T>(rows, 1), new Matrix<T>(columns, 1))
            );
            Assert.Equal(zero, refusal.Index);
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 2, 0)]
    [InlineData(3, 0, 2)]
    [InlineData(0, 3, 2)]
    public void Empty_systems_have_the_solution_zero(int rows, int columns, int rightHandSides)
    {
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), rows, columns));
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(new Random(2), rows, rightHandSides));
        GuardedMatrix<T> x = new(columns, rightHandSides);
        Qr.LeastSquares(a.View, b.View, x.View);
        Assert.Equal(0, x.ToDense().MaxNorm());
        x.AssertPaddingIntact();
    }

    private static void AssertSmall(Dense error, MatrixCase matrix, string quantity) =>
        Assert.True(error.MaxNorm() <= Tolerance(matrix), $"{matrix}: {quantity} is {error.MaxNorm()}");
}
