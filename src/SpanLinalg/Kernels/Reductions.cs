using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Kernels that turn vectors into one number. All vectors are contiguous.</summary>
/// <remarks>
/// Four accumulators hide the latency of the FMA; the sums are therefore associated differently at each width.
/// </remarks>
internal static unsafe class Reductions<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Σ xᵢyᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot(int length, T* x, T* y)
    {
        TVector sum0 = TSimd.Zero,
            sum1 = TSimd.Zero,
            sum2 = TSimd.Zero,
            sum3 = TSimd.Zero;
        int i = 0;
        for (; i <= length - (4 * TSimd.Lanes); i += 4 * TSimd.Lanes)
        {
            sum0 = TSimd.MultiplyAdd(TSimd.Load(x + i), TSimd.Load(y + i), sum0);
            sum1 = TSimd.MultiplyAdd(TSimd.Load(x + i + TSimd.Lanes), TSimd.Load(y + i + TSimd.Lanes), sum1);
            sum2 = TSimd.MultiplyAdd(
                TSimd.Load(x + i + (2 * TSimd.Lanes)),
                TSimd.Load(y + i + (2 * TSimd.Lanes)),
                sum2
            );
            sum3 = TSimd.MultiplyAdd(
                TSimd.Load(x + i + (3 * TSimd.Lanes)),
                TSimd.Load(y + i + (3 * TSimd.Lanes)),
                sum3
            );
        }
        for (; i <= length - TSimd.Lanes; i += TSimd.Lanes)
        {
            sum0 = TSimd.MultiplyAdd(TSimd.Load(x + i), TSimd.Load(y + i), sum0);
        }

        T sum = TSimd.Sum(TSimd.Add(TSimd.Add(sum0, sum1), TSimd.Add(sum2, sum3)));
        for (; i < length; i++)
        {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /// <summary>max |xᵢ|, zero for an empty vector; a NaN makes the result NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T MaxMagnitude(int length, T* x)
    {
        TVector largest0 = TSimd.Zero,
            largest1 = TSimd.Zero;
        int i = 0;
        for (; i <= length - (2 * TSimd.Lanes); i += 2 * TSimd.Lanes)
        {
            largest0 = TSimd.MaxMagnitude(TSimd.Load(x + i), largest0);
            largest1 = TSimd.MaxMagnitude(TSimd.Load(x + i + TSimd.Lanes), largest1);
        }

        T largest = TSimd.Max(TSimd.MaxMagnitude(largest0, largest1));
        for (; i < length; i++)
        {
            largest = T.Max(largest, T.Abs(x[i]));
        }
        return largest;
    }
}
