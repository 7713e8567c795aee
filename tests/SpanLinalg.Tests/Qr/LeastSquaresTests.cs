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

    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (1, 1),
        (2, 2),
        (5, 5),
        (40, 40),
        (3, 1),
        (7, 3),
        (50, 10),
        (120, 70),
        (1, 3),
        (3, 7),
        (10, 50),
        (70, 120),
    ];

    /// <summary>A case with a condition of ten, so that errors stay within small multiples of the rounding.</summary>
    private static (Dense A, Dense X, GuardedMatrix<T> Solution) Solve(
        int rows,
        int columns,
        int rightHandSides,
        Layout layout,
        Func<Dense, Random, Dense> rightHandSide
    )
    {
        Random random = new((rows * 1000) + columns);
        double[] singularValues = Spectrum.Even.Values(Math.Min(rows, columns), 10);
        GuardedMatrix<T> a = new(RandomMatrix.WithSingularValues(random, rows, columns, singularValues), layout);
        Dense values = a.ToDense();
        GuardedMatrix<T> b = new(rightHandSide(values, random), layout);
        Dense given = b.ToDense();
        GuardedMatrix<T> x = new(columns, rightHandSides, layout);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(
            Qr.LeastSquaresWorkspaceLength<T>(rows, columns, rightHandSides)
        );
        Qr.LeastSquares(a.View, b.View, x.View, workspace.Span);
        a.AssertPaddingIntact();
        b.AssertPaddingIntact();
        x.AssertPaddingIntact();
        workspace.AssertPaddingIntact();
        return (values, given, x);
    }

    private static double Tolerance(int rows, int columns) => 300 * Math.Max(rows, columns) * Format<T>.Unit;

    [Fact]
    public void The_residual_is_orthogonal_to_the_range()
    {
        int index = 0;
        foreach ((int rows, int columns) in Shapes)
        {
            (Dense a, Dense b, GuardedMatrix<T> x) = Solve(
                rows,
                columns,
                3,
                Layouts.Cycle(index++),
                (_, random) => RandomMatrix.Uniform(random, rows, 3)
            );
            Dense residual = (a * x.ToDense()) - b;
            AssertSmall((a.Transposed * residual).MaxNorm(), rows, columns, "Aᵀ(AX − B)");
        }
    }

    [Fact]
    public void A_system_with_a_solution_is_solved()
    {
        int index = 0;
        foreach ((int rows, int columns) in Shapes)
        {
            (Dense a, Dense b, GuardedMatrix<T> x) = Solve(
                rows,
                columns,
                2,
                Layouts.Cycle(index++),
                (a, random) => a * RandomMatrix.Uniform(random, columns, 2)
            );
            AssertSmall(((a * x.ToDense()) - b).MaxNorm(), rows, columns, "AX − B");
        }
    }

    [Fact]
    public void A_known_solution_is_found_where_there_is_only_one()
    {
        foreach ((int rows, int columns) in Shapes.Where(shape => shape.Rows >= shape.Columns))
        {
            Dense known = RandomMatrix.Uniform(new Random(columns), columns, 2);
            (_, _, GuardedMatrix<T> x) = Solve(rows, columns, 2, Layout.ColumnMajor, (a, _) => a * known);
            AssertSmall((x.ToDense() - known).MaxNorm(), rows, columns, "X");
        }
    }

    [Fact]
    public void The_shortest_solution_has_no_part_in_the_null_space()
    {
        // With B = A·Aᵀ·Z the solution of least norm is AᵀZ: it lies in the range of Aᵀ.
        foreach ((int rows, int columns) in Shapes.Where(shape => shape.Rows <= shape.Columns))
        {
            Dense z = RandomMatrix.Uniform(new Random(columns), rows, 2);
            (Dense a, _, GuardedMatrix<T> x) = Solve(
                rows,
                columns,
                2,
                Layout.RowMajor,
                (a, _) => a * (a.Transposed * z)
            );
            AssertSmall((x.ToDense() - (a.Transposed * z)).MaxNorm(), rows, columns, "X");
        }
    }

    [Fact]
    public void Both_faces_give_the_same_bits()
    {
        foreach ((int rows, int columns) in Shapes)
        {
            Dense values = RandomMatrix.Uniform(new Random(1), rows, columns);
            Dense right = RandomMatrix.Uniform(new Random(2), rows, 4);
            Matrix<T> rented = new(columns, 4);
            Matrix<T> own = new(columns, 4);
            Qr.LeastSquares(new GuardedMatrix<T>(values).View, new GuardedMatrix<T>(right).View, rented);
            T[] workspace = new T[Qr.LeastSquaresWorkspaceLength<T>(rows, columns, 4)];
            Qr.LeastSquares(new GuardedMatrix<T>(values).View, new GuardedMatrix<T>(right).View, own, workspace);
            Assert.True(Bits.Equal<T>(rented, own), $"{rows}×{columns}");
        }
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

    private static void AssertSmall(double error, int rows, int columns, string quantity) =>
        Assert.True(error <= Tolerance(rows, columns), $"{rows}×{columns}: {quantity} is {error}");
}
