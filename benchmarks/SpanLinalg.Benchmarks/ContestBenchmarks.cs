using System.Numerics;
using BenchmarkDotNet.Attributes;
using SpanLinalg.OpenBlas;

namespace SpanLinalg.Benchmarks;

/// <summary>One operation by both sides; OpenBLAS is the baseline where there is one.</summary>
/// <remarks>
/// The managed side computes in a workspace and must not allocate. Both have one thread, and neither looks for NaN.
/// </remarks>
public abstract class ContestBenchmarks<T> : IFlopCount
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size; the classes that inherit say which ones.</summary>
    public abstract int N { get; set; }

    public abstract double Flops { get; }

    /// <summary>
    /// OpenBLAS on one thread. Asked for only by its own benchmark, which is left out where there is none.
    /// </summary>
    protected static LinearAlgebraProvider Native { get; } =
        OpenBlasProvider.TryLoad(out OpenBlasProvider? library, out _) ? library.WithThreads(1) : SimdProvider.Default;

    // BenchmarkDotNet does not look for its attributes on what a method overrides.
    [GlobalSetup]
    public void Setup() => Prepare();

    [Benchmark]
    public void Managed() => ComputeManaged();

    [Benchmark(Baseline = true)]
    public void OpenBlas() => ComputeNative();

    /// <summary>Allocates all that both sides need.</summary>
    protected abstract void Prepare();

    protected abstract void ComputeManaged();

    protected abstract void ComputeNative();

    /// <summary>In the process, and in the seconds, of the measurements.</summary>
    [GlobalCleanup]
    public void Report() => ProcessFacts.Measure<T>(ComputeManaged).Write();
}

/// <summary>What the columns want to know of a benchmark.</summary>
public interface IFlopCount
{
    int N { get; set; }

    /// <summary>The flops that the operation of size N is taken to have.</summary>
    double Flops { get; }
}
