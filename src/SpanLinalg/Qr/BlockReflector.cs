using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>A product of reflectors in compact form: H₁H₂…Hₖ = I − V·T·Vᵀ with T upper triangular.</summary>
/// <remarks>
/// R. Schreiber, C. Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM
/// J. Sci. Stat. Comput. 10(1), 1989. V is stored with its ones and zeros, so that every product with it is a plain
/// GEMM.
/// </remarks>
internal readonly ref struct BlockReflector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelSet<T> kernels;
    private readonly Parallelism parallelism;
    private readonly MatrixView<T> v;
    private readonly MatrixView<T> t;

    /// <summary>Forms T (LAPACK: larft).</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="v">m × k, unit lower trapezoidal, with its ones and zeros.</param>
    /// <param name="tau">k factors τ.</param>
    /// <param name="t">k × k; receives T, with zeros below the diagonal.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> elements for (m, k, k).</param>
    public BlockReflector(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> v,
        ReadOnlySpan<T> tau,
        MatrixView<T> t,
        Workspace<T> scratch
    )
    {
        this.kernels = kernels;
        this.parallelism = parallelism;
        this.v = v;
        this.t = t;

        // All inner products of the reflectors by one GEMM; then, column by column, T₀ⱼ = −τⱼ·T·(Vᵀvⱼ).
        int k = tau.Length;
        MatrixView<T> gram = scratch.Matrix(k, k);
        Gemm.Multiply(kernels, T.One, v.Transposed, v, T.Zero, gram, scratch.Rest, parallelism);
        t.Fill(T.Zero);
        for (int j = 0; j < k; j++)
        {
            t[j, j] = tau[j];
            if (j > 0)
            {
                kernels.MultiplyAdd(-tau[j], t.Slice(0, 0, j, j), gram.Column(j).Slice(0, j), t.Column(j).Slice(0, j));
            }
        }
    }

    /// <summary>Scratch elements for reflectors of length m, k of them, applied to n columns.</summary>
    public static int ScratchLength(KernelSet<T> kernels, Parallelism parallelism, int m, int k, int n)
    {
        int gemm = Math.Max(
            GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, k, n, m, parallelism),
            Math.Max(
                GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, k, n, k, parallelism),
                GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, m, n, k, parallelism)
            )
        );
        int forming = checked(
            Workspace<T>.Size(k, k) + GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, k, k, m, parallelism)
        );
        return Math.Max(forming, checked((2 * Workspace<T>.Size(k, n)) + gemm));
    }

    /// <summary>C ← H₁…Hₖ·C, or its transpose Hₖ…H₁·C (LAPACK: larfb).</summary>
    /// <param name="transposed">Whether to apply the transpose.</param>
    /// <param name="c">m × n.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> elements.</param>
    public void Apply(bool transposed, MatrixView<T> c, Workspace<T> scratch)
    {
        if (c.IsEmpty)
        {
            return;
        }

        MatrixView<T> inner = scratch.Matrix(v.Columns, c.Columns);
        MatrixView<T> turned = scratch.Matrix(v.Columns, c.Columns);
        Gemm.Multiply(kernels, T.One, v.Transposed, c, T.Zero, inner, scratch.Rest, parallelism);
        Gemm.Multiply(kernels, T.One, transposed ? t.Transposed : t, inner, T.Zero, turned, scratch.Rest, parallelism);
        Gemm.Multiply(kernels, -T.One, v, turned, T.One, c, scratch.Rest, parallelism);
    }
}
