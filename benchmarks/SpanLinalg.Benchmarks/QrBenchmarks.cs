using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>QR of a square matrix in place, in the caller's workspace. The copy that it destroys is part of the time.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("qr")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class QrBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> factors = null!;
    private T[] tau = null!;
    private T[] workspace = null!;

    [Params(16, 64, 256, 512)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        factors = new(N, N);
        tau = new T[N];
        workspace = new T[Qr.FactorWorkspaceLength<T>(N, N)];
    }

    [Benchmark]
    public void Factor()
    {
        a.Elements.CopyTo(factors.Elements);
        Qr.Factor(factors, tau, workspace);
    }
}
