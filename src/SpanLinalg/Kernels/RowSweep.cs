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
    public static int ColumnsTogether => 2 * TSimd.Lanes;

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="rows">Rows of C: one to sixteen, for which the sums take some 16 KiB of stack.</param>
    /// <param name="columns">Columns of C: a multiple of <see cref="ColumnsTogether"/>.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="a">A.</param>
    /// <param name="across">Elements from one row of A to the next.</param>
    /// <param name="along">Elements from one column of A to the next.</param>
    /// <param name="b">B, with contiguous rows.</param>
    /// <param name="rowStrideB">Elements from one row of B to the next.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β; where it is zero, C is not read.</param>
    /// <param name="c">C, with contiguous rows; does not overlap the operands.</param>
    /// <param name="rowStrideC">Elements from one row of C to the next.</param>
    [SkipLocalsInit]
    public static void Run(
        int rows,
        int columns,
        int depth,
        T* a,
        nint across,
        nint along,
        T* b,
        nint rowStrideB,
        T alpha,
        T beta,
        T* c,
        nint rowStrideC
    )
    {
        // Rows of sums are a line more than a multiple of lines apart, lest all of them fall into the same sets of the cache.
        int line = CacheLine / sizeof(T);
        int most = Math.Max(ColumnsTogether, (SumsBytes / sizeof(T) / rows) - line);
        int width = ColumnsTogether * Partition.Even(columns / ColumnsTogether, most / ColumnsTogether);
        int stride = Partition.RoundUp(width, line) + line;
        T* memory = stackalloc T[(rows * stride) + line];
        T* sums = (T*)(((nint)memory + CacheLine - 1) & -CacheLine);
        for (; columns > 0; columns -= width, b += width, c += width)
        {
            width = Math.Min(width, columns);
            new Span<T>(sums, rows * stride).Clear();
            T* stepA = a;
            T* rowB = b;
            int left = depth;
            for (; left >= Steps; left -= Steps, stepA += Steps * along, rowB += Steps * rowStrideB)
            {
                if (Steps == 4)
                {
                    AddSteps<Four>(rows, width, stepA, across, along, rowB, rowStrideB, sums, stride);
                }
                else
                {
                    AddSteps<Two>(rows, width, stepA, across, along, rowB, rowStrideB, sums, stride);
                }
            }
            for (; left > 0; left--, stepA += along, rowB += rowStrideB)
            {
                AddSteps<One>(rows, width, stepA, across, along, rowB, rowStrideB, sums, stride);
            }
            for (int i = 0; i < rows; i++)
            {
                Finish(width, alpha, sums + (i * stride), beta, c + (i * rowStrideC));
            }
        }
    }

    /// <summary>Some steps of the depth for all rows, the first of which ask for the next rows of B as well.</summary>
    private static void AddSteps<TSteps>(
        int rows,
        int columns,
        T* a,
        nint across,
        nint along,
        T* b,
        nint rowStrideB,
        T* sums,
        nint stride
    )
        where TSteps : struct, IExtent
    {
        int tall = Partition.Even(rows, RowsTogether);
        nint ahead = TSteps.Value * rowStrideB;
        for (int i = 0; i < rows; i += tall, a += tall * across, sums += tall * stride, ahead = 0)
        {
            switch (Math.Min(tall, rows - i))
            {
                case 1:
                    RowUpdate<TSimd, TVector, T, One, TSteps>.Run(
                        columns,
                        a,
                        across,
                        along,
                        b,
                        rowStrideB,
                        ahead,
                        sums,
                        stride
                    );
                    break;
                case 2:
                    RowUpdate<TSimd, TVector, T, Two, TSteps>.Run(
                        columns,
                        a,
                        across,
                        along,
                        b,
                        rowStrideB,
                        ahead,
                        sums,
                        stride
                    );
                    break;
                case 3:
                    RowUpdate<TSimd, TVector, T, Three, TSteps>.Run(
                        columns,
                        a,
                        across,
                        along,
                        b,
                        rowStrideB,
                        ahead,
                        sums,
                        stride
                    );
                    break;
                default:
                    RowUpdate<TSimd, TVector, T, Four, TSteps>.Run(
                        columns,
                        a,
                        across,
                        along,
                        b,
                        rowStrideB,
                        ahead,
                        sums,
                        stride
                    );
                    break;
            }
        }
    }

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
