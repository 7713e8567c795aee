using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>C ← AB, square, in the caller's workspace.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("gemm")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class GemmBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> b = null!;
    private Matrix<T> c = null!;
    private T[] workspace = null!;

    [Params(8, 64, 256, 1024)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        b = RandomMatrix.Create<T>(N, N, seed: 2);
        c = new(N, N);
        workspace = new T[Gemm.WorkspaceLength<T>(N, N, N)];
    }

    [Benchmark]
    public void Multiply() => Gemm.Multiply(T.One, a, b, T.Zero, c, workspace);
}
