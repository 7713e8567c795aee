using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class TruncatedSvdContractDoubleTests : TruncatedSvdContractTests<double>;

public sealed class TruncatedSvdContractSingleTests : TruncatedSvdContractTests<float>;

/// <summary>What the truncated SVD refuses, what it allocates, and that its faces agree.</summary>
public abstract class TruncatedSvdContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Columns, int Rank)[] Shapes =
    [
        (0, 0, 0),
        (3, 0, 0),
        (1, 1, 1),
        (5, 3, 2),
        (3, 5, 3),
        (30, 30, 0),
        (30, 30, 4),
        (90, 40, 9),
        (40, 90, 3),
        (70, 64, 60),
    ];

    private static GuardedMatrix<T> Random(int rows, int columns, Layout layout = default) =>
        new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), layout);

    [Fact]
    public void All_faces_give_the_same_bits()
    {
        foreach ((int m, int n, int rank) in Shapes)
        {
            GuardedMatrix<T> a = Random(m, n);
            TruncatedSvdFactors<T> expected = Svd.Truncated(a.ReadOnly, rank);
            Matrix<T> u = new(m, rank);
            Matrix<T> vt = new(rank, n);
            T[] s = new T[rank];
            AssertSame(Svd.Truncated(a.ReadOnly, rank, u, s, vt));

            T[] workspace = new T[Svd.TruncatedWorkspaceLength<T>(m, n, rank)];
            Array.Fill(workspace, T.NaN);
            AssertSame(Svd.Truncated(a.ReadOnly, rank, u, s, vt, workspace));
            Assert.True(Svd.TryTruncated(a.ReadOnly, rank, u, s, vt, workspace, out TruncationError<T> error));
            AssertSame(error);
            AssertSame(SimdProvider.Default.Svd.Truncated(a.ReadOnly, rank, u, s, vt));

            void AssertSame(TruncationError<T> actual)
            {
                Assert.Equal(expected.Error, actual);
                Assert.True(Bits.Equal<T>(expected.S, s), $"{m}×{n}, {rank}");
                Assert.True(Bits.Equal<T>(expected.U, u), $"{m}×{n}, {rank}");
                Assert.True(Bits.Equal<T>(expected.Vt, vt), $"{m}×{n}, {rank}");
            }
        }
    }

    [Fact]
    public void The_workspace_face_allocates_nothing()
    {
        foreach ((int m, int n, int rank) in Shapes)
        {
            foreach (Layout layout in new[] { Layout.RowMajor, Layout.PaddedColumns })
            {
                GuardedMatrix<T> a = Random(m, n, layout);
                GuardedMatrix<T> u = new(m, rank, layout);
                GuardedMatrix<T> vt = new(rank, n, layout);
                T[] s = new T[rank];
                T[] workspace = new T[Svd.TruncatedWorkspaceLength<T>(m, n, rank)];
                Allocations.AssertNone(
                    () => Svd.Truncated(a.ReadOnly, rank, u.View, s, vt.View, workspace),
                    $"{m}×{n}, rank {rank}, {layout}"
                );
            }
        }
    }

    [Property]
    public void An_element_that_is_not_finite_is_named_and_nothing_is_written(NonFiniteCase input)
    {
        (int m, int n, int rank) = (input.Matrix.Rows, input.Matrix.Columns, (input.Smaller + 1) / 2);
        GuardedMatrix<T> a = input.Create<T>();
        GuardedMatrix<T> u = new GuardedMatrix<T>(m, rank).Freeze();
        GuardedMatrix<T> s = GuardedSpan.Create<T>(rank).Freeze();
        GuardedMatrix<T> vt = new GuardedMatrix<T>(rank, n).Freeze();
        Errors.AssertNotFinite(input.Row, input.Column, () => Svd.Truncated(a.ReadOnly, rank, u.View, s.Span, vt.View));
        Errors.AssertNotFinite(input.Row, input.Column, () => Svd.Truncated(a.ReadOnly, rank));
        a.AssertUnchanged();
        u.AssertUnchanged();
        s.AssertUnchanged();
        vt.AssertUnchanged();
    }

    [Fact]
    public async Task Without_the_check_it_still_ends_and_gives_no_answer()
    {
        foreach ((int m, int n, int rank) in Shapes.Where(shape => shape.Rank > 0))
        {
            foreach (double value in new[] { double.NaN, double.PositiveInfinity })
            {
                GuardedMatrix<T> a = Random(m, n);
                a[m / 2, n / 2] = Format<T>.From(value);
                T[] s = new T[rank];
                Task<bool> truncated = Task.Run(() =>
                    Svd.TryTruncated(
                        a.ReadOnly,
                        rank,
                        new Matrix<T>(m, rank),
                        s,
                        new Matrix<T>(rank, n),
                        new T[Svd.TruncatedWorkspaceLength<T>(m, n, rank)],
                        out _,
                        new() { CheckFinite = false }
                    )
                );
                bool converged = await truncated.WaitAsync(TimeSpan.FromSeconds(60));
                Assert.True(!converged || s.Any(x => !T.IsFinite(x)), $"{m}×{n} with {value} gave an answer");
            }
        }
    }

    [Fact]
    public void A_rank_beyond_the_smaller_side_is_refused()
    {
        GuardedMatrix<T> a = Random(7, 5);
        Errors.AssertArgument(
            "rank",
            () => Svd.Truncated(a.ReadOnly, 6, new Matrix<T>(7, 6), new T[6], new Matrix<T>(6, 5))
        );
        Errors.AssertArgument("rank", () => Svd.Truncated(a.ReadOnly, 6));
        Errors.AssertArgument("rank", () => Svd.Truncated(a.ReadOnly, -1));
        Errors.AssertArgument("rank", () => Svd.TruncatedWorkspaceLength<T>(7, 5, 6));
        Errors.AssertArgument("rank", () => Svd.TruncatedWorkspaceLength<T>(7, 5, -1));
        Errors.AssertArgument("m", () => Svd.TruncatedWorkspaceLength<T>(-1, 5, 0));
        Errors.AssertArgument("n", () => Svd.TruncatedWorkspaceLength<T>(5, -1, 0));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Errors.AssertArgument("value", () => _ = new TruncatedSvdOptions { Oversampling = -1 });
        Errors.AssertArgument("value", () => _ = new TruncatedSvdOptions { PowerIterations = -1 });

        // As many samples as one likes: the whole decomposition is the most that there is.
        TruncatedSvdOptions all = new() { Oversampling = int.MaxValue };
        SvdFactors<T> whole = Svd.Thin(Random(9, 6).ReadOnly);
        Assert.True(Bits.Equal<T>(whole.S.AsSpan(0, 2).ToArray(), Svd.Truncated(Random(9, 6).ReadOnly, 2, all).S));
    }

    [Fact]
    public void The_rank_counts_and_not_the_length_of_the_values()
    {
        GuardedMatrix<T> a = Random(30, 20);
        GuardedMatrix<T> s = GuardedSpan.Create<T>(5);
        Matrix<T> u = new(30, 3);
        Matrix<T> vt = new(3, 20);
        Svd.Truncated(a.ReadOnly, 3, u, s.Span, vt);
        Assert.True(Bits.Equal<T>(Svd.Truncated(a.ReadOnly, 3).S, s.Span[..3]));
        Assert.True(Canary<T>.IsIntact(s[0, 3]) && Canary<T>.IsIntact(s[0, 4]));
        Errors.AssertArgument("s", () => Svd.Truncated(a.ReadOnly, 3, u, new T[2], vt));
    }

    [Fact]
    public void Shapes_must_match()
    {
        GuardedMatrix<T> a = Random(7, 5);
        T[] s = new T[2];
        Errors.AssertArgument("u", () => Svd.Truncated(a.ReadOnly, 2, new Matrix<T>(7, 3), s, new Matrix<T>(2, 5)));
        Errors.AssertArgument("u", () => Svd.Truncated(a.ReadOnly, 2, new Matrix<T>(6, 2), s, new Matrix<T>(2, 5)));
        Errors.AssertArgument("vt", () => Svd.Truncated(a.ReadOnly, 2, new Matrix<T>(7, 2), s, new Matrix<T>(2, 4)));
        Errors.AssertArgument("vt", () => Svd.Truncated(a.ReadOnly, 2, new Matrix<T>(7, 2), s, new Matrix<T>(5, 5)));
    }

    [Fact]
    public void Memory_must_be_distinct_and_the_workspace_long_enough()
    {
        GuardedMatrix<T> memory = Random(40, 40);
        Matrix<T> u = new(30, 3);
        Matrix<T> vt = new(3, 20);
        T[] s = new T[3];
        T[] workspace = new T[Svd.TruncatedWorkspaceLength<T>(30, 20, 3)];
        Errors.AssertArgument(
            "workspace",
            () => Svd.Truncated(memory.View.Slice(0, 0, 30, 20), 3, u, s, vt, workspace.AsSpan(1))
        );
        Errors.AssertArgument(
            "workspace",
            () => Svd.Truncated(memory.View.Slice(0, 0, 30, 20), 3, u, workspace.AsSpan(0, 3), vt, workspace)
        );
        Errors.AssertArgument(
            "workspace",
            () => Svd.Truncated(new ReadOnlyMatrixView<T>(workspace, 30, 20), 3, u, s, vt, workspace)
        );
        Errors.AssertArgument("s", () => Svd.Truncated(memory.View.Slice(0, 0, 30, 20), 3, u, u.Elements[..3], vt));
        Errors.AssertArgument(
            "u",
            () => Svd.Truncated(memory.View.Slice(0, 0, 30, 20), 3, memory.View.Slice(5, 5, 30, 3), s, vt)
        );
        Errors.AssertArgument(
            "vt",
            () => Svd.Truncated(memory.View.Slice(0, 0, 30, 20), 3, u, s, memory.View.Slice(5, 5, 3, 20))
        );
        Errors.AssertArgument(
            "vt",
            () =>
                Svd.Truncated(
                    Random(30, 20).ReadOnly,
                    3,
                    memory.View.Slice(0, 0, 30, 3),
                    s,
                    memory.View.Slice(2, 2, 3, 20)
                )
        );
        memory.AssertUnchanged();
    }
}
