using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>The inner kernel of <see cref="RowSweep{TSimd, TVector, T}"/>: a few rows of sums, to which a few rows of B are added.</summary>
/// <typeparam name="TSimd">The instruction set.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TRows">Rows of A and of the sums: at most four.</typeparam>
/// <typeparam name="TSteps">Columns of A and rows of B: at most four.</typeparam>
/// <remarks>
/// Registers: the elements of A, two vectors of each row of B, one of sums. With four rows that is 13 for two steps and 25 for four. A vector of sums is read and
/// written for two or four multiply-adds, which two loads and one store in a cycle keep up with.
/// </remarks>
internal static unsafe class RowUpdate<TSimd, TVector, T, TRows, TSteps>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRows : struct, IExtent
    where TSteps : struct, IExtent
{
    /// <summary>sums ← sums + AB.</summary>
    /// <param name="columns">Columns of B: a multiple of two vectors.</param>
    /// <param name="a">A.</param>
    /// <param name="across">Elements from one row of A to the next.</param>
    /// <param name="along">Elements from one column of A to the next.</param>
    /// <param name="b">B, with contiguous rows.</param>
    /// <param name="rowStrideB">Elements from one row of B to the next.</param>
    /// <param name="ahead">Elements from B to what the first-level cache should have soon.</param>
    /// <param name="sums">The sums, with contiguous rows.</param>
    /// <param name="stride">Elements from one row of the sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int columns,
        T* a,
        nint across,
        nint along,
        T* b,
        nint rowStrideB,
        nint ahead,
        T* sums,
        nint stride
    )
    {
        T* a1 = TRows.Value > 1 ? a + across : a;
        T* a2 = TRows.Value > 2 ? a1 + across : a;
        T* a3 = TRows.Value > 3 ? a2 + across : a;
        nint step1 = TSteps.Value > 1 ? along : 0,
            step2 = TSteps.Value > 2 ? 2 * along : 0,
            step3 = TSteps.Value > 3 ? 3 * along : 0;
        TVector a00 = TSimd.Broadcast(a[0]),
            a01 = TSimd.Broadcast(a[step1]),
            a02 = TSimd.Broadcast(a[step2]),
            a03 = TSimd.Broadcast(a[step3]);
        TVector a10 = TSimd.Broadcast(a1[0]),
            a11 = TSimd.Broadcast(a1[step1]),
            a12 = TSimd.Broadcast(a1[step2]),
            a13 = TSimd.Broadcast(a1[step3]);
        TVector a20 = TSimd.Broadcast(a2[0]),
            a21 = TSimd.Broadcast(a2[step1]),
            a22 = TSimd.Broadcast(a2[step2]),
            a23 = TSimd.Broadcast(a2[step3]);
        TVector a30 = TSimd.Broadcast(a3[0]),
            a31 = TSimd.Broadcast(a3[step1]),
            a32 = TSimd.Broadcast(a3[step2]),
            a33 = TSimd.Broadcast(a3[step3]);
        T* b1 = TSteps.Value > 1 ? b + rowStrideB : b;
        T* b2 = TSteps.Value > 2 ? b1 + rowStrideB : b;
        T* b3 = TSteps.Value > 3 ? b2 + rowStrideB : b;
        T* sums1 = sums + stride;
        T* sums2 = sums1 + stride;
        T* sums3 = sums2 + stride;
        for (nint j = 0; j < columns; j += 2 * TSimd.Lanes)
        {
            (TVector b00, TVector b01) = LoadPair(b + j, ahead);
            (TVector b10, TVector b11) = TSteps.Value > 1 ? LoadPair(b1 + j, ahead) : default;
            (TVector b20, TVector b21) = TSteps.Value > 2 ? LoadPair(b2 + j, ahead) : default;
            (TVector b30, TVector b31) = TSteps.Value > 3 ? LoadPair(b3 + j, ahead) : default;
            Add(sums + j, a00, a01, a02, a03, b00, b10, b20, b30);
            Add(sums + j + TSimd.Lanes, a00, a01, a02, a03, b01, b11, b21, b31);
            if (TRows.Value > 1)
            {
                Add(sums1 + j, a10, a11, a12, a13, b00, b10, b20, b30);
                Add(sums1 + j + TSimd.Lanes, a10, a11, a12, a13, b01, b11, b21, b31);
            }
            if (TRows.Value > 2)
            {
                Add(sums2 + j, a20, a21, a22, a23, b00, b10, b20, b30);
                Add(sums2 + j + TSimd.Lanes, a20, a21, a22, a23, b01, b11, b21, b31);
            }
            if (TRows.Value > 3)
            {
                Add(sums3 + j, a30, a31, a32, a33, b00, b10, b20, b30);
                Add(sums3 + j + TSimd.Lanes, a30, a31, a32, a33, b01, b11, b21, b31);
            }
        }
    }

    /// <summary>Two vectors of a row of B; those some elements ahead are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector First, TVector Second) LoadPair(T* row, nint ahead)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row + ahead);
            if (TSimd.Lanes * sizeof(T) >= RowSweep<TSimd, TVector, T>.CacheLine)
            {
                Sse.Prefetch0(row + ahead + TSimd.Lanes);
            }
        }
        return (TSimd.Load(row), TSimd.Load(row + TSimd.Lanes));
    }

    /// <summary>A vector of sums ← sums + a0·b0 + a1·b1 + …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        T* sums,
        TVector a0,
        TVector a1,
        TVector a2,
        TVector a3,
        TVector b0,
        TVector b1,
        TVector b2,
        TVector b3
    )
    {
        TVector sum = TSimd.MultiplyAdd(a0, b0, TSimd.Load(sums));
        if (TSteps.Value > 1)
        {
            sum = TSimd.MultiplyAdd(a1, b1, sum);
        }
        if (TSteps.Value > 2)
        {
            sum = TSimd.MultiplyAdd(a2, b2, sum);
        }
        if (TSteps.Value > 3)
        {
            sum = TSimd.MultiplyAdd(a3, b3, sum);
        }
        TSimd.Store(sums, sum);
    }
}
