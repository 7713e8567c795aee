using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Products of small matrices, for which the way to the kernel matters as much as the arithmetic.</summary>
/// <remarks>
/// No plan and no scratch: operands go straight to the tiles, or to several steps at a time, and a B whose rows are not contiguous is copied to the
/// stack. A loop of calls, Zen 4, AVX2, by this way and by that of larger products: 23 and 93 ns for 4×4×4 in double, 30 and 98 in float; 170 and 257
/// for 16×16×16, 105 and 165. Sums are formed as there, so the bits are the same.
/// </remarks>
internal static unsafe class DirectGemm
{
    /// <summary>Elements of each matrix: 32 KiB at most, which the first-level cache holds.</summary>
    private const int MostElements = 64 * 64;

    private const int MostDepth = 64;

    /// <summary>Longer products with a vector are GEMV's.</summary>
    private const int LongestVector = 16;

    /// <summary>Rows of A, or columns of C, from which crowded lines are better packed, or gone through otherwise: later than where the plan is made anyway.</summary>
    /// <remarks>With lines 4096 bytes apart, f32, AVX2: 0.18 µs for 16×16×16 this way, 0.29 by the plan's; 0.37 and 0.45 for 20×20×20.</remarks>
    private const int CrowdedUses = 24;

    /// <summary>C ← αAB + βC, if the matrices are small and not empty, α is not zero, and C has contiguous rows or columns.</summary>
    /// <returns>Whether it was computed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiply<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!IsSmall(c.Rows, c.Columns, a.Columns) || T.IsZero(alpha))
        {
            return false;
        }

        return c.ColumnStride == 1
            ? TryMultiplyRows(kernels, alpha, a, b, beta, c)
            : c.RowStride == 1 && TryMultiplyColumns(kernels, alpha, a, b, beta, c);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryMultiplyColumns<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TryMultiplyRows(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed);

    /// <summary>Whether a product is small enough to come here, if its strides allow it.</summary>
    /// <remarks>Zero, less one, is the largest number.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSmall(int m, int n, int depth)
    {
        uint largest = (uint)(m - 1) | (uint)(n - 1) | (uint)(depth - 1);
        if (largest >= LongestVector && (m == 1 || n == 1))
        {
            return false;
        }
        return largest < MostDepth
            || (
                largest < MostElements
                && depth <= MostDepth
                && m * n <= MostElements
                && Math.Max(m, n) * depth <= MostElements
            );
    }

    /// <summary>The product, if C has contiguous rows, and no matrix is better packed or gone through otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMultiplyRows<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool copiesB = b.ColumnStride != 1;
        if (
            (c.Rows >= CrowdedUses && !copiesB && GemmPlan.IsCrowded<T>(a.Columns, b.RowStride))
            || (c.Columns >= CrowdedUses && GemmPlan.IsCrowded<T>(c.Rows, c.RowStride))
        )
        {
            return false;
        }
        if (copiesB)
        {
            MultiplyCopied(kernels, alpha, a, b, beta, c);
        }
        else
        {
            fixed (T* pb = b)
            {
                Multiply(kernels, alpha, a, pb, b.RowStride, beta, c);
            }
        }
        return true;
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
            Packing.Pack(b.Columns, b.Rows, pb, b.ColumnStride, b.RowStride, panelWidth: b.Columns, copy);
        }
        Multiply(kernels, alpha, a, copy, b.Columns, beta, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        T* b,
        nint rowStrideB,
        T beta,
        in MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (
            T* pa = a,
                pc = c
        )
        {
            kernels.MultiplyDirect(
                new BlockOperands<T>
                {
                    Rows = c.Rows,
                    Columns = c.Columns,
                    Depth = a.Columns,
                    A = TileOperand<T>.InPlace(pa, a.RowStride, a.ColumnStride),
                    B = TileOperand<T>.InPlace(b, 1, rowStrideB),
                    Alpha = alpha,
                    Beta = beta,
                    C = pc,
                    RowStrideC = c.RowStride,
                }
            );
        }
    }
}
