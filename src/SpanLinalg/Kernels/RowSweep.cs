using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>A few rows of C, to which B is added row after row: it goes by once, in the order in which it lies in memory.</summary>
/// <remarks>
/// <see cref="MicroKernel{TSimd, TVector, T, TRows, TColumns, TEdge}"/> keeps its sums in registers and goes down a strip of B, each line of which
/// is in another page. With few rows of A there is too little to do with a line until the next one arrives. Here the sums for
/// a stretch of C are in the first-level cache, and a few rows of B are added to all of them, so that prefetchers see long
/// streams. Each sum is still one chain of multiply-adds in the same order: the bits are the same.
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

    /// <summary>Rows of B that are added together: for four rows of C, their factors fill half of the registers.</summary>
    private static int Steps => TSimd.Registers > 16 ? 4 : 2;

    /// <summary>Columns of C come in pairs of vectors.</summary>
    private static int ColumnsTogether => 2 * TSimd.Lanes;

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C, with one to sixteen rows, for which the sums take some 16 KiB of stack, and the operands, where they lie.</param>
    public static void Run(in BlockOperands<T> block)
    {
        int rest = block.Columns % ColumnsTogether;
        SweepPairs(block.Columns - rest, block);
        if (rest > 0)
        {
            BlockOperands<T> last = block.FromColumn(block.Columns - rest);
            MacroKernel<TSimd, TVector, T>.Run(
                last,
                MacroKernel<TSimd, TVector, T>.TileFor(last.Rows, last.Columns),
                BlockMethod.TilesByColumns
            );
        }
    }

    [SkipLocalsInit]
    private static void SweepPairs(int columns, in BlockOperands<T> o)
    {
        // Rows of sums are a line more than a multiple of lines apart, lest all of them fall into the same sets of the cache.
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
    private static void AddSteps<TSteps>(
        int step,
        int firstColumn,
        int columns,
        T* sums,
        nint stride,
        in BlockOperands<T> o
    )
        where TSteps : struct, IExtent
    {
        T* a = o.A.Origin + (step * o.A.Along);
        T* b = o.B.Origin + (step * o.B.Along) + firstColumn;
        int tall = Partition.Even(o.Rows, RowsTogether);
        nint ahead = TSteps.Value * o.B.Along;
        for (int i = 0; i < o.Rows; i += tall, a += tall * o.A.Across, sums += tall * stride, ahead = 0)
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
    private static void Add<TRows, TSteps>(
        int columns,
        T* a,
        T* b,
        nint ahead,
        T* sums,
        nint stride,
        in BlockOperands<T> o
    )
        where TRows : struct, IExtent
        where TSteps : struct, IExtent =>
        RowUpdate<TSimd, TVector, T, TRows, TSteps>.Run(
            columns,
            a,
            o.A.Across,
            o.A.Along,
            b,
            o.B.Along,
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
