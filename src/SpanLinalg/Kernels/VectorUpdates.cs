using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Kernels that update one contiguous vector.</summary>
internal static unsafe class VectorUpdates<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y ← y + αx. x and y are the same vector or do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Axpy(int length, T alpha, T* x, T* y)
    {
        TVector factor = TSimd.Broadcast(alpha);
        int i = 0;
        for (; i <= length - (2 * TSimd.Lanes); i += 2 * TSimd.Lanes)
        {
            TVector y0 = TSimd.MultiplyAdd(factor, TSimd.Load(x + i), TSimd.Load(y + i));
            TVector y1 = TSimd.MultiplyAdd(factor, TSimd.Load(x + i + TSimd.Lanes), TSimd.Load(y + i + TSimd.Lanes));
            TSimd.Store(y + i, y0);
            TSimd.Store(y + i + TSimd.Lanes, y1);
        }
        for (; i <= length - TSimd.Lanes; i += TSimd.Lanes)
        {
            TSimd.Store(y + i, TSimd.MultiplyAdd(factor, TSimd.Load(x + i), TSimd.Load(y + i)));
        }
        for (; i < length; i++)
        {
            y[i] += alpha * x[i];
        }
    }

    /// <summary>x ← αx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(int length, T alpha, T* x)
    {
        TVector factor = TSimd.Broadcast(alpha);
        int i = 0;
        for (; i <= length - TSimd.Lanes; i += TSimd.Lanes)
        {
            TSimd.Store(x + i, TSimd.Multiply(factor, TSimd.Load(x + i)));
        }
        for (; i < length; i++)
        {
            x[i] *= alpha;
        }
    }

    /// <summary>Exchanges x and y, which do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Swap(int length, T* x, T* y)
    {
        int i = 0;
        for (; i <= length - TSimd.Lanes; i += TSimd.Lanes)
        {
            TVector value = TSimd.Load(x + i);
            TSimd.Store(x + i, TSimd.Load(y + i));
            TSimd.Store(y + i, value);
        }
        for (; i < length; i++)
        {
            (x[i], y[i]) = (y[i], x[i]);
        }
    }
}
