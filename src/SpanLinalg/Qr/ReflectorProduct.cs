using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Works with Q = H₁H₂…Hₖ, whose reflectors lie below the diagonal of a factored matrix.</summary>
/// <remarks>
/// QR leaves its Q so, and so do both sides of the bidiagonalisation, the right side in the transposed view that begins
/// one column after the diagonal. The reflectors are taken in blocks, each of them a <see cref="BlockReflector{T}"/>.
/// </remarks>
internal static class ReflectorProduct
{
    /// <summary>Reflectors in one block.</summary>
    /// <remarks>
    /// Wider blocks move work from the panel, which is bound by memory, to GEMM, but add flops of order m·n·width. QR
    /// of n = 128, 512, 1024, double, AVX2 on Zen 5: 0.18, 6.3, 44 ms; with 16 reflectors 0.21, 7.8, 57 ms, with 64
    /// 0.23, 7.7, 48 ms.
    /// </remarks>
    public const int BlockWidth = 32;

    /// <summary>
    /// Scratch elements to apply reflectors of length m, k of them, to n columns; the alignment included.
    /// </summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, Parallelism parallelism, int m, int k, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Math.Min(k, BlockWidth);
        return checked(
            Workspace<T>.Size(m, width)
            + Workspace<T>.Size(width, width)
            + BlockReflector<T>.ScratchLength(kernels, parallelism, m, width, n)
            + Workspace<T>.Slack
        );
    }

    /// <summary>C ← QC or C ← QᵀC (LAPACK: ormqr, left). For products from the right, transpose C.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="factors">m × at least k; read below the diagonal only.</param>
    /// <param name="tau">k factors τ.</param>
    /// <param name="transposed">Whether to apply Qᵀ.</param>
    /// <param name="c">m × n.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    public static void Apply<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        bool transposed,
        MatrixView<T> c,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // QᵀC = …H₂H₁C begins with the first block, QC = H₁H₂…C with the last.
        for (int block = 0; block < BlockCount(tau.Length); block++)
        {
            int first = BlockWidth * (transposed ? block : BlockCount(tau.Length) - 1 - block);
            MatrixView<T> rows = c.Slice(first, 0, c.Rows - first, c.Columns);
            ApplyBlock(kernels, parallelism, factors, tau, first, transposed, rows, scratch);
        }
    }

    /// <summary>The first columns of Q (LAPACK: orgqr).</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="factors">m × at least k; read below the diagonal only.</param>
    /// <param name="tau">k factors τ.</param>
    /// <param name="q">m × n, with k ≤ n ≤ m; what it held is not read.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    public static void Form<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        q.SetIdentity();

        // The columns before a block are still columns of the identity, with zeros where the block acts.
        for (int block = BlockCount(tau.Length) - 1; block >= 0; block--)
        {
            int first = BlockWidth * block;
            MatrixView<T> corner = q.Slice(first, first, q.Rows - first, q.Columns - first);
            ApplyBlock(kernels, parallelism, factors, tau, first, false, corner, scratch);
        }
    }

    /// <summary>Copies reflectors from below a diagonal and fills in the ones and zeros that are not stored.</summary>
    /// <param name="factors">m × k; read below the diagonal only.</param>
    /// <param name="v">m × k; receives the reflectors.</param>
    public static void Unpack<T>(ReadOnlyMatrixView<T> factors, MatrixView<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < v.Columns; j++)
        {
            VectorView<T> column = v.Column(j);
            column.Slice(0, j).Fill(T.Zero);
            column[j] = T.One;
            int below = v.Rows - j - 1;
            factors.Column(j).Slice(j + 1, below).CopyTo(column.Slice(j + 1, below));
        }
    }

    private static int BlockCount(int reflectors) => (reflectors + BlockWidth - 1) / BlockWidth;

    private static void ApplyBlock<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        int first,
        bool transposed,
        MatrixView<T> c,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Math.Min(BlockWidth, tau.Length - first);
        MatrixView<T> v = scratch.Matrix(c.Rows, width);
        MatrixView<T> t = scratch.Matrix(width, width);
        Unpack(factors.Slice(first, first, c.Rows, width), v);
        new BlockReflector<T>(kernels, parallelism, v, tau.Slice(first, width), t, scratch).Apply(
            transposed,
            c,
            scratch
        );
    }
}
