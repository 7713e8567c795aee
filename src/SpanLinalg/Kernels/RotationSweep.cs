using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>
/// Applies a chain of plane rotations to neighbouring columns of a matrix with contiguous columns (LAPACK: lasr).
/// </summary>
/// <remarks>
/// Rotation j turns columns j and j + 1: x ← c·x + s·y, y ← c·y − s·x. The column that two successive rotations share
/// stays in registers, so each rotation costs one load and one store an element. Strips of four vectors give the chain
/// four independent streams.
/// </remarks>
internal static unsafe class RotationSweep<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rotations 0, 1, …, count − 1 in this order, on columns 0 … count.</summary>
    /// <remarks>A negative stride, from the last column, gives the sweep that runs backwards.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int count, T* cosines, T* sines, T* a, nint columnStride)
    {
        int i = 0;
        for (; i <= rows - (4 * TSimd.Lanes); i += 4 * TSimd.Lanes)
        {
            T* column = a + i;
            TVector x0 = TSimd.Load(column),
                x1 = TSimd.Load(column + TSimd.Lanes),
                x2 = TSimd.Load(column + (2 * TSimd.Lanes)),
                x3 = TSimd.Load(column + (3 * TSimd.Lanes));
            for (int j = 0; j < count; j++)
            {
                TVector c = TSimd.Broadcast(cosines[j]),
                    s = TSimd.Broadcast(sines[j]),
                    minus = TSimd.Broadcast(-sines[j]);
                T* next = column + columnStride;

                TVector y0 = TSimd.Load(next);
                TSimd.Store(column, TSimd.MultiplyAdd(s, y0, TSimd.Multiply(c, x0)));
                x0 = TSimd.MultiplyAdd(minus, x0, TSimd.Multiply(c, y0));

                TVector y1 = TSimd.Load(next + TSimd.Lanes);
                TSimd.Store(column + TSimd.Lanes, TSimd.MultiplyAdd(s, y1, TSimd.Multiply(c, x1)));
                x1 = TSimd.MultiplyAdd(minus, x1, TSimd.Multiply(c, y1));

                TVector y2 = TSimd.Load(next + (2 * TSimd.Lanes));
                TSimd.Store(column + (2 * TSimd.Lanes), TSimd.MultiplyAdd(s, y2, TSimd.Multiply(c, x2)));
                x2 = TSimd.MultiplyAdd(minus, x2, TSimd.Multiply(c, y2));

                TVector y3 = TSimd.Load(next + (3 * TSimd.Lanes));
                TSimd.Store(column + (3 * TSimd.Lanes), TSimd.MultiplyAdd(s, y3, TSimd.Multiply(c, x3)));
                x3 = TSimd.MultiplyAdd(minus, x3, TSimd.Multiply(c, y3));

                column = next;
            }
            TSimd.Store(column, x0);
            TSimd.Store(column + TSimd.Lanes, x1);
            TSimd.Store(column + (2 * TSimd.Lanes), x2);
            TSimd.Store(column + (3 * TSimd.Lanes), x3);
        }

        for (; i <= rows - TSimd.Lanes; i += TSimd.Lanes)
        {
            T* column = a + i;
            TVector x = TSimd.Load(column);
            for (int j = 0; j < count; j++, column += columnStride)
            {
                TVector c = TSimd.Broadcast(cosines[j]),
                    s = TSimd.Broadcast(sines[j]),
                    minus = TSimd.Broadcast(-sines[j]);
                TVector y = TSimd.Load(column + columnStride);
                TSimd.Store(column, TSimd.MultiplyAdd(s, y, TSimd.Multiply(c, x)));
                x = TSimd.MultiplyAdd(minus, x, TSimd.Multiply(c, y));
            }
            TSimd.Store(column, x);
        }

        if (i < rows && TSimd.Lanes > 1)
        {
            RotationSweep<ScalarSimd<T>, T, T>.Run(rows - i, count, cosines, sines, a + i, columnStride);
        }
    }
}
