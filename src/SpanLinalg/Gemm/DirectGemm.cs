using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Products of small matrices, for which the way to the kernel matters as much as the arithmetic.</summary>
/// <remarks>
/// No plan and no scratch: operands go where they lie to the kernel, and a B whose rows are not contiguous is copied to
/// the stack. Sums are formed as in larger products, so the bits are the same.
/// </remarks>
internal static unsafe class DirectGemm
{
    /// <summary>C ← αAB + βC, for a product that <see cref="GemmPlan.IsDirect"/> accepts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.ColumnStride != 1)
        {
            MultiplyColumns(kernels, alpha, a, b, beta, c);
        }
        else if (b.ColumnStride != 1)
        {
            MultiplyCopied(kernels, alpha, a, b, beta, c);
        }
        else
        {
            MultiplyInPlace(kernels, alpha, a, b, beta, c);
        }
    }

    /// <summary>Cᵀ ← αBᵀAᵀ + βCᵀ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyColumns<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.RowStride != 1)
        {
            MultiplyCopied(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
        }
        else
        {
            MultiplyInPlace(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyCopied<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One panel as wide as B is B by rows.
        T* copy = stackalloc T[b.Rows * b.Columns];
        fixed (T* pb = b)
        {
            TileOperand<T> columns = TileOperand<T>.InPlace(pb, b.ColumnStride, b.RowStride);
            Packing.Pack(kernels, columns, b.Columns, b.Rows, panelWidth: b.Columns, copy);
        }
        ReadOnlyMatrixView<T> rows = new(copy, b.Rows, b.Columns, b.Columns, 1);
        MultiplyInPlace(kernels, alpha, a, rows, beta, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyInPlace<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        kernels.MultiplyDirect(
            alpha,
            a,
            b,
            beta,
            c,
            GemmPlan.MethodInPlace(kernels.InterleavedColumns, c.Columns, a.Columns, a.ColumnStride)
        );
}
