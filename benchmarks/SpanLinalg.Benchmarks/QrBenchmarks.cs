using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>
/// QR of a square, column-major matrix in place. The copy that it destroys is part of the time of both sides.
/// </summary>
public abstract class SquareQr<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> factors = null!;
    private T[] tau = null!;
    private T[] workspace = null!;

    public override double Flops => 4.0 / 3 * N * N * N;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        factors = new(N, N);
        tau = new T[N];
        workspace = new T[Qr.FactorWorkspaceLength<T>(N, N, Parallelism.None)];
    }

    protected override void ComputeManaged()
    {
        a.Elements.CopyTo(factors.Elements);
        Qr.Factor(factors.Transposed, tau, workspace, checkFinite: false, Parallelism.None);
    }

    protected override void ComputeNative()
    {
        a.Elements.CopyTo(factors.Elements);
        Native.Qr.Factor(factors.Transposed, tau, checkFinite: false);
    }
}

[BenchmarkCategory("qr")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class QrBenchmarks<T> : SquareQr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(64, 256, 512)]
    public override int N { get; set; }
}

[BenchmarkCategory("small")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SmallQrBenchmarks<T> : SquareQr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(8, 16, 32)]
    public override int N { get; set; }
}

/// <summary>
/// QR with column pivoting of a square, column-major matrix in place, with the copy in the time as above.
/// </summary>
[BenchmarkCategory("qr")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class PivotedQrBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> factors = null!;
    private int[] pivots = null!;
    private T[] tau = null!;
    private T[] workspace = null!;

    [Params(64, 256)]
    public override int N { get; set; }

    public override double Flops => 4.0 / 3 * N * N * N;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        factors = new(N, N);
        pivots = new int[N];
        tau = new T[N];
        workspace = new T[Qr.FactorPivotedWorkspaceLength<T>(N, N, Parallelism.None)];
    }

    protected override void ComputeManaged()
    {
        a.Elements.CopyTo(factors.Elements);
        Qr.FactorPivoted(factors.Transposed, pivots, tau, workspace, checkFinite: false, Parallelism.None);
    }

    protected override void ComputeNative()
    {
        a.Elements.CopyTo(factors.Elements);
        Native.Qr.FactorPivoted(factors.Transposed, pivots, tau, checkFinite: false);
    }
}
