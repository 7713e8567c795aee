using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>C ← AB, square and row-major.</summary>
public abstract class SquareGemm<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> b = null!;
    private Matrix<T> c = null!;
    private T[] workspace = null!;

    public override double Flops => 2.0 * N * N * N;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        b = RandomMatrix.Create<T>(N, N, seed: 2);
        c = new(N, N);
        workspace = new T[Gemm.WorkspaceLength<T>(N, N, N, Parallelism.None)];
    }

    protected override void ComputeManaged() => Gemm.Multiply(T.One, a, b, T.Zero, c, workspace, Parallelism.None);

    protected override void ComputeNative() => Native.Gemm.Multiply<T>(T.One, a, b, T.Zero, c);
}

[BenchmarkCategory("gemm")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class GemmBenchmarks<T> : SquareGemm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(64, 256, 1024)]
    public override int N { get; set; }
}

[BenchmarkCategory("small")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SmallGemmBenchmarks<T> : SquareGemm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(4, 8, 16, 32)]
    public override int N { get; set; }
}
