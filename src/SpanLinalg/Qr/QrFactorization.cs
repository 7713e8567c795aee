using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>
/// Blocked Householder QR (LAPACK: geqrf): factor a panel, apply it to everything on its right, go on.
/// </summary>
internal static class QrFactorization
{
    /// <summary>Scratch elements for an m × n matrix, the alignment included.</summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, Parallelism parallelism, int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Math.Min(Math.Min(m, n), ReflectorProduct.BlockWidth);
        return checked(
            Workspace<T>.Size(kernels.PanelQrScratchLength(m, width))
            + ReflectorProduct.WorkspaceLength(kernels, parallelism, m, Math.Min(m, n), n)
        );
    }

    /// <summary>Factors in place.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="a">m × n; becomes R above and the reflectors below the diagonal.</param>
    /// <param name="tau">min(m, n) factors τ.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Factor<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        Span<T> tau,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int widest = Math.Min(tau.Length, ReflectorProduct.BlockWidth);
        T* panelScratch = scratch.Pinned(kernels.PanelQrScratchLength(a.Rows, widest));
        for (int first = 0; first < tau.Length; first += ReflectorProduct.BlockWidth)
        {
            int width = Math.Min(ReflectorProduct.BlockWidth, tau.Length - first);
            int rows = a.Rows - first;
            Span<T> panelTau = tau.Slice(first, width);

            // The panel is factored in a copy with padded columns, whatever the strides of A.
            Workspace<T> blockScratch = scratch;
            MatrixView<T> v = blockScratch.PaddedMatrix(rows, width);
            MatrixView<T> panel = a.Slice(first, first, rows, width);
            panel.CopyTo(v);
            fixed (
                T* columns = v,
                    factors = panelTau
            )
            {
                kernels.FactorPanel(rows, width, columns, v.ColumnStride, factors, panelScratch);
            }
            v.CopyTo(panel);

            int right = a.Columns - first - width;
            if (right > 0)
            {
                MatrixView<T> t = blockScratch.Matrix(width, width);
                ReflectorProduct.Unpack(panel, v);
                new BlockReflector<T>(kernels, parallelism, v, panelTau, t, blockScratch).Apply(
                    transposed: true,
                    a.Slice(first, first + width, rows, right),
                    blockScratch
                );
            }
        }
    }
}
