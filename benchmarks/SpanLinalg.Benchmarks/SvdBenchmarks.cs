using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>SVD of a square matrix in the caller's workspace.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("svd")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SvdBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> u = null!;
    private T[] s = null!;
    private Matrix<T> vt = null!;
    private T[] workspace = null!;

    [Params(16, 64, 256)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        u = new(N, N);
        s = new T[N];
        vt = new(N, N);
        workspace = new T[Svd.ThinWorkspaceLength<T>(N, N)];
    }

    [Benchmark]
    public void Thin() => Svd.Thin(a, u, s, vt, workspace);

    [Benchmark]
    public void Values() => Svd.Values(a, s, workspace);
}
