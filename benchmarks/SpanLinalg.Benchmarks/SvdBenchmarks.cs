using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>Thin SVD of a square, row-major matrix.</summary>
public abstract class SquareSvd<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private Matrix<T> u = null!;
    private T[] s = null!;
    private Matrix<T> vt = null!;
    private T[] workspace = null!;

    /// <summary>4mn² + 8n³, the usual count, and not that of the algorithm of a side.</summary>
    public override double Flops => 12.0 * N * N * N;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        u = new(N, N);
        s = new T[N];
        vt = new(N, N);
        workspace = new T[Svd.ThinWorkspaceLength<T>(N, N, Parallelism.None)];
    }

    protected override void ComputeManaged() => Svd.Thin(a, u, s, vt, workspace, checkFinite: false, Parallelism.None);

    protected override void ComputeNative() => Native.Svd.Thin<T>(a, u, s, vt, checkFinite: false);
}

[BenchmarkCategory("svd")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SvdBenchmarks<T> : SquareSvd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(64, 256)]
    public override int N { get; set; }
}

[BenchmarkCategory("small")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SmallSvdBenchmarks<T> : SquareSvd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Params(8, 16, 32)]
    public override int N { get; set; }
}

/// <summary>
/// The leading sixteenth of the SVD of a square, row-major matrix. OpenBLAS computes the whole and cuts it: LAPACK has
/// nothing else.
/// </summary>
[BenchmarkCategory("svd")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class TruncatedSvdBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly TruncatedSvdOptions Unchecked = new() { CheckFinite = false };

    private Matrix<T> a = null!;
    private Matrix<T> u = null!;
    private T[] s = null!;
    private Matrix<T> vt = null!;
    private T[] workspace = null!;

    [Params(256)]
    public override int N { get; set; }

    private int Rank => N / 16;

    /// <summary>4mnr, one product with A and one with its transpose, and not what a side executes.</summary>
    public override double Flops => 4.0 * N * N * Rank;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        u = new(N, Rank);
        s = new T[Rank];
        vt = new(Rank, N);
        workspace = new T[Svd.TruncatedWorkspaceLength<T>(N, N, Rank, Unchecked, Parallelism.None)];
    }

    protected override void ComputeManaged() =>
        Svd.Truncated(a, Rank, u, s, vt, workspace, Unchecked, Parallelism.None);

    protected override void ComputeNative() => Native.Svd.Truncated(a, Rank, u, s, vt, Unchecked);
}

/// <summary>Singular values of a square, row-major matrix.</summary>
[BenchmarkCategory("svd")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SingularValuesBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Matrix<T> a = null!;
    private T[] s = null!;
    private T[] workspace = null!;

    [Params(64, 256)]
    public override int N { get; set; }

    public override double Flops => 8.0 / 3 * N * N * N;

    protected override void Prepare()
    {
        a = RandomMatrix.Create<T>(N, N, seed: 1);
        s = new T[N];
        workspace = new T[Svd.ValuesWorkspaceLength<T>(N, N, Parallelism.None)];
    }

    protected override void ComputeManaged() => Svd.Values(a, s, workspace, checkFinite: false, Parallelism.None);

    protected override void ComputeNative() => Native.Svd.Values<T>(a, s, checkFinite: false);
}
