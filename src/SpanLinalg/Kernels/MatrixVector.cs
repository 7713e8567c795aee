using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>
/// y ← y + αAx, for A with contiguous rows and for A with contiguous columns. x and y are contiguous.
/// </summary>
/// <remarks>
/// Both are bound by the memory that holds A, which is read once. Four rows go together, so that x is read once for
/// four of them; or eight columns, since y is not only read but written. Ends that fill no vector are masked.
/// </remarks>
internal static unsafe class MatrixVector<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Bytes apart at which lines fall into one set of a first-level cache: of 64 sets, as most have, of 64 bytes each.
    /// </summary>
    private const int SetBytes = 4096;

    /// <summary>
    /// Bytes of a matrix from which its place in the first-level cache no longer counts, since it comes from afar.
    /// </summary>
    /// <remarks>
    /// `bench gemv --layout t` on a Zen 4, f64: 512 × 512 takes 23.7 µs by fours, 28 by eights, whose lines push each
    /// other out; 1000 × 1000 takes 93 µs by eights, 104 by fours. On a Zen 5, f64, fours are 4 to 6 % faster at 1024 ×
    /// 1024, eights 15 % at 2048 × 2048.
    /// </remarks>
    private const int FarBytes = 8 * 1024 * 1024;

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

    /// <summary>Columns contiguous: y gathers multiples of the columns, of which each has an element or more.</summary>
    /// <remarks>
    /// Two vectors of each column at a time, which are a whole line if they have 256 bits. One at a time took as long
    /// up to n = 512, and 7 to 12 % longer at 2048; 1024 × 1024, f64, 0.93 to 1.05 times the speed of OpenBLAS,
    /// depending on who else used the cache, and so 1.06 to 1.10.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByColumns(int rows, int columns, T alpha, T* a, nint columnStride, T* x, T* y)
    {
        int pairs = rows - (rows % (2 * TSimd.Lanes)),
            whole = rows - (rows % TSimd.Lanes);
        TVector last = TSimd.FirstLanes(Math.Max(rows - whole, 1));
        TVector alphas = TSimd.Broadcast(alpha);
        int eights = IsCrowded(columns, columnStride) ? columns + 1 : 8;
        int j = 0;
        nint two = 2 * columnStride,
            three = 3 * columnStride;
        if (rows < TSimd.Lanes)
        {
            // All of y stays in a register: for what a masked store wrote, a load has to wait. 3 × 2 × 489, two
            // products with a vector: 0.64 µs, and 1.35 through memory.
            TVector sum = TSimd.LoadMasked(y, last);
            for (; j <= columns - 4; j += 4, a += 4 * columnStride)
            {
                TVector x0 = TSimd.Broadcast(x[j]),
                    x1 = TSimd.Broadcast(x[j + 1]),
                    x2 = TSimd.Broadcast(x[j + 2]),
                    x3 = TSimd.Broadcast(x[j + 3]);
                sum = TSimd.MultiplyAdd(alphas, SumOfFour<MaskedEdge>(a, columnStride, x0, x1, x2, x3, last), sum);
            }
            TSimd.StoreMasked(y, last, sum);
        }
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

            // Eight pointers would be more than there are registers; and two short chains are sooner done than one of
            // eight. The bits are those of four columns after four.
            T* left = a;
            T* right = a + (4 * columnStride);
            T* target = y;
            for (T* end = y + pairs; target != end; )
            {
                TVector sum0 = TSimd.Multiply(x0, TSimd.Load(left)),
                    sum1 = TSimd.Multiply(x0, TSimd.Load(left + TSimd.Lanes)),
                    more0 = TSimd.Multiply(x4, TSimd.Load(right)),
                    more1 = TSimd.Multiply(x4, TSimd.Load(right + TSimd.Lanes));
                AddProducts(left, columnStride, x1, ref sum0, ref sum1);
                AddProducts(right, columnStride, x5, ref more0, ref more1);
                AddProducts(left, two, x2, ref sum0, ref sum1);
                AddProducts(right, two, x6, ref more0, ref more1);
                AddProducts(left, three, x3, ref sum0, ref sum1);
                AddProducts(right, three, x7, ref more0, ref more1);
                Update(target, alphas, sum0, more0);
                Update(target + TSimd.Lanes, alphas, sum1, more1);
                left += 2 * TSimd.Lanes;
                right += 2 * TSimd.Lanes;
                target += 2 * TSimd.Lanes;
            }
            if (pairs < whole)
            {
                TVector sum = SumOfFour<WholeEdge>(left, columnStride, x0, x1, x2, x3, last),
                    more = SumOfFour<WholeEdge>(right, columnStride, x4, x5, x6, x7, last);
                Update(target, alphas, sum, more);
                left += TSimd.Lanes;
                right += TSimd.Lanes;
                target += TSimd.Lanes;
            }
            if (whole < rows)
            {
                TVector sum = SumOfFour<MaskedEdge>(left, columnStride, x0, x1, x2, x3, last),
                    more = SumOfFour<MaskedEdge>(right, columnStride, x4, x5, x6, x7, last);
                TVector before = TSimd.MultiplyAdd(alphas, sum, TSimd.LoadMasked(target, last));
                TSimd.StoreMasked(target, last, TSimd.MultiplyAdd(alphas, more, before));
            }
        }

        for (; j <= columns - 4; j += 4, a += 4 * columnStride)
        {
            TVector x0 = TSimd.Broadcast(x[j]),
                x1 = TSimd.Broadcast(x[j + 1]),
                x2 = TSimd.Broadcast(x[j + 2]),
                x3 = TSimd.Broadcast(x[j + 3]);
            T* left = a;
            T* target = y;
            for (T* end = y + pairs; target != end; )
            {
                TVector sum0 = TSimd.Multiply(x0, TSimd.Load(left)),
                    sum1 = TSimd.Multiply(x0, TSimd.Load(left + TSimd.Lanes));
                AddProducts(left, columnStride, x1, ref sum0, ref sum1);
                AddProducts(left, two, x2, ref sum0, ref sum1);
                AddProducts(left, three, x3, ref sum0, ref sum1);
                Update(target, alphas, sum0);
                Update(target + TSimd.Lanes, alphas, sum1);
                left += 2 * TSimd.Lanes;
                target += 2 * TSimd.Lanes;
            }
            if (pairs < whole)
            {
                Update(target, alphas, SumOfFour<WholeEdge>(left, columnStride, x0, x1, x2, x3, last));
                left += TSimd.Lanes;
                target += TSimd.Lanes;
            }
            if (whole < rows)
            {
                TVector sum = SumOfFour<MaskedEdge>(left, columnStride, x0, x1, x2, x3, last);
                TVector before = TSimd.LoadMasked(target, last);
                TSimd.StoreMasked(target, last, TSimd.MultiplyAdd(alphas, sum, before));
            }
        }

        for (; j < columns; j++, a += columnStride)
        {
            VectorUpdates<TSimd, TVector, T>.Axpy(rows, alpha * x[j], a, y);
        }
    }

    /// <summary>The sums of two neighbouring vectors ← themselves + x·(those of a column).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(T* a, nint at, TVector x, ref TVector sum0, ref TVector sum1)
    {
        sum0 = TSimd.MultiplyAdd(x, TSimd.Load(a + at), sum0);
        sum1 = TSimd.MultiplyAdd(x, TSimd.Load(a + at + TSimd.Lanes), sum1);
    }

    /// <summary>x0·(a vector of a column) + … + x3·(that of the third after it).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumOfFour<TEdge>(
        T* a,
        nint columnStride,
        TVector x0,
        TVector x1,
        TVector x2,
        TVector x3,
        TVector mask
    )
        where TEdge : struct, ITileEdge
    {
        TVector sum = TSimd.Multiply(x0, Load<TEdge>(a, mask));
        sum = TSimd.MultiplyAdd(x1, Load<TEdge>(a + columnStride, mask), sum);
        sum = TSimd.MultiplyAdd(x2, Load<TEdge>(a + (2 * columnStride), mask), sum);
        return TSimd.MultiplyAdd(x3, Load<TEdge>(a + (3 * columnStride), mask), sum);
    }

    /// <summary>A vector of y ← itself + α·sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(T* y, TVector alphas, TVector sum) =>
        TSimd.Store(y, TSimd.MultiplyAdd(alphas, sum, TSimd.Load(y)));

    /// <summary>A vector of y ← itself + α·sum + α·more, as if it were done one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(T* y, TVector alphas, TVector sum, TVector more) =>
        TSimd.Store(y, TSimd.MultiplyAdd(alphas, more, TSimd.MultiplyAdd(alphas, sum, TSimd.Load(y))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TEdge>(T* source, TVector mask)
        where TEdge : struct, ITileEdge => TEdge.IsMasked ? TSimd.LoadMasked(source, mask) : TSimd.Load(source);

    /// <summary>
    /// Whether eight columns and y would fight for one set of the first-level cache, which mostly has room for eight
    /// lines.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsCrowded(int columns, nint columnStride) =>
        columnStride * sizeof(T) % SetBytes == 0 && columnStride * columns * sizeof(T) <= FarBytes;
}
