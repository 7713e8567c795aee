using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Nothing but multiply-adds in registers: the fastest that one core can go, for shares of peak.</summary>
internal static class FmaPeak<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Flops of one step.</summary>
    public static int FlopsPerStep => 2 * 10 * TSimd.Lanes;

    /// <summary>
    /// Ten independent chains of multiply-adds, which is more than two units of latency four can keep busy.
    /// </summary>
    /// <remarks>
    /// Ten accumulators and two operands fit into 16 registers. The result only keeps the work alive.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Run(int steps)
    {
        TVector x = TSimd.Broadcast(T.CreateChecked(0.999));
        TVector y = TSimd.Broadcast(T.CreateChecked(0.001));
        TVector s0 = x,
            s1 = x,
            s2 = x,
            s3 = x,
            s4 = x,
            s5 = x,
            s6 = x,
            s7 = x,
            s8 = x,
            s9 = x;
        for (int i = 0; i < steps; i++)
        {
            s0 = TSimd.MultiplyAdd(s0, x, y);
            s1 = TSimd.MultiplyAdd(s1, x, y);
            s2 = TSimd.MultiplyAdd(s2, x, y);
            s3 = TSimd.MultiplyAdd(s3, x, y);
            s4 = TSimd.MultiplyAdd(s4, x, y);
            s5 = TSimd.MultiplyAdd(s5, x, y);
            s6 = TSimd.MultiplyAdd(s6, x, y);
            s7 = TSimd.MultiplyAdd(s7, x, y);
            s8 = TSimd.MultiplyAdd(s8, x, y);
            s9 = TSimd.MultiplyAdd(s9, x, y);
        }
        TVector low = TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3));
        TVector high = TSimd.Add(TSimd.Add(s4, s5), TSimd.Add(s6, s7));
        return TSimd.Sum(TSimd.Add(TSimd.Add(low, high), TSimd.Add(s8, s9)));
    }
}
