using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>The inner loops of which kernels of Householder's reflectors are made.</summary>
/// <remarks>
/// Columns begin on a vector, and are padded with zeros to whole vectors; what is finite stays so. A reflector that
/// begins in row r is stored from the vector on which r lies, with zeros before r and behind the last row. What a
/// column has above r stays in any case, by a mask: a factor may not be finite, and other vectors than reflectors,
/// whose multiples are added too, may have anything there.
/// <para>
/// Each loop is compiled once, for all kernels that call it. In one piece with them, the JIT took three times as long
/// for the first small SVD, and the calls cost about 2 % of a QR of 8×8.
/// </para>
/// </remarks>
internal static unsafe class ReflectorColumns<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The row at which the vector begins that has a given row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VectorOf(int row) => row & -TSimd.Lanes;

    /// <summary>The rows, rounded up to whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int rows) => (rows + TSimd.Lanes - 1) & -TSimd.Lanes;

    /// <summary>A column ← itself + factor·v; x ← what it is then, from a row on; and the reflector of x.</summary>
    /// <param name="row">The row of v.</param>
    /// <param name="next">The row in which x begins: that of v, or the one below.</param>
    /// <param name="rows">Rows of the column.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="v">v.</param>
    /// <param name="column">The column.</param>
    /// <param name="x">
    /// Receives x, with zeros before it from the vector of v's row on; times a power of two, if its squares are out of
    /// range.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ElementaryReflector<T> AddAndGenerate(int row, int next, int rows, T factor, T* v, T* column, T* x)
    {
        nint end = Padded(rows);
        nint start = VectorOf(row),
            at = VectorOf(next);
        TVector f = TSimd.Broadcast(factor);
        TVector value = AddBelow(TSimd.FirstLanes(row - (int)start), f, TSimd.Load(v + start), column + start);
        if (at != start)
        {
            TSimd.Store(x + start, TSimd.Zero);
            value = TSimd.MultiplyAdd(f, TSimd.Load(v + at), TSimd.Load(column + at));
            TSimd.Store(column + at, value);
        }
        TSimd.Store(x + at, TSimd.Select(TSimd.FirstLanes(next - (int)at), TSimd.Zero, value));
        value = TSimd.Select(TSimd.FirstLanes(next - (int)at + 1), TSimd.Zero, value);
        TVector sum = TSimd.Multiply(value, value);
        for (nint i = at + TSimd.Lanes; i < end; i += TSimd.Lanes)
        {
            value = TSimd.MultiplyAdd(f, TSimd.Load(v + i), TSimd.Load(column + i));
            TSimd.Store(column + i, value);
            TSimd.Store(x + i, value);
            sum = TSimd.MultiplyAdd(value, value, sum);
        }

        T first = column[next];
        T squaresBelow = TSimd.Sum(sum);
        T squares = squaresBelow + (first * first);
        return Precision<T>.HasSafeSquares(squaresBelow, squares) ? ElementaryReflector<T>.Of(first, squares)
            : next + 1 < rows ? ElementaryReflector<T>.OfExtreme(rows - next, x + next)
            : ElementaryReflector<T>.Identity(first);
    }

    /// <summary>v ← the reflector of x; and into the column: β in its row, and the rest of v below.</summary>
    /// <param name="row">The row in which x begins.</param>
    /// <param name="rows">Rows of the column.</param>
    /// <param name="reflector">The reflector of x.</param>
    /// <param name="v">x, which becomes v.</param>
    /// <param name="column">The column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Store(int row, int rows, in ElementaryReflector<T> reflector, T* v, T* column)
    {
        nint end = Padded(rows);
        nint start = VectorOf(row);
        TVector scale = TSimd.Broadcast(reflector.ToReflector);
        TVector above = TSimd.FirstLanes(row - (int)start),
            below = TSimd.FirstLanes(row - (int)start + 1);
        TVector tail = TSimd.Multiply(scale, TSimd.Load(v + start));
        TVector one = TSimd.Select(above, TSimd.Zero, TSimd.Broadcast(T.One)),
            beta = TSimd.Select(above, TSimd.Load(column + start), TSimd.Broadcast(reflector.Beta));
        TSimd.Store(v + start, TSimd.Select(below, one, tail));
        TSimd.Store(column + start, TSimd.Select(below, beta, tail));
        for (nint i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
        {
            tail = TSimd.Multiply(scale, TSimd.Load(v + i));
            TSimd.Store(v + i, tail);
            TSimd.Store(column + i, tail);
        }
    }

    /// <summary>
    /// Columns ← themselves + factor·v, and then their products with x: each is read and written once.
    /// </summary>
    /// <param name="row">The row of v; x begins there or later.</param>
    /// <param name="rows">Rows of the columns.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="v">v.</param>
    /// <param name="x">x, with zeros from the vector of the row of v on.</param>
    /// <param name="a">The first column.</param>
    /// <param name="stride">Elements from one column to the next, a multiple of a vector.</param>
    /// <param name="factors">A factor for each column.</param>
    /// <param name="dots">Receives xᵀ(the column) for each.</param>
    /// <remarks>
    /// Four columns at a time: for each vector of v and x four loads, four stores and eight multiply-adds, in four
    /// chains. Registers: four factors, four sums, v, x, a column: 11.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddAndDot(int row, int rows, int columns, T* v, T* x, T* a, nint stride, T* factors, T* dots)
    {
        nint end = Padded(rows);
        nint start = VectorOf(row);
        TVector above = TSimd.FirstLanes(row - (int)start);
        nint k = 0;
        for (; k <= columns - 4; k += 4, a += 4 * stride)
        {
            T* a1 = a + stride;
            T* a2 = a1 + stride;
            T* a3 = a2 + stride;
            TVector f0 = TSimd.Broadcast(factors[k]),
                f1 = TSimd.Broadcast(factors[k + 1]),
                f2 = TSimd.Broadcast(factors[k + 2]),
                f3 = TSimd.Broadcast(factors[k + 3]);
            TVector reflector = TSimd.Load(v + start),
                next = TSimd.Load(x + start);
            TVector sum0 = TSimd.Multiply(next, AddBelow(above, f0, reflector, a + start)),
                sum1 = TSimd.Multiply(next, AddBelow(above, f1, reflector, a1 + start)),
                sum2 = TSimd.Multiply(next, AddBelow(above, f2, reflector, a2 + start)),
                sum3 = TSimd.Multiply(next, AddBelow(above, f3, reflector, a3 + start));
            for (nint i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
            {
                reflector = TSimd.Load(v + i);
                next = TSimd.Load(x + i);
                TVector value = TSimd.MultiplyAdd(f0, reflector, TSimd.Load(a + i));
                TSimd.Store(a + i, value);
                sum0 = TSimd.MultiplyAdd(next, value, sum0);
                value = TSimd.MultiplyAdd(f1, reflector, TSimd.Load(a1 + i));
                TSimd.Store(a1 + i, value);
                sum1 = TSimd.MultiplyAdd(next, value, sum1);
                value = TSimd.MultiplyAdd(f2, reflector, TSimd.Load(a2 + i));
                TSimd.Store(a2 + i, value);
                sum2 = TSimd.MultiplyAdd(next, value, sum2);
                value = TSimd.MultiplyAdd(f3, reflector, TSimd.Load(a3 + i));
                TSimd.Store(a3 + i, value);
                sum3 = TSimd.MultiplyAdd(next, value, sum3);
            }
            TSimd.StoreSums(dots + k, sum0, sum1, sum2, sum3);
        }
        for (; k < columns; k++, a += stride)
        {
            TVector f = TSimd.Broadcast(factors[k]);
            TVector sum = TSimd.Multiply(TSimd.Load(x + start), AddBelow(above, f, TSimd.Load(v + start), a + start));
            for (nint i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
            {
                TVector value = TSimd.MultiplyAdd(f, TSimd.Load(v + i), TSimd.Load(a + i));
                TSimd.Store(a + i, value);
                sum = TSimd.MultiplyAdd(TSimd.Load(x + i), value, sum);
            }
            dots[k] = TSimd.Sum(sum);
        }
    }

    /// <summary>Columns ← themselves + factor·v; and y ← the sum of multiples of what they are then.</summary>
    /// <param name="row">The row of v.</param>
    /// <param name="rows">Rows of the columns.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="v">v.</param>
    /// <param name="factors">A factor for each column.</param>
    /// <param name="multipliers">What each column is multiplied by for y, but for <paramref name="scale"/>.</param>
    /// <param name="scale">What all of them are multiplied by.</param>
    /// <param name="a">The first column.</param>
    /// <param name="stride">Elements from one column to the next, a multiple of a vector.</param>
    /// <param name="y">Receives the sum from the row below that of v on; what is above has no meaning.</param>
    /// <remarks>Registers: four factors, four multipliers, v, a sum and columns: 14.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddAndAccumulate(
        int row,
        int rows,
        int columns,
        T* v,
        T* factors,
        T* multipliers,
        T scale,
        T* a,
        nint stride,
        T* y
    )
    {
        nint end = Padded(rows);
        nint start = VectorOf(row);
        TVector above = TSimd.FirstLanes(row - (int)start);
        for (nint i = start; i < end; i += TSimd.Lanes)
        {
            TSimd.Store(y + i, TSimd.Zero);
        }
        nint k = 0;
        for (; k <= columns - 4; k += 4, a += 4 * stride)
        {
            T* a1 = a + stride;
            T* a2 = a1 + stride;
            T* a3 = a2 + stride;
            TVector f0 = TSimd.Broadcast(factors[k]),
                f1 = TSimd.Broadcast(factors[k + 1]),
                f2 = TSimd.Broadcast(factors[k + 2]),
                f3 = TSimd.Broadcast(factors[k + 3]);
            TVector m0 = TSimd.Broadcast(scale * multipliers[k]),
                m1 = TSimd.Broadcast(scale * multipliers[k + 1]),
                m2 = TSimd.Broadcast(scale * multipliers[k + 2]),
                m3 = TSimd.Broadcast(scale * multipliers[k + 3]);
            TVector reflector = TSimd.Load(v + start);
            TVector sum = TSimd.MultiplyAdd(m0, AddBelow(above, f0, reflector, a + start), TSimd.Load(y + start));
            sum = TSimd.MultiplyAdd(m1, AddBelow(above, f1, reflector, a1 + start), sum);
            sum = TSimd.MultiplyAdd(m2, AddBelow(above, f2, reflector, a2 + start), sum);
            sum = TSimd.MultiplyAdd(m3, AddBelow(above, f3, reflector, a3 + start), sum);
            TSimd.Store(y + start, sum);
            for (nint i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
            {
                reflector = TSimd.Load(v + i);
                TVector value = TSimd.MultiplyAdd(f0, reflector, TSimd.Load(a + i));
                TSimd.Store(a + i, value);
                sum = TSimd.MultiplyAdd(m0, value, TSimd.Load(y + i));
                value = TSimd.MultiplyAdd(f1, reflector, TSimd.Load(a1 + i));
                TSimd.Store(a1 + i, value);
                sum = TSimd.MultiplyAdd(m1, value, sum);
                value = TSimd.MultiplyAdd(f2, reflector, TSimd.Load(a2 + i));
                TSimd.Store(a2 + i, value);
                sum = TSimd.MultiplyAdd(m2, value, sum);
                value = TSimd.MultiplyAdd(f3, reflector, TSimd.Load(a3 + i));
                TSimd.Store(a3 + i, value);
                TSimd.Store(y + i, TSimd.MultiplyAdd(m3, value, sum));
            }
        }
        for (; k < columns; k++, a += stride)
        {
            TVector f = TSimd.Broadcast(factors[k]),
                m = TSimd.Broadcast(scale * multipliers[k]);
            TVector value = AddBelow(above, f, TSimd.Load(v + start), a + start);
            TSimd.Store(y + start, TSimd.MultiplyAdd(m, value, TSimd.Load(y + start)));
            for (nint i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
            {
                value = TSimd.MultiplyAdd(f, TSimd.Load(v + i), TSimd.Load(a + i));
                TSimd.Store(a + i, value);
                TSimd.Store(y + i, TSimd.MultiplyAdd(m, value, TSimd.Load(y + i)));
            }
        }
    }

    /// <summary>The sum of the squares of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Squares(int rows, int columns, T* a, nint stride, T* squares)
    {
        nint end = Padded(rows);
        for (int k = 0; k < columns; k++, a += stride)
        {
            TVector sum = TSimd.Zero;
            for (nint i = 0; i < end; i += TSimd.Lanes)
            {
                TVector value = TSimd.Load(a + i);
                sum = TSimd.MultiplyAdd(value, value, sum);
            }
            squares[k] = TSimd.Sum(sum);
        }
    }

    /// <summary>A vector ← itself + factor·v, but for the lanes above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddBelow(TVector above, TVector factor, TVector v, T* a)
    {
        TVector old = TSimd.Load(a);
        TVector value = TSimd.Select(above, old, TSimd.MultiplyAdd(factor, v, old));
        TSimd.Store(a, value);
        return value;
    }
}
