using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Products of at most 64 in every dimension, for which the way to the kernel matters as much as the arithmetic.</summary>
/// <remarks>
/// No plan, no scratch, no structure handed down: pointers go straight to the micro-kernel. A loop of calls, Zen 4, AVX2, by this way and by that
/// of larger products: 23 and 93 ns for 4×4×4 in double, 30 and 98 in float; 170 and 257 for 16×16×16, 105 and 165.
/// Sums are formed as there, so the bits are the same.
/// </remarks>
internal static unsafe class DirectGemm
{
    /// <summary>B then has 32 KiB at most, which the first-level cache holds.</summary>
    private const int Largest = 64;

    /// <summary>Longer products with a vector are GEMV's.</summary>
    private const int LargestWithVector = 16;

    /// <summary>C ← αAB + βC, if all sides are between 1 and 64, α is not zero, and B and C (or A and C) have contiguous rows (columns).</summary>
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
        // Zero wraps around to the largest number.
        uint sides = (uint)(c.Rows - 1) | (uint)(c.Columns - 1) | (uint)(a.Columns - 1);
        bool isVector = c.Rows == 1 || c.Columns == 1;
        if (sides >= Largest || (isVector && sides >= LargestWithVector) || T.IsZero(alpha))
        {
            return false;
        }

        fixed (
            T* pa = a,
                pb = b,
                pc = c
        )
        {
            if (c.ColumnStride == 1 && b.ColumnStride == 1 && !GemmPlan.IsCrowded<T>(c.Rows, a.Columns, b.RowStride))
            {
                kernels.MultiplyDirect(
                    c.Rows,
                    c.Columns,
                    a.Columns,
                    pa,
                    a.RowStride,
                    a.ColumnStride,
                    pb,
                    b.RowStride,
                    alpha,
                    beta,
                    pc,
                    c.RowStride
                );
                return true;
            }
            if (c.RowStride == 1 && a.RowStride == 1 && !GemmPlan.IsCrowded<T>(c.Columns, a.Columns, a.ColumnStride))
            {
                kernels.MultiplyDirect(
                    c.Columns,
                    c.Rows,
                    a.Columns,
                    pb,
                    b.ColumnStride,
                    b.RowStride,
                    pa,
                    a.ColumnStride,
                    alpha,
                    beta,
                    pc,
                    c.ColumnStride
                );
                return true;
            }
        }
        return false;
    }
}
