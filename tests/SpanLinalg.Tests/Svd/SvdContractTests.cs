using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdContractDoubleTests : SvdContractTests<double>;

public sealed class SvdContractSingleTests : SvdContractTests<float>;

/// <summary>What the SVD refuses, what it allocates, and that its faces agree.</summary>
public abstract class SvdContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (0, 0),
        (0, 3),
        (3, 0),
        (1, 1),
        (5, 3),
        (3, 5),
        (30, 30),
        (90, 20),
        (20, 90),
        (70, 64),
    ];

    private static GuardedMatrix<T> Random(int rows, int columns, Layout layout = default) =>
        new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), layout);

    [Fact]
    public void All_faces_give_the_same_bits()
    {
        foreach ((int m, int n) in Shapes)
        {
            int k = Math.Min(m, n);
            GuardedMatrix<T> a = Random(m, n);
            Matrix<T> u = new(m, k);
            Matrix<T> vt = new(k, n);
            T[] s = new T[k];
            Svd.Thin(a.ReadOnly, u, s, vt);

            Matrix<T> ownU = new(m, k);
            Matrix<T> ownVt = new(k, n);
            T[] ownS = new T[k];
            T[] workspace = new T[Svd.ThinWorkspaceLength<T>(m, n)];
            Array.Fill(workspace, T.NaN);
            Svd.Thin(a.ReadOnly, ownU, ownS, ownVt, workspace);
            AssertSame(u, s, vt, ownU, ownS, ownVt, $"thin {m}×{n}");

            Assert.True(Svd.TryThin(a.ReadOnly, ownU, ownS, ownVt, workspace));
            AssertSame(u, s, vt, ownU, ownS, ownVt, $"TryThin {m}×{n}");

            SvdFactors<T> factors = Svd.Thin(a.ReadOnly);
            AssertSame(u, s, vt, factors.U, factors.S, factors.Vt, $"allocating {m}×{n}");

            Svd.Values(a.ReadOnly, s);
            Svd.Values(a.ReadOnly, ownS, new T[Svd.ValuesWorkspaceLength<T>(m, n)]);
            Assert.True(Bits.Equal<T>(s, ownS), $"values {m}×{n}");
            Assert.True(Svd.TryValues(a.ReadOnly, ownS, new T[Svd.ValuesWorkspaceLength<T>(m, n)]));
            Assert.True(Bits.Equal<T>(s, ownS), $"TryValues {m}×{n}");

            Matrix<T> fullU = new(m, m);
            Matrix<T> fullVt = new(n, n);
            Matrix<T> ownFullU = new(m, m);
            Matrix<T> ownFullVt = new(n, n);
            Svd.Full(a.ReadOnly, fullU, s, fullVt);
            workspace = new T[Svd.FullWorkspaceLength<T>(m, n)];
            Svd.Full(a.ReadOnly, ownFullU, ownS, ownFullVt, workspace);
            AssertSame(fullU, s, fullVt, ownFullU, ownS, ownFullVt, $"full {m}×{n}");
            Assert.True(Svd.TryFull(a.ReadOnly, ownFullU, ownS, ownFullVt, workspace));
            AssertSame(fullU, s, fullVt, ownFullU, ownS, ownFullVt, $"TryFull {m}×{n}");
        }
    }

    private static void AssertSame(
        Matrix<T> u,
        T[] s,
        Matrix<T> vt,
        Matrix<T> u2,
        T[] s2,
        Matrix<T> vt2,
        string context
    )
    {
        Assert.True(Bits.Equal<T>(s, s2), context);
        Assert.True(Bits.Equal<T>(u, u2), context);
        Assert.True(Bits.Equal<T>(vt, vt2), context);
    }

    [Fact]
    public void The_workspace_faces_allocate_nothing()
    {
        foreach ((int m, int n) in Shapes)
        {
            foreach (Layout layout in new[] { Layout.RowMajor, Layout.PaddedColumns })
            {
                int k = Math.Min(m, n);
                GuardedMatrix<T> a = Random(m, n, layout);
                GuardedMatrix<T> u = new(m, k, layout);
                GuardedMatrix<T> vt = new(k, n, layout);
                GuardedMatrix<T> fullU = new(m, m, layout);
                GuardedMatrix<T> fullVt = new(n, n, layout);
                T[] s = new T[k];
                T[] thin = new T[Svd.ThinWorkspaceLength<T>(m, n)];
                T[] full = new T[Svd.FullWorkspaceLength<T>(m, n)];
                T[] values = new T[Svd.ValuesWorkspaceLength<T>(m, n)];
                string context = $"{m}×{n} {layout}";
                Allocations.AssertNone(() => Svd.Thin(a.ReadOnly, u.View, s, vt.View, thin), $"thin {context}");
                Allocations.AssertNone(() => Svd.TryThin(a.ReadOnly, u.View, s, vt.View, thin), $"try {context}");
                Allocations.AssertNone(() => Svd.Full(a.ReadOnly, fullU.View, s, fullVt.View, full), $"full {context}");
                Allocations.AssertNone(() => Svd.Values(a.ReadOnly, s, values), $"values {context}");
            }
        }
    }

    [Property]
    public void An_element_that_is_not_finite_is_named_and_nothing_is_written(NonFiniteCase input)
    {
        (int m, int n, int k) = (input.Matrix.Rows, input.Matrix.Columns, input.Smaller);
        GuardedMatrix<T> a = input.Create<T>();
        GuardedMatrix<T> u = new GuardedMatrix<T>(m, k).Freeze();
        GuardedMatrix<T> s = GuardedSpan.Create<T>(k).Freeze();
        GuardedMatrix<T> vt = new GuardedMatrix<T>(k, n).Freeze();
        AssertNamed(() => Svd.Thin(a.ReadOnly, u.View, s.Span, vt.View));
        AssertNamed(() => Svd.Values(a.ReadOnly, s.Span));
        AssertNamed(() => Svd.Thin(a.ReadOnly));
        AssertNamed(() => Svd.TryValues(a.ReadOnly, s.Span, new T[Svd.ValuesWorkspaceLength<T>(m, n)]));
        a.AssertUnchanged();
        u.AssertUnchanged();
        s.AssertUnchanged();
        vt.AssertUnchanged();

        void AssertNamed(Action call) => Errors.AssertNotFinite(input.Row, input.Column, call);
    }

    [Property(EndSize = 70)]
    public async Task Without_the_check_the_iteration_still_ends(NonFiniteCase input)
    {
        // With NaN there is no answer; there must be an end, as an exception or as NaN.
        (int m, int n, int k) = (input.Matrix.Rows, input.Matrix.Columns, input.Smaller);
        GuardedMatrix<T> a = input.Create<T>();
        T[] s = new T[k];
        Task<bool> thin = Task.Run(() =>
            Svd.TryThin(
                a.ReadOnly,
                new Matrix<T>(m, k),
                s,
                new Matrix<T>(k, n),
                new T[Svd.ThinWorkspaceLength<T>(m, n)],
                checkFinite: false
            )
        );
        bool converged = await thin.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(!converged || s.Any(x => !T.IsFinite(x)), "That gave an answer.");
    }

    [Property(MaxTest = 400, StartSize = 1, EndSize = 7)]
    public async Task Unchecked_input_that_is_not_finite_comes_to_an_end_among_zeros_too(NonFiniteCase input)
    {
        Random random = new(input.Matrix.Seed);
        GuardedMatrix<T> a = new(input.Matrix.Rows, input.Matrix.Columns, input.Matrix.Layout);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                a[i, j] = random.Next(3) switch
                {
                    0 => T.Zero,
                    1 => Format<T>.From(random.NextDouble() - 0.5),
                    _ => T.One,
                };
            }
        }
        a[input.Row, input.Column] = Format<T>.From(input.Value);
        T[] s = new T[input.Smaller];
        T[] workspace = new T[Svd.ValuesWorkspaceLength<T>(a.Rows, a.Columns)];
        Task<bool> values = Task.Run(() => Svd.TryValues(a.ReadOnly, s, workspace, checkFinite: false));
        bool converged = await values.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(!converged || s.Any(x => !T.IsFinite(x)), $"{a.ToDense()} gave an answer.");
    }

    [Fact]
    public void Singular_values_and_scratch_must_have_memory_of_their_own()
    {
        T[] s = new T[3];
        Matrix<T> u = new(3, 3);
        Matrix<T> vt = new(3, 3);
        T[] workspace = new T[Svd.ThinWorkspaceLength<T>(3, 3)];
        Errors.AssertArgument("s", () => Svd.Thin(new Matrix<T>(3, 3), u, u.Elements[..3], vt));
        Errors.AssertArgument("s", () => Svd.Thin(u, new Matrix<T>(3, 3), u.Elements[..3], vt));
        Errors.AssertArgument(
            "workspace",
            () => Svd.Thin(new ReadOnlyMatrixView<T>(workspace, 3, 3), u, s, vt, workspace)
        );
        Errors.AssertArgument(
            "workspace",
            () => Svd.Thin(u, new Matrix<T>(3, 3), workspace.AsSpan(5, 3), vt, workspace)
        );
    }

    [Fact]
    public void Shapes_must_match()
    {
        GuardedMatrix<T> a = Random(7, 5);
        T[] s = new T[5];
        Errors.AssertArgument("u", () => Svd.Thin(a.ReadOnly, new Matrix<T>(7, 7), s, new Matrix<T>(5, 5)));
        Errors.AssertArgument("u", () => Svd.Thin(a.ReadOnly, new Matrix<T>(6, 5), s, new Matrix<T>(5, 5)));
        Errors.AssertArgument("vt", () => Svd.Thin(a.ReadOnly, new Matrix<T>(7, 5), s, new Matrix<T>(5, 4)));
        Errors.AssertArgument("s", () => Svd.Thin(a.ReadOnly, new Matrix<T>(7, 5), new T[4], new Matrix<T>(5, 5)));
        Errors.AssertArgument("s", () => Svd.Values(a.ReadOnly, new T[4]));
        Errors.AssertArgument("u", () => Svd.Full(a.ReadOnly, new Matrix<T>(7, 5), s, new Matrix<T>(5, 5)));
        Errors.AssertArgument("vt", () => Svd.Full(Random(5, 7).ReadOnly, new Matrix<T>(5, 5), s, new Matrix<T>(5, 7)));
    }

    [Fact]
    public void A_workspace_that_is_too_short_is_refused()
    {
        GuardedMatrix<T> a = Random(40, 30);
        T[] s = new T[30];
        Errors.AssertArgument(
            "workspace",
            () =>
                Svd.Thin(
                    a.ReadOnly,
                    new Matrix<T>(40, 30),
                    s,
                    new Matrix<T>(30, 30),
                    Short(Svd.ThinWorkspaceLength<T>(40, 30))
                )
        );
        Errors.AssertArgument(
            "workspace",
            () =>
                Svd.Full(
                    a.ReadOnly,
                    new Matrix<T>(40, 40),
                    s,
                    new Matrix<T>(30, 30),
                    Short(Svd.FullWorkspaceLength<T>(40, 30))
                )
        );
        Errors.AssertArgument(
            "workspace",
            () => Svd.Values(a.ReadOnly, s, Short(Svd.ValuesWorkspaceLength<T>(40, 30)))
        );

        static T[] Short(int needed) => new T[needed - 1];
    }

    [Fact]
    public void Destinations_that_overlap_are_refused()
    {
        GuardedMatrix<T> memory = Random(20, 20);
        T[] s = new T[4];
        Errors.AssertArgument(
            "u",
            () => Svd.Thin(memory.View.Slice(0, 0, 6, 4), memory.View.Slice(5, 3, 6, 4), s, new Matrix<T>(4, 4))
        );
        Errors.AssertArgument(
            "vt",
            () => Svd.Thin(memory.View.Slice(0, 0, 6, 4), new Matrix<T>(6, 4), s, memory.View.Slice(2, 2, 4, 4))
        );
        Errors.AssertArgument(
            "vt",
            () => Svd.Thin(Random(6, 4).ReadOnly, memory.View.Slice(0, 0, 6, 4), s, memory.View.Slice(2, 2, 4, 4))
        );
        memory.AssertUnchanged();
    }

    [Fact]
    public void Sizes_are_not_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd.ThinWorkspaceLength<T>(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd.FullWorkspaceLength<T>(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd.ValuesWorkspaceLength<T>(-1, -1));
    }
}
