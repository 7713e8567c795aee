using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>
/// The GEMM micro-kernel: a tile of C, at most eight rows by three vectors, in registers; then the next one.
/// </summary>
/// <typeparam name="TSimd">The instruction set.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TRows">Rows of the tile.</typeparam>
/// <typeparam name="TColumns">Vectors in a row of the tile.</typeparam>
/// <typeparam name="TEdge">How the last of these vectors is read and written.</typeparam>
/// <remarks>
/// The shape is a type, so the JIT compiles each shape by itself: the conditions below are gone, and a tile of 4 × 3
/// has the twelve FMAs in its loop that its name says. Registers: rows·vectors sums, one row of B, one element of A;
/// so 4 × 3 fills the 16 of AVX2 and 8 × 3 takes 28 of the 32 of AVX-512 and NEON. The sums are named, since the JIT
/// keeps neither arrays nor structs of vectors in registers.
/// </remarks>
internal static unsafe class MicroKernel<TSimd, TVector, T, TRows, TColumns, TEdge>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRows : struct, IExtent
    where TColumns : struct, IExtent
    where TEdge : struct, ITileEdge
{
    /// <summary>
    /// C ← α·A·B + β·C for some tiles of C one after the other, each by rank-1 updates along the depth.
    /// </summary>
    /// <remarks>
    /// A call for each tile would cost as much as three or four steps of the depth: for 32 × 32 matrices, an eighth of
    /// the time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Block<T> run)
    {
        int depth = (int)run.Depth,
            lastLanes = (int)run.LastLanes;
        T* a = run.A,
            b = run.B,
            c = run.C;
        nint across = run.Across,
            along = run.Along,
            rowStrideB = run.RowStrideB,
            rowStrideC = run.RowStrideC;
        T alpha = run.Alpha,
            beta = run.Beta;
        TVector mask = TEdge.IsMasked ? TSimd.FirstLanes(lastLanes) : TSimd.Zero;
        nint last = (TEdge.IsShared ? lastLanes - TSimd.Lanes : 0) + (Last * TSimd.Lanes);
        for (nint tiles = run.Tiles; tiles > 0; tiles--, a += run.NextA, b += run.NextB, c += run.NextC)
        {
            if (depth >= PrefetchDepth)
            {
                PrefetchRows(c, rowStrideC);
            }

            TVector c00 = TSimd.Zero,
                c01 = TSimd.Zero,
                c02 = TSimd.Zero;
            TVector c10 = TSimd.Zero,
                c11 = TSimd.Zero,
                c12 = TSimd.Zero;
            TVector c20 = TSimd.Zero,
                c21 = TSimd.Zero,
                c22 = TSimd.Zero;
            TVector c30 = TSimd.Zero,
                c31 = TSimd.Zero,
                c32 = TSimd.Zero;
            TVector c40 = TSimd.Zero,
                c41 = TSimd.Zero,
                c42 = TSimd.Zero;
            TVector c50 = TSimd.Zero,
                c51 = TSimd.Zero,
                c52 = TSimd.Zero;
            TVector c60 = TSimd.Zero,
                c61 = TSimd.Zero,
                c62 = TSimd.Zero;
            TVector c70 = TSimd.Zero,
                c71 = TSimd.Zero,
                c72 = TSimd.Zero;

            T* a1 = a + across;
            T* a2 = a1 + across;
            T* a3 = a2 + across;
            T* a4 = a3 + across;
            T* a5 = a4 + across;
            T* a6 = a5 + across;
            T* a7 = a6 + across;

            T* rowB = b;
            nint at = 0;
            for (int step = depth; step > 0; step--, at += along, rowB += rowStrideB)
            {
                TVector b0 = Load(rowB, 0, last, mask);
                TVector b1 = TColumns.Value > 1 ? Load(rowB, 1, last, mask) : TSimd.Zero;
                TVector b2 = TColumns.Value > 2 ? Load(rowB, 2, last, mask) : TSimd.Zero;
                AddProduct(a[at], b0, b1, b2, ref c00, ref c01, ref c02);
                if (TRows.Value > 1)
                {
                    AddProduct(a1[at], b0, b1, b2, ref c10, ref c11, ref c12);
                }
                if (TRows.Value > 2)
                {
                    AddProduct(a2[at], b0, b1, b2, ref c20, ref c21, ref c22);
                }
                if (TRows.Value > 3)
                {
                    AddProduct(a3[at], b0, b1, b2, ref c30, ref c31, ref c32);
                }
                if (TRows.Value > 4)
                {
                    AddProduct(a4[at], b0, b1, b2, ref c40, ref c41, ref c42);
                }
                if (TRows.Value > 5)
                {
                    AddProduct(a5[at], b0, b1, b2, ref c50, ref c51, ref c52);
                }
                if (TRows.Value > 6)
                {
                    AddProduct(a6[at], b0, b1, b2, ref c60, ref c61, ref c62);
                }
                if (TRows.Value > 7)
                {
                    AddProduct(a7[at], b0, b1, b2, ref c70, ref c71, ref c72);
                }
            }

            if (alpha != T.One)
            {
                TVector alphas = TSimd.Broadcast(alpha);
                ScaleRow(alphas, ref c00, ref c01, ref c02);
                if (TRows.Value > 1)
                {
                    ScaleRow(alphas, ref c10, ref c11, ref c12);
                }
                if (TRows.Value > 2)
                {
                    ScaleRow(alphas, ref c20, ref c21, ref c22);
                }
                if (TRows.Value > 3)
                {
                    ScaleRow(alphas, ref c30, ref c31, ref c32);
                }
                if (TRows.Value > 4)
                {
                    ScaleRow(alphas, ref c40, ref c41, ref c42);
                }
                if (TRows.Value > 5)
                {
                    ScaleRow(alphas, ref c50, ref c51, ref c52);
                }
                if (TRows.Value > 6)
                {
                    ScaleRow(alphas, ref c60, ref c61, ref c62);
                }
                if (TRows.Value > 7)
                {
                    ScaleRow(alphas, ref c70, ref c71, ref c72);
                }
            }

            T* rowC = c;
            if (T.IsZero(beta))
            {
                SetRow(rowC, last, mask, c00, c01, c02);
                if (TRows.Value > 1)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c10, c11, c12);
                }
                if (TRows.Value > 2)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c20, c21, c22);
                }
                if (TRows.Value > 3)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c30, c31, c32);
                }
                if (TRows.Value > 4)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c40, c41, c42);
                }
                if (TRows.Value > 5)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c50, c51, c52);
                }
                if (TRows.Value > 6)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c60, c61, c62);
                }
                if (TRows.Value > 7)
                {
                    rowC += rowStrideC;
                    SetRow(rowC, last, mask, c70, c71, c72);
                }
            }
            else
            {
                TVector betas = TSimd.Broadcast(beta);
                UpdateRow(rowC, betas, last, mask, c00, c01, c02);
                if (TRows.Value > 1)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c10, c11, c12);
                }
                if (TRows.Value > 2)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c20, c21, c22);
                }
                if (TRows.Value > 3)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c30, c31, c32);
                }
                if (TRows.Value > 4)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c40, c41, c42);
                }
                if (TRows.Value > 5)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c50, c51, c52);
                }
                if (TRows.Value > 6)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c60, c61, c62);
                }
                if (TRows.Value > 7)
                {
                    rowC += rowStrideC;
                    UpdateRow(rowC, betas, last, mask, c70, c71, c72);
                }
            }
        }
    }

    private const int PrefetchDepth = 32;

    private static int Last => TColumns.Value - 1;

    /// <summary>Asks for the tile of C while the sums are still being formed.</summary>
    /// <remarks>
    /// Without this, the write-back of each tile waits for the cache that holds C: a tenth of the time at n = 1024.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(T* c, nint rowStride)
    {
        for (int i = 0; Sse.IsSupported && i < TRows.Value; i++, c += rowStride)
        {
            Sse.Prefetch0(c);
            if (TColumns.Value > 1)
            {
                Sse.Prefetch0(c + TSimd.Lanes);
            }
            if (TColumns.Value > 2)
            {
                Sse.Prefetch0(c + (2 * TSimd.Lanes));
            }
        }
    }

    /// <summary>Where a vector begins in a row of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Offset(int vector, nint last) => TEdge.IsShared && vector == Last ? last : vector * TSimd.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(T* row, int vector, nint last, TVector mask) =>
        TEdge.IsMasked ? TSimd.LoadMasked(row, mask) : TSimd.Load(row + Offset(vector, last));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* row, int vector, nint last, TVector mask, TVector value)
    {
        if (TEdge.IsMasked)
        {
            TSimd.StoreMasked(row, mask, value);
        }
        else
        {
            TSimd.Store(row + Offset(vector, last), value);
        }
    }

    /// <summary>sums ← sums + element·(b0, b1, b2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(
        T element,
        TVector b0,
        TVector b1,
        TVector b2,
        ref TVector sum0,
        ref TVector sum1,
        ref TVector sum2
    )
    {
        TVector factor = TSimd.Factor(element);
        sum0 = TSimd.MultiplyAddByFactor(factor, b0, sum0);
        if (TColumns.Value > 1)
        {
            sum1 = TSimd.MultiplyAddByFactor(factor, b1, sum1);
        }
        if (TColumns.Value > 2)
        {
            sum2 = TSimd.MultiplyAddByFactor(factor, b2, sum2);
        }
    }

    /// <summary>sums ← α·sums.</summary>
    /// <remarks>
    /// Left out for α = 1: multiplications take turns with the multiply-adds, as many cycles for a tile as a step of
    /// the depth and more.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScaleRow(TVector alphas, ref TVector sum0, ref TVector sum1, ref TVector sum2)
    {
        sum0 = TSimd.Multiply(alphas, sum0);
        if (TColumns.Value > 1)
        {
            sum1 = TSimd.Multiply(alphas, sum1);
        }
        if (TColumns.Value > 2)
        {
            sum2 = TSimd.Multiply(alphas, sum2);
        }
    }

    /// <summary>row ← (sum0, sum1, sum2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetRow(T* row, nint last, TVector mask, TVector sum0, TVector sum1, TVector sum2)
    {
        Store(row, 0, last, mask, sum0);
        if (TColumns.Value > 1)
        {
            Store(row, 1, last, mask, sum1);
        }
        if (TColumns.Value > 2)
        {
            Store(row, 2, last, mask, sum2);
        }
    }

    /// <summary>row ← β·row + (sum0, sum1, sum2).</summary>
    /// <remarks>All of it is read before anything is written, since two vectors may have columns in common.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateRow(
        T* row,
        TVector betas,
        nint last,
        TVector mask,
        TVector sum0,
        TVector sum1,
        TVector sum2
    )
    {
        TVector old0 = Load(row, 0, last, mask);
        TVector old1 = TColumns.Value > 1 ? Load(row, 1, last, mask) : TSimd.Zero;
        TVector old2 = TColumns.Value > 2 ? Load(row, 2, last, mask) : TSimd.Zero;
        Store(row, 0, last, mask, TSimd.MultiplyAdd(betas, old0, sum0));
        if (TColumns.Value > 1)
        {
            Store(row, 1, last, mask, TSimd.MultiplyAdd(betas, old1, sum1));
        }
        if (TColumns.Value > 2)
        {
            Store(row, 2, last, mask, TSimd.MultiplyAdd(betas, old2, sum2));
        }
    }
}
