using System.Diagnostics;
using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class WarmupDoubleTests : WarmupTests<double>;

public sealed class WarmupSingleTests : WarmupTests<float>;

/// <summary>
/// That a service can prepare for any shape, and then calls what it prepared for without an allocation.
/// </summary>
public abstract class WarmupTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] Sizes = [0, 1, 4, 33, 70];

    private static readonly (int Rows, int Columns)[] Shapes =
    [
        .. from rows in Sizes from columns in Sizes select (rows, columns),
    ];

    private static Matrix<T> Random(int rows, int columns) =>
        new(new GuardedMatrix<T>(RandomMatrix.Uniform(new Random(rows + columns), rows, columns)).ReadOnly);

    [Fact]
    public void A_product_that_was_prepared_for_allocates_nothing()
    {
        foreach ((int m, int n) in Shapes)
        {
            foreach (int k in Sizes)
            {
                Warmup.Gemm<T>(m, n, k, Parallelism.None);

                Matrix<T> a = Random(m, k);
                Matrix<T> b = Random(k, n);
                Matrix<T> c = new(m, n);
                T[] workspace = new T[Gemm.WorkspaceLength<T>(m, n, k, Parallelism.None)];
                AssertFirstAllocatesNone(
                    () => Gemm.Multiply<T>(T.One, a, b, T.Zero, c, workspace, Parallelism.None),
                    $"{m}×{n}×{k}"
                );
            }
        }
    }

    [Fact]
    public void A_factorization_that_was_prepared_for_allocates_nothing()
    {
        foreach ((int m, int n) in Shapes)
        {
            Warmup.Qr<T>(m, n);

            Matrix<T> a = Random(m, n);
            T[] tau = new T[Math.Min(m, n)];
            T[] workspace = new T[Qr.FactorWorkspaceLength<T>(m, n)];
            AssertFirstAllocatesNone(() => Qr.Factor<T>(a, tau, workspace), $"{m}×{n}");
        }
    }

    [Fact]
    public void A_decomposition_that_was_prepared_for_allocates_nothing()
    {
        foreach ((int m, int n) in Shapes)
        {
            Warmup.Svd<T>(m, n);

            int k = Math.Min(m, n);
            Matrix<T> a = Random(m, n);
            Matrix<T> u = new(m, k);
            T[] s = new T[k];
            Matrix<T> vt = new(k, n);
            T[] workspace = new T[Svd.ThinWorkspaceLength<T>(m, n)];
            AssertFirstAllocatesNone(() => Svd.Thin<T>(a, u, s, vt, workspace), $"{m}×{n}");
        }
    }

    [Fact]
    public void Negative_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Warmup.Gemm<T>(-1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Warmup.Gemm<T>(1, 2, -3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Warmup.Qr<T>(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Warmup.Svd<T>(-1, 2));
    }

    [Fact]
    public void Optimize_repeats_the_work_and_ends_at_its_limit()
    {
        int calls = 0;
        Stopwatch clock = Stopwatch.StartNew();
        Warmup.Optimize(
            () =>
            {
                calls++;
                Warmup.Qr<T>(6, 6);
            },
            TimeSpan.FromMilliseconds(50)
        );
        Assert.True(calls > 1, $"{calls} calls");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");

        calls = 0;
        Warmup.Optimize(() => calls++, TimeSpan.Zero);
        Assert.Equal(1, calls);
        Assert.Throws<ArgumentNullException>(() => Warmup.Optimize(null!));
    }

    /// <summary>Without a call before: the preparation was to be that call.</summary>
    private static void AssertFirstAllocatesNone(Action call, string context)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        // A collection that another test causes counts what is left of this thread's piece of the heap: so there is a
        // second chance.
        if (bytes > 0)
        {
            Allocations.AssertNone(call, $"{context}, where the first call allocated {bytes} bytes");
        }
    }
}
