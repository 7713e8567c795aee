using System.Numerics;
using BenchmarkDotNet.Attributes;
using SpanLinalg.Lora;

namespace SpanLinalg.Benchmarks;

/// <summary>
/// The singular values of a low-rank update BA of rank N, of the size of a layer, without the product.
/// </summary>
/// <remarks>
/// <see cref="LowRankSvd"/>, against the same steps through OpenBLAS. The copies that are destroyed are part of the
/// time.
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
        // Bᵀ and A, N × Side and row-major: so B and Aᵀ, which are factored, lie column by column.
        b = RandomMatrix.Create<T>(N, Side, seed: 1);
        a = RandomMatrix.Create<T>(N, Side, seed: 2);
        (left, right, core) = (new(N, Side), new(N, Side), new(N, N));
        (tau, s) = (new T[N], new T[N]);
        workspace = new T[LowRankSvd.ValuesWorkspaceLength<T>(Side, Side, N, Parallelism.None)];
    }

    protected override void ComputeManaged()
    {
        CopyFactors();
        LowRankSvd.Values(T.One, left.Transposed, right.View, s, workspace, checkFinite: false, Parallelism.None);
    }

    protected override void ComputeNative()
    {
        CopyFactors();
        MatrixView<T> leftTriangle = NativeTriangle(left.Transposed);
        MatrixView<T> rightTriangle = NativeTriangle(right.Transposed);
        Native.Gemm.Multiply<T>(T.One, leftTriangle, rightTriangle.Transposed, T.Zero, core);
        Native.Svd.Values<T>(core, s, checkFinite: false);
    }

    private void CopyFactors()
    {
        b.Elements.CopyTo(left.Elements);
        a.Elements.CopyTo(right.Elements);
    }

    /// <summary>
    /// R of the QR factorisation, in the upper rows of the matrix factored; below its diagonal are zeros.
    /// </summary>
    private MatrixView<T> NativeTriangle(MatrixView<T> matrix)
    {
        Native.Qr.Factor(matrix, tau, checkFinite: false);
        MatrixView<T> triangle = matrix.Slice(0, 0, N, N);
        for (int i = 1; i < N; i++)
        {
            triangle.Row(i).Slice(0, i).Fill(T.Zero);
        }
        return triangle;
    }
}
