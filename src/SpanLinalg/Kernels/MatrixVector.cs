using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>y ← y + αAx, for A with contiguous rows and for A with contiguous columns. x and y are contiguous.</summary>
/// <remarks>
/// Both are bound by the memory that holds A, which is read once. Four rows go together, so that x is read once for four of them; or eight columns, since
/// y is not only read but written. Ends that fill no vector are masked.
/// </remarks>
internal static unsafe class MatrixVector<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes apart at which lines fall into one set of a first-level cache: of 64 sets, as most have, of 64 bytes each.</summary>
    private const int SetBytes = 4096;

    /// <summary>Bytes of a matrix from which its place in the first-level cache no longer counts, since it comes from afar.</summary>
    /// <remarks>
    /// `bench gemv --layout t` on a Zen 4, f64: 512 × 512 takes 23.7 µs by fours, 28 by eights, whose lines push each other out; 1000 × 1000 takes 93 µs by
    /// eights, 104 by fours. At 2048 × 2048 eights are 5 to 15 % faster again in both types, at 1024 × 1024 there is no difference.
    /// </remarks>
    private const int FarBytes = 4 * 1024 * 1024;

    /// <summary>Rows contiguous: every yᵢ is a dot product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByRows(int rows, int columns, T alpha, T* a, nint rowStride, T* x, T* y)
    {
        int whole = columns - (columns % TSimd.Lanes);
        TVector last = TSimd.FirstLanes(Math.Max(columns - whole, 1));
        int i = 0;
        for (; i < rows - 1; i += 4, a += 4 * rowStride)
        {
            // Where fewer rows are left, the last one stands in for those that are missing.
            T* a1 = a + rowStride;
            T* a2 = i < rows - 2 ? a1 + rowStride : a1;
            T* a3 = i < rows - 3 ? a2 + rowStride : a2;

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
            if (j < whole)
            {
                TVector x0 = TSimd.Load(x + j);
                sum0 = TSimd.MultiplyAdd(TSimd.Load(a + j), x0, sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(a1 + j), x0, sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(a2 + j), x0, sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(a3 + j), x0, sum3);
            }
            if (whole < columns)
            {
                TVector x0 = TSimd.LoadMasked(x + whole, last);
                more0 = TSimd.MultiplyAdd(TSimd.LoadMasked(a + whole, last), x0, more0);
                more1 = TSimd.MultiplyAdd(TSimd.LoadMasked(a1 + whole, last), x0, more1);
                more2 = TSimd.MultiplyAdd(TSimd.LoadMasked(a2 + whole, last), x0, more2);
                more3 = TSimd.MultiplyAdd(TSimd.LoadMasked(a3 + whole, last), x0, more3);
            }

            y[i] += alpha * TSimd.Sum(TSimd.Add(sum0, more0));
            y[i + 1] += alpha * TSimd.Sum(TSimd.Add(sum1, more1));
            if (i < rows - 2)
            {
                y[i + 2] += alpha * TSimd.Sum(TSimd.Add(sum2, more2));
            }
            if (i < rows - 3)
            {
                y[i + 3] += alpha * TSimd.Sum(TSimd.Add(sum3, more3));
            }
        }

        if (i < rows)
        {
            y[i] += alpha * Reductions<TSimd, TVector, T>.Dot(columns, a, x);
        }
    }

    /// <summary>Columns contiguous: y gathers multiples of the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByColumns(int rows, int columns, T alpha, T* a, nint columnStride, T* x, T* y)
    {
        TVector scale = TSimd.Broadcast(alpha);
        int whole = rows - (rows % TSimd.Lanes);
        TVector last = TSimd.FirstLanes(Math.Max(rows - whole, 1));
        int eights = IsCrowded(columns, columnStride) ? columns + 1 : 8;
        int j = 0;
        nint two = 2 * columnStride,
            three = 3 * columnStride;
        for (; j <= columns - eights; j += 8, a += 8 * columnStride)
        {
            TVector x0 = TSimd.Broadcast(x[j]),
                x1 = TSimd.Broadcast(x[j + 1]),
                x2 = TSimd.Broadcast(x[j + 2]),
                x3 = TSimd.Broadcast(x[j + 3]),
                x4 = TSimd.Broadcast(x[j + 4]),
                x5 = TSimd.Broadcast(x[j + 5]),
                x6 = TSimd.Broadcast(x[j + 6]),
                x7 = TSimd.Broadcast(x[j + 7]);

            // Eight pointers would be more than there are registers.
            T* left = a;
            T* right = a + (4 * columnStride);
            T* target = y;
            for (T* end = y + whole; target != end; )
            {
                // Two short chains instead of one of eight.
                TVector sum = TSimd.Multiply(x0, TSimd.Load(left));
                TVector more = TSimd.Multiply(x4, TSimd.Load(right));
                sum = TSimd.MultiplyAdd(x1, TSimd.Load(left + columnStride), sum);
                more = TSimd.MultiplyAdd(x5, TSimd.Load(right + columnStride), more);
                sum = TSimd.MultiplyAdd(x2, TSimd.Load(left + two), sum);
                more = TSimd.MultiplyAdd(x6, TSimd.Load(right + two), more);
                sum = TSimd.MultiplyAdd(x3, TSimd.Load(left + three), sum);
                more = TSimd.MultiplyAdd(x7, TSimd.Load(right + three), more);
                TSimd.Store(target, TSimd.MultiplyAdd(scale, TSimd.Add(sum, more), TSimd.Load(target)));
                left += TSimd.Lanes;
                right += TSimd.Lanes;
                target += TSimd.Lanes;
            }
            if (whole < rows)
            {
                TVector sum = TSimd.Multiply(x0, TSimd.LoadMasked(left, last));
                TVector more = TSimd.Multiply(x4, TSimd.LoadMasked(right, last));
                sum = TSimd.MultiplyAdd(x1, TSimd.LoadMasked(left + columnStride, last), sum);
                more = TSimd.MultiplyAdd(x5, TSimd.LoadMasked(right + columnStride, last), more);
                sum = TSimd.MultiplyAdd(x2, TSimd.LoadMasked(left + two, last), sum);
                more = TSimd.MultiplyAdd(x6, TSimd.LoadMasked(right + two, last), more);
                sum = TSimd.MultiplyAdd(x3, TSimd.LoadMasked(left + three, last), sum);
                more = TSimd.MultiplyAdd(x7, TSimd.LoadMasked(right + three, last), more);
                TVector before = TSimd.LoadMasked(target, last);
                TSimd.StoreMasked(target, last, TSimd.MultiplyAdd(scale, TSimd.Add(sum, more), before));
            }
        }

        for (; j <= columns - 4; j += 4, a += 4 * columnStride)
        {
            T* a1 = a + columnStride;
            T* a2 = a1 + columnStride;
            T* a3 = a2 + columnStride;
            TVector x0 = TSimd.Broadcast(x[j]),
                x1 = TSimd.Broadcast(x[j + 1]),
                x2 = TSimd.Broadcast(x[j + 2]),
                x3 = TSimd.Broadcast(x[j + 3]);
            for (int i = 0; i < whole; i += TSimd.Lanes)
            {
                TVector sum = TSimd.Multiply(x0, TSimd.Load(a + i));
                TVector more = TSimd.Multiply(x1, TSimd.Load(a1 + i));
                sum = TSimd.MultiplyAdd(x2, TSimd.Load(a2 + i), sum);
                more = TSimd.MultiplyAdd(x3, TSimd.Load(a3 + i), more);
                TSimd.Store(y + i, TSimd.MultiplyAdd(scale, TSimd.Add(sum, more), TSimd.Load(y + i)));
            }
            if (whole < rows)
            {
                TVector sum = TSimd.Multiply(x0, TSimd.LoadMasked(a + whole, last));
                TVector more = TSimd.Multiply(x1, TSimd.LoadMasked(a1 + whole, last));
                sum = TSimd.MultiplyAdd(x2, TSimd.LoadMasked(a2 + whole, last), sum);
                more = TSimd.MultiplyAdd(x3, TSimd.LoadMasked(a3 + whole, last), more);
                TVector before = TSimd.LoadMasked(y + whole, last);
                TSimd.StoreMasked(y + whole, last, TSimd.MultiplyAdd(scale, TSimd.Add(sum, more), before));
            }
        }

        for (; j < columns; j++, a += columnStride)
        {
            VectorUpdates<TSimd, TVector, T>.Axpy(rows, alpha * x[j], a, y);
        }
    }

    /// <summary>Whether eight columns and y would fight for one set of the first-level cache, which mostly has room for eight lines.</summary>
    /// <remarks>The rows do not count: some rows of a matrix must be multiplied as all of them are.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsCrowded(int columns, nint columnStride) =>
        columnStride * sizeof(T) % SetBytes == 0 && columnStride * columns * sizeof(T) <= FarBytes;
}
