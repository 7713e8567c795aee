using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmParallelDoubleTests : GemmParallelTests<double>;

public sealed class GemmParallelSingleTests : GemmParallelTests<float>;

/// <summary>Threads change who computes, and nothing else.</summary>
public abstract class GemmParallelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // One size for each way in which a product is cut: nothing packed, B packed in strips, both packed; more parts than
    // threads and fewer.
    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            { 17, 33, 20 },
            { 96, 96, 96 },
            { 5, 700, 900 },
            { 700, 5, 900 },
            { 16, 1500, 64 },
            { 200, 190, 210 },
            { 301, 299, 801 },
            { 1000, 70, 7 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), m, k), layout);
            GuardedMatrix<T> b = new(RandomMatrix.Uniform(new Random(2), k, n), layout);
            Dense before = RandomMatrix.Uniform(new Random(3), m, n);
            Dense expected = Product(a, b, before, layout, 1);
            foreach (int threads in (int[])[2, 3, 7])
            {
                Dense actual = Product(a, b, before, layout, threads);
                Assert.True((actual - expected).MaxNorm() == 0, $"{layout}, {threads} threads");
            }
        }
    }

    [Fact]
    public void Callers_on_several_threads_do_not_disturb_one_another()
    {
        const int Size = 150;
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), Size, Size));
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(new Random(2), Size, Size));
        Dense zero = Dense.Build(Size, Size, (_, _) => 0);
        Dense expected = Product(a, b, zero, Layout.RowMajor, 1);
        Parallel.For(
            0,
            64,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            call =>
            {
                Dense actual = Product(a, b, zero, Layout.RowMajor, 1 + (call % 4));
                Assert.Equal(0, (actual - expected).MaxNorm());
            }
        );
    }

    [Fact]
    public async Task The_caller_does_the_work_where_the_thread_pool_has_nobody_to_spare()
    {
        const int Size = 120;
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(1), Size, Size));
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(new Random(2), Size, Size));
        Dense zero = Dense.Build(Size, Size, (_, _) => 0);
        Dense expected = Product(a, b, zero, Layout.RowMajor, 1);

        // Occupies the pool; it grows by a thread now and then, so that a product may still find help, but need not.
        using ManualResetEventSlim release = new();
        Task[] blocked = [.. Enumerable.Range(0, 32).Select(_ => Task.Run(() => release.Wait()))];
        try
        {
            for (int call = 0; call < 50; call++)
            {
                Assert.Equal(0, (Product(a, b, zero, Layout.RowMajor, 4) - expected).MaxNorm());
            }
        }
        finally
        {
            release.Set();
            await Task.WhenAll(blocked);
        }
    }

    [Fact]
    public void Threads_allocate_nothing_once_they_are_warm()
    {
        const int Size = 300;
        T[] a = new T[Size * Size],
            b = new T[Size * Size],
            c = new T[Size * Size];
        T[] workspace = new T[Gemm.WorkspaceLength<T>(Size, Size, Size, Parallelism.Exactly(2))];
        Allocations.AssertNone(() =>
            Gemm.Multiply(
                T.One,
                new(a, Size, Size),
                new(b, Size, Size),
                T.Zero,
                new(c, Size, Size),
                workspace,
                Parallelism.Exactly(2)
            )
        );
    }

    [Fact]
    public void A_workspace_for_fewer_threads_is_refused()
    {
        T[] elements = new T[400 * 400];
        T[] c = new T[400 * 400];
        T[] workspace = new T[Gemm.WorkspaceLength<T>(400, 400, 400, Parallelism.None)];
        Array.Fill(c, T.One);
        Errors.AssertArgument(
            "workspace",
            () =>
                Gemm.Multiply(
                    T.One,
                    new(elements, 400, 400),
                    new(elements, 400, 400),
                    T.Zero,
                    new(c, 400, 400),
                    workspace,
                    Parallelism.Exactly(3)
                )
        );
        Assert.All(c, element => Assert.Equal(T.One, element));
    }

    private static Dense Product(GuardedMatrix<T> a, GuardedMatrix<T> b, Dense before, Layout layout, int threads)
    {
        Parallelism parallelism = Parallelism.Exactly(threads);
        GuardedMatrix<T> c = new(before, layout);
        T[] workspace = new T[Gemm.WorkspaceLength<T>(c.View.Rows, c.View.Columns, a.View.Columns, parallelism)];
        workspace.AsSpan().Fill(T.NaN);
        Gemm.Multiply(Format<T>.From(1.5), a.View, b.View, Format<T>.From(0.5), c.View, workspace, parallelism);
        a.AssertUnchanged();
        b.AssertUnchanged();
        c.AssertPaddingIntact();
        return c.ToDense();
    }
}
