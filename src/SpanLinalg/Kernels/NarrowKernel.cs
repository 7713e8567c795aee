using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>
/// The micro-kernel for a C that is at most one vector wide: at most eight rows, two steps of the depth at a time, or
/// four; then the next ones.
/// </summary>
/// <typeparam name="TSimd">The instruction set.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TRows">Rows of the tile.</typeparam>
/// <typeparam name="TSteps">Steps that are taken together: two, or four if C is at most half a vector wide.</typeparam>
/// <typeparam name="TEdge">Whether the columns fill the vector, or its half.</typeparam>
/// <remarks>
/// A tile of n × 1 broadcasts an element of A for each multiply-add, and loading them takes longer than multiplying.
/// Here a broadcast brings two: two rows of B are interleaved, and each lane sums the products of every other step. One
/// load for two multiply-adds, and twice as many chains of sums; the two sums of a column are added at the end. Four
/// rows of B that fill half a vector each are two full vectors once they are interleaved, so that no lane is idle.
/// </remarks>
internal static unsafe class NarrowKernel<TSimd, TVector, T, TRows, TSteps, TEdge>
    where TSimd : struct, IInterleavingSimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRows : struct, IExtent
    where TSteps : struct, IExtent
    where TEdge : struct, ITileEdge
{
    /// <summary>C ← α·A·B + β·C for some tiles of C one below the other; A has contiguous rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Block<T> run)
    {
        int depth = (int)run.Depth;
        T* a = run.A,
            b = run.B,
            c = run.C;
        nint across = run.Across,
            rowStrideB = run.RowStrideB,
            rowStrideC = run.RowStrideC;
        T alpha = run.Alpha,
            beta = run.Beta;
        TVector mask = TEdge.IsMasked ? TSimd.FirstLanes((int)run.LastLanes) : TSimd.Zero;
        for (nint tiles = run.Tiles; tiles > 0; tiles--, a += run.NextA, c += run.NextC)
        {
            TVector low0 = TSimd.Zero,
                high0 = TSimd.Zero;
            TVector low1 = TSimd.Zero,
                high1 = TSimd.Zero;
            TVector low2 = TSimd.Zero,
                high2 = TSimd.Zero;
            TVector low3 = TSimd.Zero,
                high3 = TSimd.Zero;
            TVector low4 = TSimd.Zero,
                high4 = TSimd.Zero;
            TVector low5 = TSimd.Zero,
                high5 = TSimd.Zero;
            TVector low6 = TSimd.Zero,
                high6 = TSimd.Zero;
            TVector low7 = TSimd.Zero,
                high7 = TSimd.Zero;

            T* a1 = a + across;
            T* a2 = a1 + across;
            T* a3 = a2 + across;
            T* a4 = a3 + across;
            T* a5 = a4 + across;
            T* a6 = a5 + across;
            T* a7 = a6 + across;

            T* rowB = b;
            nint p = 0;
            for (
                int groups = depth / TSteps.Value;
                groups > 0;
                groups--, p += TSteps.Value, rowB += TSteps.Value * rowStrideB
            )
            {
                Interleave(rowB, rowStrideB, mask, out TVector low, out TVector high);
                AddProducts(a, p, low, high, ref low0, ref high0);
                if (TRows.Value > 1)
                {
                    AddProducts(a1, p, low, high, ref low1, ref high1);
                }
                if (TRows.Value > 2)
                {
                    AddProducts(a2, p, low, high, ref low2, ref high2);
                }
                if (TRows.Value > 3)
                {
                    AddProducts(a3, p, low, high, ref low3, ref high3);
                }
                if (TRows.Value > 4)
                {
                    AddProducts(a4, p, low, high, ref low4, ref high4);
                }
                if (TRows.Value > 5)
                {
                    AddProducts(a5, p, low, high, ref low5, ref high5);
                }
                if (TRows.Value > 6)
                {
                    AddProducts(a6, p, low, high, ref low6, ref high6);
                }
                if (TRows.Value > 7)
                {
                    AddProducts(a7, p, low, high, ref low7, ref high7);
                }
            }

            int left = depth % TSteps.Value;
            TVector alphas = TSimd.Broadcast(alpha);
            T* rowC = c;
            Finish(low0, high0, left, a + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            if (TRows.Value > 1)
            {
                rowC += rowStrideC;
                Finish(low1, high1, left, a1 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 2)
            {
                rowC += rowStrideC;
                Finish(low2, high2, left, a2 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 3)
            {
                rowC += rowStrideC;
                Finish(low3, high3, left, a3 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 4)
            {
                rowC += rowStrideC;
                Finish(low4, high4, left, a4 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 5)
            {
                rowC += rowStrideC;
                Finish(low5, high5, left, a5 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 6)
            {
                rowC += rowStrideC;
                Finish(low6, high6, left, a6 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
            if (TRows.Value > 7)
            {
                rowC += rowStrideC;
                Finish(low7, high7, left, a7 + p, rowB, rowStrideB, alphas, beta, rowC, mask);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(T* row, TVector mask)
    {
        if (TEdge.IsMasked)
        {
            return TSimd.LoadMasked(row, mask);
        }
        return TSteps.Value == 4 ? TSimd.LoadHalf(row) : TSimd.Load(row);
    }

    /// <summary>
    /// The rows of B that are taken together, so that the elements of a column lie side by side; some columns in one
    /// vector, the others in the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(T* row, nint stride, TVector mask, out TVector low, out TVector high)
    {
        if (TSteps.Value == 4)
        {
            T* third = row + (2 * stride);
            TVector rows02 = TSimd.JoinHalves(Load(row, mask), Load(third, mask)),
                rows13 = TSimd.JoinHalves(Load(row + stride, mask), Load(third + stride, mask));
            TSimd.InterleaveQuads(rows02, rows13, out low, out high);
        }
        else
        {
            TVector even = Load(row, mask),
                odd = Load(row + stride, mask);
            low = TSimd.InterleaveLow(even, odd);
            high = TSimd.InterleaveHigh(even, odd);
        }
    }

    /// <summary>Sums of both parts of the columns ← themselves + some elements of A, each times its row of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(T* a, nint p, TVector low, TVector high, ref TVector sumLow, ref TVector sumHigh)
    {
        TVector factors = TSteps.Value == 4 ? TSimd.BroadcastQuad(a, p) : TSimd.BroadcastPair(a, p);
        sumLow = TSimd.MultiplyAdd(factors, low, sumLow);
        sumHigh = TSimd.MultiplyAdd(factors, high, sumHigh);
    }

    /// <summary>row ← β·row + α·(sums, and the products of the steps that are left).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        TVector low,
        TVector high,
        int left,
        T* a,
        T* b,
        nint rowStrideB,
        TVector alphas,
        T beta,
        T* row,
        TVector mask
    )
    {
        TVector sum = TSteps.Value == 4 ? TSimd.AddQuads(low, high) : TSimd.AddPairs(low, high);
        for (; left > 0; left--, a++, b += rowStrideB)
        {
            sum = TSimd.MultiplyAdd(TSimd.Broadcast(*a), Load(b, mask), sum);
        }
        sum = TSimd.Multiply(alphas, sum);
        TVector result = T.IsZero(beta) ? sum : TSimd.MultiplyAdd(TSimd.Broadcast(beta), Load(row, mask), sum);
        if (TEdge.IsMasked)
        {
            TSimd.StoreMasked(row, mask, result);
        }
        else if (TSteps.Value == 4)
        {
            TSimd.StoreHalf(row, result);
        }
        else
        {
            TSimd.Store(row, result);
        }
    }
}
