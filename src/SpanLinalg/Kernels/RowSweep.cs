using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>
/// A few rows of C, to which B is added row after row: it goes by once, in the order in which it lies in memory.
/// </summary>
/// <remarks>
/// <see cref="MicroKernel{TSimd, TVector, T, TRows, TColumns, TEdge}"/> keeps its sums in registers and goes down a
/// strip of B, each line of which is in another page. With few rows of A there is too little to do with a line until
/// the next one arrives. Here the sums for a stretch of C are in the first-level cache, and a few rows of B are added
/// to all of them, so that prefetchers see long streams. Each sum is still one chain of multiply-adds in the same
/// order: the bits are the same.
/// </remarks>
internal static unsafe class RowSweep<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of C that are updated together.</summary>
    private const int RowsTogether = 4;

    /// <summary>Half of a small first-level cache; the rest is for B.</summary>
    private const int SumsBytes = 16 * 1024;

    /// <summary>Bytes of a line of the cache.</summary>
    public const int CacheLine = 64;

    /// <summary>
    /// Rows of B that are added together: for four rows of C, their factors fill half of the registers.
    /// </summary>
    private static int Steps => TSimd.Registers > 16 ? 4 : 2;

    /// <summary>Columns of C come in pairs of vectors.</summary>
    private static int ColumnsTogether => 2 * TSimd.Lanes;

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">
    /// C, with one to sixteen rows, for which the sums take some 16 KiB of stack, and the operands, where they lie.
    /// </param>
    public static void Run(in Block<T> block)
    {
        int rest = block.Columns % ColumnsTogether;
        SweepPairs(block.Columns - rest, block);
        if (rest > 0)
        {
            Block<T> last = block.Part(0, block.Rows, block.Columns - rest, rest);
            MacroKernel<TSimd, TVector, T>.RunInPlace(ref last);
        }
    }

    [SkipLocalsInit]
    private static void SweepPairs(int columns, in Block<T> o)
    {
        // Rows of sums are a line more than a multiple of lines apart, lest all of them fall into the same sets of the
        // cache.
        int line = CacheLine / sizeof(T);
        int most = Math.Max(ColumnsTogether, (SumsBytes / sizeof(T) / o.Rows) - line);
        int width = ColumnsTogether * Partition.Even(columns / ColumnsTogether, most / ColumnsTogether);
        int stride = Partition.RoundUp(width, line) + line;
        T* memory = stackalloc T[(o.Rows * stride) + line];
        T* sums = (T*)(((nint)memory + CacheLine - 1) & -CacheLine);
        for (int first = 0; first < columns; first += width)
        {
            width = Math.Min(width, columns - first);
            new Span<T>(sums, o.Rows * stride).Clear();
            int step = 0;
            for (; step <= o.Depth - Steps; step += Steps)
            {
                if (Steps == 4)
                {
                    AddSteps<Four>(step, first, width, sums, stride, o);
                }
                else
                {
                    AddSteps<Two>(step, first, width, sums, stride, o);
                }
            }
            for (; step < o.Depth; step++)
            {
                AddSteps<One>(step, first, width, sums, stride, o);
            }
            for (int i = 0; i < o.Rows; i++)
            {
                Finish(width, o.Alpha, sums + (i * stride), o.Beta, o.C + (i * o.RowStrideC) + first);
            }
        }
    }

    /// <summary>Some steps of the depth for all rows, the first of which ask for the next rows of B as well.</summary>
    private static void AddSteps<TSteps>(int step, int firstColumn, int columns, T* sums, nint stride, in Block<T> o)
        where TSteps : struct, IExtent
    {
        T* a = o.A + (step * o.Along);
        T* b = o.B + (step * o.RowStrideB) + firstColumn;
        int tall = Partition.Even(o.Rows, RowsTogether);
        nint ahead = TSteps.Value * o.RowStrideB;
        for (int i = 0; i < o.Rows; i += tall, a += tall * o.Across, sums += tall * stride, ahead = 0)
        {
            switch (Math.Min(tall, o.Rows - i))
            {
                case 1:
                    Add<One, TSteps>(columns, a, b, ahead, sums, stride, o);
                    break;
                case 2:
                    Add<Two, TSteps>(columns, a, b, ahead, sums, stride, o);
                    break;
                case 3:
                    Add<Three, TSteps>(columns, a, b, ahead, sums, stride, o);
                    break;
                default:
                    Add<Four, TSteps>(columns, a, b, ahead, sums, stride, o);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TSteps>(int columns, T* a, T* b, nint ahead, T* sums, nint stride, in Block<T> o)
        where TRows : struct, IExtent
        where TSteps : struct, IExtent =>
        RowUpdate<TSimd, TVector, T, TRows, TSteps>.Run(
            columns,
            a,
            o.Across,
            o.Along,
            b,
            o.RowStrideB,
            ahead,
            sums,
            stride
        );

    /// <summary>row ← β·row + α·sums, rounded as tiles do.</summary>
    private static void Finish(int columns, T alpha, T* sums, T beta, T* row)
    {
        TVector alphas = TSimd.Broadcast(alpha),
            betas = TSimd.Broadcast(beta);
        bool isSet = T.IsZero(beta);
        for (int j = 0; j < columns; j += TSimd.Lanes)
        {
            TVector sum = TSimd.Multiply(alphas, TSimd.Load(sums + j));
            TSimd.Store(row + j, isSet ? sum : TSimd.MultiplyAdd(betas, TSimd.Load(row + j), sum));
        }
    }
}

/// <summary>
/// The inner kernel of <see cref="RowSweep{TSimd, TVector, T}"/>: a few rows of sums, to which a few rows of B are
/// added.
/// </summary>
/// <typeparam name="TSimd">The instruction set.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TRows">Rows of A and of the sums: at most four.</typeparam>
/// <typeparam name="TSteps">Columns of A and rows of B: at most four.</typeparam>
/// <remarks>
/// Registers: the elements of A, two vectors of each row of B, one of sums. With four rows that is 13 for two steps and
/// 25 for four. A vector of sums is read and written for two or four multiply-adds, which two loads and one store in a
/// cycle keep up with.
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
