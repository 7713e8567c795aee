using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class QrContractDoubleTests : QrContractTests<double>;

public sealed class QrContractSingleTests : QrContractTests<float>;

/// <summary>What the QR routines refuse, what they allocate, and that their faces agree.</summary>
public abstract class QrContractTests<T>
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
    public void All_faces_give_the_same_bits()
    {
        foreach ((int rows, int columns) in Shapes)
        {
            int rank = Math.Min(rows, columns);
            GuardedQr<T, ProviderUnderTest> own = new(
                Random(rows, columns).ToDense(),
                Layout.RowMajor,
                $"{rows}×{columns}"
            );
            Matrix<T> rented = new(Random(rows, columns).ReadOnly);
            T[] tau = new T[rank];
            Qr.Factor(rented, tau);
            Assert.True(Bits.Equal<T>(rented, own.Factors.View), $"{rows}×{columns}");
            Assert.True(Bits.Equal<T>(tau, own.Tau.Span), $"{rows}×{columns}");

            Matrix<T> q = new(rows, rank);
            Matrix<T> other = new(rows, rank);
            Qr.FormQ(rented, tau, q);
            Qr.FormQ(rented, tau, other, new T[Qr.FormQWorkspaceLength<T>(rows, columns, rank)]);
            Assert.True(Bits.Equal<T>(q, other), $"{rows}×{columns}");

            foreach (QSide side in Enum.GetValues<QSide>())
            {
                (int height, int width) = side == QSide.Left ? (rows, 6) : (6, rows);
                Matrix<T> c = new(Random(height, width).ReadOnly);
                Matrix<T> d = new(c);
                T[] workspace = new T[Qr.ApplyQWorkspaceLength(side, rented, c)];
                Qr.ApplyQ(side, rented, tau, c);
                Qr.ApplyQ(side, rented, tau, d, workspace);
                Assert.True(Bits.Equal<T>(c, d), $"{rows}×{columns} {side}");
                Qr.ApplyQTransposed(side, rented, tau, c);
                Qr.ApplyQTransposed(side, rented, tau, d, workspace);
                Assert.True(Bits.Equal<T>(c, d), $"{rows}×{columns} {side} transposed");
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
                int rank = Math.Min(rows, columns);
                GuardedMatrix<T> source = Random(rows, columns, layout);
                GuardedMatrix<T> a = Random(rows, columns, layout);
                GuardedMatrix<T> q = new(rows, rank, layout);
                GuardedMatrix<T> c = Random(rows, 5, layout);
                T[] tau = new T[rank];
                T[] factor = new T[Qr.FactorWorkspaceLength<T>(rows, columns)];
                T[] form = new T[Qr.FormQWorkspaceLength<T>(rows, columns, rank)];
                T[] apply = new T[Qr.ApplyQWorkspaceLength(QSide.Left, a.ReadOnly, c.View)];
                Allocations.AssertNone(
                    () =>
                    {
                        source.ReadOnly.CopyTo(a.View);
                        Qr.Factor(a.View, tau, factor);
                        Qr.FormQ(a.ReadOnly, tau, q.View, form);
                        Qr.ApplyQ(QSide.Left, a.ReadOnly, tau, c.View, apply);
                        Qr.ApplyQTransposed(QSide.Left, a.ReadOnly, tau, c.View, apply);
                    },
                    $"{rows}×{columns} {layout}"
                );
            }
        }
    }

    [Fact]
    public void Least_squares_with_a_workspace_allocate_nothing()
    {
        foreach ((int rows, int columns) in new[] { (7, 3), (3, 7), (60, 50), (50, 60) })
        {
            GuardedMatrix<T> source = Random(rows, columns);
            GuardedMatrix<T> a = Random(rows, columns);
            GuardedMatrix<T> b = Random(rows, 2);
            GuardedMatrix<T> x = new(columns, 2);
            T[] workspace = new T[Qr.LeastSquaresWorkspaceLength<T>(rows, columns, 2)];
            Allocations.AssertNone(
                () =>
                {
                    source.ReadOnly.CopyTo(a.View);
                    Qr.LeastSquares(a.View, b.View, x.View, workspace);
                },
                $"{rows}×{columns}"
            );
        }
    }

    [Property]
    public void An_element_that_is_not_finite_is_named_and_nothing_is_changed(NonFiniteCase input)
    {
        GuardedMatrix<T> a = input.Create<T>();
        GuardedMatrix<T> tau = GuardedSpan.Create<T>(input.Smaller).Freeze();
        Errors.AssertNotFinite(input.Row, input.Column, () => Qr.Factor(a.View, tau.Span));
        a.AssertUnchanged();
        tau.AssertUnchanged();
    }

    [Fact]
    public void Least_squares_name_an_element_that_is_not_finite_in_either_matrix()
    {
        GuardedMatrix<T> a = Random(9, 5);
        GuardedMatrix<T> b = Random(9, 2);
        GuardedMatrix<T> x = new(5, 2);
        a[3, 4] = T.NaN;
        a.Freeze();
        Errors.AssertNotFinite(3, 4, () => Qr.LeastSquares(a.View, b.View, x.View));
        a.AssertUnchanged();
        b.AssertUnchanged();

        a[3, 4] = T.One;
        b[8, 1] = T.PositiveInfinity;
        a.Freeze();
        b.Freeze();
        Errors.AssertNotFinite(8, 1, () => Qr.LeastSquares(a.View, b.View, x.View));
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Fact]
    public void Without_the_check_NaN_comes_out_as_NaN()
    {
        GuardedMatrix<T> a = Random(40, 40);
        a[20, 10] = T.NaN;
        T[] tau = new T[40];
        Qr.Factor(a.View, tau, checkFinite: false);
        Assert.True(T.IsNaN(a[39, 39]));
    }

    [Fact]
    public void Tau_must_have_room()
    {
        GuardedMatrix<T> a = Random(9, 6);
        Errors.AssertArgument("tau", () => Qr.Factor(a.View, new T[5]));
        Errors.AssertArgument("tau", () => Qr.FormQ(a.ReadOnly, new T[5], new Matrix<T>(9, 6)));
        Errors.AssertArgument("tau", () => Qr.ApplyQ(QSide.Left, a.ReadOnly, new T[5], new Matrix<T>(9, 2)));
        Errors.AssertArgument("tau", () => Qr.ApplyQTransposed(QSide.Left, a.ReadOnly, new T[5], new Matrix<T>(9, 2)));
        a.AssertUnchanged();
    }

    [Fact]
    public void Tau_may_be_longer_than_needed()
    {
        GuardedMatrix<T> a = Random(9, 6);
        GuardedMatrix<T> tau = GuardedSpan.Create<T>(11);
        Qr.Factor(a.View, tau.Span);
        for (int i = 6; i < 11; i++)
        {
            Assert.True(Canary<T>.IsIntact(tau.Span[i]));
        }
    }

    [Fact]
    public void Shapes_must_match()
    {
        GuardedMatrix<T> a = Random(9, 6);
        T[] tau = new T[6];
        Errors.AssertArgument("q", () => Qr.FormQ(a.ReadOnly, tau, new Matrix<T>(8, 6)));
        Errors.AssertArgument("q", () => Qr.FormQ(a.ReadOnly, tau, new Matrix<T>(9, 5)));
        Errors.AssertArgument("q", () => Qr.FormQ(a.ReadOnly, tau, new Matrix<T>(9, 10)));
        Errors.AssertArgument("c", () => Qr.ApplyQ(QSide.Left, a.ReadOnly, tau, new Matrix<T>(8, 9)));
        Errors.AssertArgument("c", () => Qr.ApplyQ(QSide.Right, a.ReadOnly, tau, new Matrix<T>(9, 8)));
        Errors.AssertArgument("c", () => Qr.ApplyQTransposed(QSide.Left, a.ReadOnly, tau, new Matrix<T>(6, 9)));
        Errors.AssertArgument("c", () => Qr.ApplyQTransposed(QSide.Right, a.ReadOnly, tau, new Matrix<T>(9, 6)));
        Errors.AssertArgument("b", () => Qr.LeastSquares(a.View, new Matrix<T>(8, 2), new Matrix<T>(6, 2)));
        Errors.AssertArgument("x", () => Qr.LeastSquares(a.View, new Matrix<T>(9, 2), new Matrix<T>(5, 2)));
        Errors.AssertArgument("x", () => Qr.LeastSquares(a.View, new Matrix<T>(9, 2), new Matrix<T>(6, 3)));
        a.AssertUnchanged();
    }

    [Fact]
    public void A_workspace_that_is_too_short_is_refused()
    {
        GuardedMatrix<T> a = Random(90, 60);
        T[] tau = new T[60];
        Refused(Qr.FactorWorkspaceLength<T>(90, 60), workspace => Qr.Factor(a.View, tau, workspace));
        Refused(
            Qr.FormQWorkspaceLength<T>(90, 60, 60),
            workspace => Qr.FormQ(a.ReadOnly, tau, new Matrix<T>(90, 60), workspace)
        );
        Refused(
            Qr.ApplyQWorkspaceLength(QSide.Left, a.ReadOnly, new Matrix<T>(90, 7)),
            workspace => Qr.ApplyQ(QSide.Left, a.ReadOnly, tau, new Matrix<T>(90, 7), workspace)
        );
        Refused(
            Qr.ApplyQWorkspaceLength(QSide.Right, a.ReadOnly, new Matrix<T>(7, 90)),
            workspace => Qr.ApplyQTransposed(QSide.Right, a.ReadOnly, tau, new Matrix<T>(7, 90), workspace)
        );
        Refused(
            Qr.LeastSquaresWorkspaceLength<T>(90, 60, 2),
            workspace => Qr.LeastSquares(a.View, new Matrix<T>(90, 2), new Matrix<T>(60, 2), workspace)
        );
        a.AssertUnchanged();

        static void Refused(int needed, Action<T[]> call)
        {
            Assert.True(needed > 0, "A factorisation by blocks needs a workspace.");
            Errors.AssertArgument("workspace", () => call(new T[needed - 1]));
        }
    }

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused()
    {
        GuardedMatrix<T> memory = Random(20, 20);
        T[] tau = new T[5];
        Errors.AssertArgument("q", () => Qr.FormQ(memory.View.Slice(0, 0, 9, 5), tau, memory.View.Slice(3, 3, 9, 5)));
        Errors.AssertArgument(
            "c",
            () => Qr.ApplyQ(QSide.Left, memory.View.Slice(0, 0, 9, 5), tau, memory.View.Slice(0, 4, 9, 5))
        );
        Errors.AssertArgument(
            "c",
            () => Qr.ApplyQTransposed(QSide.Left, memory.View.Slice(0, 0, 9, 5), tau, memory.View.Slice(8, 0, 9, 5))
        );
        Errors.AssertArgument(
            "x",
            () => Qr.LeastSquares(memory.View.Slice(0, 0, 9, 5), new Matrix<T>(9, 2), memory.View.Slice(4, 3, 5, 2))
        );
        memory.AssertUnchanged();
    }

    [Fact]
    public void Sizes_are_not_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.FactorWorkspaceLength<T>(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.FactorWorkspaceLength<T>(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.FormQWorkspaceLength<T>(2, 2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr.LeastSquaresWorkspaceLength<T>(2, 2, -1));
    }

    [Fact]
    public void Factors_and_scratch_must_have_memory_of_their_own()
    {
        Matrix<T> a = new(3, 3);
        T[] tau = new T[3];
        T[] workspace = new T[Qr.FactorWorkspaceLength<T>(3, 3)];
        Errors.AssertArgument("tau", () => Qr.Factor(a, a.Elements[..3]));
        Errors.AssertArgument("workspace", () => Qr.Factor(new MatrixView<T>(workspace, 3, 3), tau, workspace));
        Errors.AssertArgument("workspace", () => Qr.Factor(a, workspace.AsSpan(1, 3), workspace));
        Errors.AssertArgument("side", () => Qr.ApplyQ((QSide)7, a, tau, new Matrix<T>(3, 3)));
    }
}
