using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>y ← y + αAx, for A with contiguous rows and for A with contiguous columns. x and y are contiguous.</summary>
/// <remarks>
/// Both are bound by the memory that holds A, which is read once. Four rows (or columns) go together, so that x (or y)
/// is read once for four of them.
/// </remarks>
internal static unsafe class MatrixVector<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows contiguous: every yᵢ is a dot product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByRows(int rows, int columns, T alpha, T* a, nint rowStride, T* x, T* y)
    {
        int i = 0;
        for (; i <= rows - 4; i += 4, a += 4 * rowStride)
        {
            T* a1 = a + rowStride;
            T* a2 = a1 + rowStride;
            T* a3 = a2 + rowStride;

            // Two accumulators a row: eight FMAs in flight are what two FMA units of latency four can hold.
            TVector sum0 = TSimd.Zero,
                sum1 = TSimd.Zero,
                sum2 = TSimd.Zero,
                sum3 = TSimd.Zero,
                more0 = TSimd.Zero,
                more1 = TSimd.Zero,
                more2 = TSimd.Zero,
                more3 = TSimd.Zero;
            int j = 0;
            for (; j <= columns - (2 * TSimd.Lanes); j += 2 * TSimd.Lanes)
            {
                TVector x0 = TSimd.Load(x + j),
                    x1 = TSimd.Load(x + j + TSimd.Lanes);
                sum0 = TSimd.MultiplyAdd(TSimd.Load(a + j), x0, sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(a1 + j), x0, sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(a2 + j), x0, sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(a3 + j), x0, sum3);
                more0 = TSimd.MultiplyAdd(TSimd.Load(a + j + TSimd.Lanes), x1, more0);
                more1 = TSimd.MultiplyAdd(TSimd.Load(a1 + j + TSimd.Lanes), x1, more1);
                more2 = TSimd.MultiplyAdd(TSimd.Load(a2 + j + TSimd.Lanes), x1, more2);
                more3 = TSimd.MultiplyAdd(TSimd.Load(a3 + j + TSimd.Lanes), x1, more3);
            }
            if (j <= columns - TSimd.Lanes)
            {
                TVector x0 = TSimd.Load(x + j);
                sum0 = TSimd.MultiplyAdd(TSimd.Load(a + j), x0, sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(a1 + j), x0, sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(a2 + j), x0, sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(a3 + j), x0, sum3);
                j += TSimd.Lanes;
            }

            T dot0 = TSimd.Sum(TSimd.Add(sum0, more0)),
                dot1 = TSimd.Sum(TSimd.Add(sum1, more1)),
                dot2 = TSimd.Sum(TSimd.Add(sum2, more2)),
                dot3 = TSimd.Sum(TSimd.Add(sum3, more3));
            for (; j < columns; j++)
            {
                dot0 += a[j] * x[j];
                dot1 += a1[j] * x[j];
                dot2 += a2[j] * x[j];
                dot3 += a3[j] * x[j];
            }
            y[i] += alpha * dot0;
            y[i + 1] += alpha * dot1;
            y[i + 2] += alpha * dot2;
            y[i + 3] += alpha * dot3;
        }

        for (; i < rows; i++, a += rowStride)
        {
            y[i] += alpha * Reductions<TSimd, TVector, T>.Dot(columns, a, x);
        }
    }

    /// <summary>Columns contiguous: y gathers multiples of the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByColumns(int rows, int columns, T alpha, T* a, nint columnStride, T* x, T* y)
    {
        int j = 0;
        for (; j <= columns - 4; j += 4, a += 4 * columnStride)
        {
            T* a1 = a + columnStride;
            T* a2 = a1 + columnStride;
            T* a3 = a2 + columnStride;
            T x0 = alpha * x[j],
                x1 = alpha * x[j + 1],
                x2 = alpha * x[j + 2],
                x3 = alpha * x[j + 3];
            TVector factor0 = TSimd.Broadcast(x0),
                factor1 = TSimd.Broadcast(x1),
                factor2 = TSimd.Broadcast(x2),
                factor3 = TSimd.Broadcast(x3);
            int i = 0;
            for (; i <= rows - TSimd.Lanes; i += TSimd.Lanes)
            {
                // Two short chains instead of one of four.
                TVector sum = TSimd.MultiplyAdd(factor0, TSimd.Load(a + i), TSimd.Load(y + i));
                TVector more = TSimd.Multiply(factor1, TSimd.Load(a1 + i));
                sum = TSimd.MultiplyAdd(factor2, TSimd.Load(a2 + i), sum);
                more = TSimd.MultiplyAdd(factor3, TSimd.Load(a3 + i), more);
                TSimd.Store(y + i, TSimd.Add(sum, more));
            }
            for (; i < rows; i++)
            {
                y[i] += (x0 * a[i]) + (x1 * a1[i]) + (x2 * a2[i]) + (x3 * a3[i]);
            }
        }

        for (; j < columns; j++, a += columnStride)
        {
            VectorUpdates<TSimd, TVector, T>.Axpy(rows, alpha * x[j], a, y);
        }
    }
}
