using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmContractDoubleTests : GemmContractTests<double>;

public sealed class GemmContractSingleTests : GemmContractTests<float>;

/// <summary>What GEMM reads and refuses, what it allocates, and that its faces agree.</summary>
public abstract class GemmContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1),
        (4, 5, 6),
        (1, 30, 30),
        (30, 1, 30),
        (50, 60, 70),
        (130, 140, 300),
    ];

    private static GuardedMatrix<T> Random(int rows, int columns, int seed = 1) =>
        new(RandomMatrix.Uniform(new Random(seed), rows, columns));

    [Fact]
    public void Nothing_is_added_over_an_inner_dimension_of_zero()
    {
        GuardedMatrix<T> c = Random(3, 4);
        Dense before = c.ToDense();
        Gemm.Multiply(T.One, new Matrix<T>(3, 0), new Matrix<T>(0, 4), Format<T>.From(0.5), c.View);
        Assert.Equal(0, (c.ToDense() - (0.5 * before)).MaxNorm());

        GuardedMatrix<T> canaries = new(3, 4);
        Gemm.Multiply(new Matrix<T>(3, 0), new Matrix<T>(0, 4), canaries.View);
        Assert.Equal(0, canaries.ToDense().MaxNorm());
    }

    [Fact]
    public void A_factor_of_zero_does_not_read_the_matrices()
    {
        // As in the reference BLAS: α = 0 does not read A and B, β = 0 does not read C.
        GuardedMatrix<T> notANumber = new(5, 5);
        GuardedMatrix<T> c = Random(5, 5);
        Dense before = c.ToDense();
        Gemm.Multiply(T.Zero, notANumber.View, notANumber.View, Format<T>.From(2), c.View);
        Assert.Equal(0, (c.ToDense() - (2 * before)).MaxNorm());

        GuardedMatrix<T> result = new(5, 5);
        Gemm.Multiply(T.Zero, notANumber.View, notANumber.View, T.Zero, result.View);
        Assert.Equal(0, result.ToDense().MaxNorm());
    }

    [Property(EndSize = 140)]
    public void NaN_and_infinity_reach_the_elements_that_depend_on_them_and_no_others(
        NonFiniteCase input,
        Length other,
        Layout layout
    )
    {
        GuardedMatrix<T> a = input.Create<T>();
        Random random = new(input.Matrix.Seed ^ 1);
        GuardedMatrix<T> right = new(RandomMatrix.Uniform(random, a.Columns, other), layout);
        GuardedMatrix<T> byRight = new(a.Rows, other, layout);
        Gemm.Multiply(a.View, right.View, byRight.View);
        AssertSpoilt(byRight, (i, _) => i == input.Row);

        GuardedMatrix<T> left = new(RandomMatrix.Uniform(random, other, a.Rows), layout);
        GuardedMatrix<T> byLeft = new(other, a.Columns, layout);
        Gemm.Multiply(left.View, a.View, byLeft.View);
        AssertSpoilt(byLeft, (_, j) => j == input.Column);

        static void AssertSpoilt(GuardedMatrix<T> c, Func<int, int, bool> isSpoilt)
        {
            for (int i = 0; i < c.Rows; i++)
            {
                for (int j = 0; j < c.Columns; j++)
                {
                    Assert.True(T.IsFinite(c[i, j]) != isSpoilt(i, j), $"({i}, {j}) is {c[i, j]}");
                }
            }
        }
    }

    [Fact]
    public void All_faces_give_the_same_bits()
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            GuardedMatrix<T> a = Random(m, k);
            GuardedMatrix<T> b = Random(k, n, 2);
            Matrix<T> rented = new(m, n);
            Matrix<T> plain = new(m, n);
            Matrix<T> own = new(m, n);
            GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Gemm.WorkspaceLength<T>(m, n, k));
            Gemm.Multiply(T.One, a.View, b.View, T.Zero, rented);
            Gemm.Multiply(a.View, b.View, plain);
            Gemm.Multiply(T.One, a.View, b.View, T.Zero, own, workspace.Span);
            Assert.True(Bits.Equal<T>(rented, own), $"{m}×{n}×{k}");
            Assert.True(Bits.Equal<T>(plain, own), $"{m}×{n}×{k}");
        }
    }

    [Fact]
    public void The_workspace_face_allocates_nothing()
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            GuardedMatrix<T> a = Random(m, k);
            GuardedMatrix<T> b = Random(k, n, 2);
            GuardedMatrix<T> c = Random(m, n, 3);
            T[] workspace = new T[Gemm.WorkspaceLength<T>(m, n, k)];
            Allocations.AssertNone(
                () => Gemm.Multiply(T.One, a.View, b.View, T.One, c.View, workspace),
                $"{m}×{n}×{k}"
            );
        }
    }

    [Fact]
    public void A_workspace_that_is_too_short_is_refused()
    {
        int needed = Gemm.WorkspaceLength<T>(130, 140, 300);
        Assert.True(needed > 0, "A product of this size is packed, and packing needs a workspace.");
        GuardedMatrix<T> c = Random(130, 140);
        Errors.AssertArgument(
            "workspace",
            () =>
                Gemm.Multiply(
                    T.One,
                    new Matrix<T>(130, 300),
                    new Matrix<T>(300, 140),
                    T.Zero,
                    c.View,
                    new T[needed - 1]
                )
        );
        c.AssertUnchanged();
    }

    [Fact]
    public void A_workspace_may_be_longer_and_begin_anywhere()
    {
        GuardedMatrix<T> a = Random(61, 70);
        GuardedMatrix<T> b = Random(70, 53, 2);
        Matrix<T> expected = new(61, 53);
        Gemm.Multiply(a.View, b.View, expected);
        int needed = Gemm.WorkspaceLength<T>(61, 53, 70);
        T[] memory = new T[needed + 40];
        for (int start = 0; start < 20; start++)
        {
            Array.Fill(memory, T.NaN);
            Matrix<T> c = new(61, 53);
            Gemm.Multiply(T.One, a.View, b.View, T.Zero, c, memory.AsSpan(start, needed + (start % 3)));
            Assert.True(Bits.Equal<T>(expected, c), $"workspace from {start}");
        }
    }

    [Fact]
    public void Sizes_are_not_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.WorkspaceLength<T>(-1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.WorkspaceLength<T>(1, -2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.WorkspaceLength<T>(1, 2, -3));
    }

    [Fact]
    public void Shapes_must_match()
    {
        GuardedMatrix<T> c = Random(3, 4);
        Errors.AssertArgument("b", () => Gemm.Multiply(new Matrix<T>(3, 5), new Matrix<T>(6, 4), c.View));
        foreach ((int rows, int columns) in new[] { (2, 4), (3, 5), (4, 3) })
        {
            Errors.AssertArgument("c", () => Gemm.Multiply(new Matrix<T>(rows, 5), new Matrix<T>(5, columns), c.View));
        }
        c.AssertUnchanged();
    }

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused_and_untouched()
    {
        GuardedMatrix<T> memory = Random(12, 12);
        Matrix<T> other = new(4, 4);
        for (int row = 0; row < 4; row++)
        {
            int start = row;
            Errors.AssertArgument(
                "c",
                () => Gemm.Multiply(memory.View.Slice(0, 0, 4, 4), other, memory.View.Slice(start, start, 4, 4))
            );
            Errors.AssertArgument(
                "c",
                () => Gemm.Multiply(other, memory.View.Slice(0, 0, 4, 4), memory.View.Slice(start, 3 - start, 4, 4))
            );
            Errors.AssertArgument(
                "c",
                () => Gemm.Multiply(other, memory.View.Slice(0, 0, 4, 4).Transposed, memory.View.Slice(start, 0, 4, 4))
            );
        }
        memory.AssertUnchanged();
    }

    [Fact]
    public void Blocks_of_one_matrix_that_do_not_overlap_are_accepted()
    {
        GuardedMatrix<T> memory = Random(12, 12);
        Matrix<T> left = new(memory.ReadOnly.Slice(0, 0, 4, 4));
        Matrix<T> right = new(memory.ReadOnly.Slice(0, 4, 4, 4));
        Matrix<T> expected = new(4, 4);
        Gemm.Multiply(left, right, expected);
        Gemm.Multiply(memory.View.Slice(0, 0, 4, 4), memory.View.Slice(0, 4, 4, 4), memory.View.Slice(0, 8, 4, 4));
        Reference.AssertProduct<T>(T.One, left, right, T.Zero, expected, memory.View.Slice(0, 8, 4, 4), "blocks");
    }

    [Fact]
    public void The_two_inputs_may_be_the_same_matrix()
    {
        GuardedMatrix<T> a = Random(20, 20);
        GuardedMatrix<T> c = new(20, 20);
        Gemm.Multiply(a.View, a.View.Transposed, c.View);
        Reference.AssertProduct<T>(T.One, a.View, a.View.Transposed, T.Zero, c.View, c.View, "AAᵀ");
        a.AssertUnchanged();
    }

    [Fact]
    public void Inputs_may_repeat_an_element()
    {
        ReadOnlyMatrixView<T> ones = new([T.One], 30, 40, 0, 0);
        GuardedMatrix<T> b = Random(40, 25);
        GuardedMatrix<T> c = new(30, 25);
        Gemm.Multiply(ones, b.View, c.View);
        Reference.AssertProduct<T>(T.One, ones, b.View, T.Zero, c.View, c.View, "stride 0");
    }

    [Fact]
    public void The_workspace_of_the_largest_product_is_bounded()
    {
        Assert.Equal(0, Gemm.WorkspaceLength<T>(int.MaxValue, 1, 1));
        Assert.True(Gemm.WorkspaceLength<T>(int.MaxValue, int.MaxValue, int.MaxValue) > 0);
    }

    [Fact]
    public void Small_products_need_no_workspace()
    {
        Assert.Equal(0, Gemm.WorkspaceLength<T>(64, 64, 64));
        Assert.True(Gemm.WorkspaceLength<T>(300, 300, 300) > 0);
    }

    [Fact]
    public void A_workspace_that_overlaps_a_matrix_is_refused()
    {
        T[] workspace = new T[Gemm.WorkspaceLength<T>(200, 200, 200)];
        Matrix<T> a = new(200, 200);
        Errors.AssertArgument(
            "workspace",
            () => Gemm.Multiply(T.One, a, a, T.Zero, new MatrixView<T>(workspace, 200, 200), workspace)
        );
    }
}
