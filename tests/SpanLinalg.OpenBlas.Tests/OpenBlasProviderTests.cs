using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

/// <summary>These change the library's number of threads, which is one for the process.</summary>
[CollectionDefinition(nameof(OpenBlasProviderTests), DisableParallelization = true)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class OpenBlasProviderCollection;

/// <summary>The provider as a whole: what it says of itself, its threads, and the garbage collector.</summary>
[Collection(nameof(OpenBlasProviderTests))]
public sealed class OpenBlasProviderTests
{
    [NativeFact]
    public void It_says_what_it_computes_with()
    {
        OpenBlasDescription description = Native.Provider.Describe();
        Assert.StartsWith("OpenBLAS", description.Configuration, StringComparison.Ordinal);
        Assert.NotEmpty(description.Core);
        Assert.Equal(1, description.Threads);
        Assert.True(description.IntegerBits is 32 or 64);
        if (OperatingSystem.IsLinux())
        {
            Assert.True(File.Exists(description.Path), description.Path);
            Assert.True(File.Exists(description.LapackePath), description.LapackePath);
        }

        string line = Native.Provider.Description;
        Assert.DoesNotContain('\n', line);
        Assert.Contains(description.Path, line, StringComparison.Ordinal);
        Assert.Contains(description.Core, line, StringComparison.Ordinal);
        Assert.Contains("1 thread,", line, StringComparison.Ordinal);
        Assert.Equal("openblas", Native.Provider.Name);
    }

    [NativeFact]
    public void Each_provider_computes_with_its_own_number_of_threads()
    {
        OpenBlasProvider two = Native.Provider.WithThreads(2);
        if (two.Describe().Threads == 1)
        {
            // A build without threads.
            return;
        }

        Matrix<double> one = new(1, 1);
        for (int turn = 0; turn < 2; turn++)
        {
            Native.Provider.Gemm.Multiply(1, one, one, 0, new Matrix<double>(1, 1).View);
            Assert.Equal(1, Native.Provider.ThreadsInUse);
            two.Gemm.Multiply(1, one, one, 0, new Matrix<double>(1, 1).View);
            Assert.Equal(2, Native.Provider.ThreadsInUse);
        }
        Native.Provider.Svd.Values(one, new double[1]);
        Assert.Equal(1, Native.Provider.ThreadsInUse);
        Assert.Equal((1, 2), (Native.Provider.Threads, two.Threads));
        Assert.Throws<ArgumentOutOfRangeException>(() => two.WithThreads(0));
    }

    [NativeFact]
    public void Two_threads_compute_what_one_does()
    {
        GuardedMatrix<double> a = new(RandomMatrix.Uniform(new Random(1), 300, 200), Layout.PaddedRows);
        double[] one = new double[200];
        double[] two = new double[200];
        Native.Provider.Svd.Values(a.ReadOnly, one);
        Native.Provider.WithThreads(2).Svd.Values(a.ReadOnly, two);
        Native.Provider.Svd.Values(new Matrix<double>(1, 1), new double[1]);
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [NativeFact]
    public void A_second_load_finds_the_same_library()
    {
        Assert.True(OpenBlasProvider.TryLoad(out OpenBlasProvider? provider, out string? reason));
        Assert.Null(reason);
        Assert.Equal(Native.Provider.Describe().Path, provider.Describe().Path);
    }

    [NativeFact]
    public void The_garbage_collector_moves_nothing_that_is_in_use()
    {
        // Small arrays, made anew each time, are what a compacting collection moves first.
        GuardedMatrix<double> source = new(RandomMatrix.Uniform(new Random(1), 24, 20));
        double[] expected = new double[20];
        Native.Provider.Svd.Values(source.ReadOnly, expected);

        using CancellationTokenSource end = new();
        Task collector = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(1, GCCollectionMode.Forced, blocking: true, compacting: true);
                Thread.Sleep(1);
            }
        });
        try
        {
            for (int run = 0; run < 2000; run++)
            {
                Matrix<double> a = new(source.ReadOnly);
                Matrix<double> u = new(24, 20);
                Matrix<double> vt = new(20, 20);
                double[] s = new double[20];
                Native.Provider.Svd.Thin(a, u, s, vt);
                Matrix<double> product = new(24, 20);
                for (int i = 0; i < 24; i++)
                {
                    for (int j = 0; j < 20; j++)
                    {
                        u[i, j] *= s[j];
                    }
                }
                Native.Provider.Gemm.Multiply(1, u, vt, 0, product.View);

                Assert.All(expected.Zip(s), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
                double error = (Dense.From<double>(product) - source.ToDense()).MaxNorm();
                Assert.True(error < 1e-12, $"run {run}: {error}");
            }
        }
        finally
        {
            end.Cancel();
            collector.Wait();
        }
    }
}
