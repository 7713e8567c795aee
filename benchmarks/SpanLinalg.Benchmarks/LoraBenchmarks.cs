using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SpanLinalg.Benchmarks;

/// <summary>
/// The singular values of a low-rank update BA of rank N, of the size of a layer, without forming the product.
/// </summary>
/// <remarks>
/// B = Q_B·R_B, Aᵀ = Q_A·R_A: they are those of the N × N core R_B·R_Aᵀ. The copies destroyed are part of the time.
/// </remarks>
[BenchmarkCategory("lora")]
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class LoraBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Side = 2048;

    private Matrix<T> b = null!;
    private Matrix<T> a = null!;
    private Matrix<T> left = null!;
    private Matrix<T> right = null!;
    private Matrix<T> leftTriangle = null!;
    private Matrix<T> rightTriangle = null!;
    private Matrix<T> core = null!;
    private T[] tau = null!;
    private T[] s = null!;
    private T[] workspace = null!;

    [Params(8, 64)]
    public override int N { get; set; }

    /// <summary>Those of the two QR factorisations; the core is small beside them.</summary>
    public override double Flops => 4.0 * Side * N * N;

    protected override void Prepare()
    {
        // A and Bᵀ, N × Side and row-major, hold Aᵀ and B column-major.
        b = RandomMatrix.Create<T>(N, Side, seed: 1);
        a = RandomMatrix.Create<T>(N, Side, seed: 2);
        (left, right) = (new(N, Side), new(N, Side));
        (leftTriangle, rightTriangle, core) = (new(N, N), new(N, N), new(N, N));
        (tau, s) = (new T[N], new T[N]);
        int length = Math.Max(
            Qr.FactorWorkspaceLength<T>(Side, N, Parallelism.None),
            Gemm.WorkspaceLength<T>(N, N, N, Parallelism.None)
        );
        workspace = new T[Math.Max(length, Svd.ValuesWorkspaceLength<T>(N, N, Parallelism.None))];
    }

    protected override void ComputeManaged()
    {
        CopyFactors();
        Qr.Factor(left.Transposed, tau, workspace, checkFinite: false, Parallelism.None);
        Qr.Factor(right.Transposed, tau, workspace, checkFinite: false, Parallelism.None);
        CopyTriangles();
        Gemm.Multiply(T.One, leftTriangle, rightTriangle.Transposed, T.Zero, core, workspace, Parallelism.None);
        Svd.Values(core, s, workspace, checkFinite: false, Parallelism.None);
    }

    protected override void ComputeNative()
    {
        CopyFactors();
        Native.Qr.Factor(left.Transposed, tau, checkFinite: false);
        Native.Qr.Factor(right.Transposed, tau, checkFinite: false);
        CopyTriangles();
        Native.Gemm.Multiply<T>(T.One, leftTriangle, rightTriangle.Transposed, T.Zero, core);
        Native.Svd.Values<T>(core, s, checkFinite: false);
    }

    private void CopyFactors()
    {
        b.Elements.CopyTo(left.Elements);
        a.Elements.CopyTo(right.Elements);
    }

    /// <summary>The upper triangles, below which the matrices are zero from the start.</summary>
    private void CopyTriangles()
    {
        MatrixView<T> leftFactors = left.Transposed;
        MatrixView<T> rightFactors = right.Transposed;
        for (int i = 0; i < N; i++)
        {
            for (int j = i; j < N; j++)
            {
                leftTriangle[i, j] = leftFactors[i, j];
                rightTriangle[i, j] = rightFactors[i, j];
            }
        }
    }
}
