using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>A block of C that is at most one vector wide, in tiles one below the other.</summary>
internal static unsafe class NarrowBlock<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Two sums for each row of the tile, two interleaved rows of B, a factor and a mask must fit into the registers.</summary>
    private static int TallestTile => Math.Min((TSimd.Registers - 4) / 2, TileShape.MostRows);

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="rows">Rows of C; not zero.</param>
    /// <param name="columns">Columns of C: at most the lanes of a vector, which are more than one.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="a">A, with contiguous rows.</param>
    /// <param name="across">Elements from one row of A to the next.</param>
    /// <param name="b">B, with contiguous rows.</param>
    /// <param name="rowStrideB">Elements from one row of B to the next.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β; where it is zero, C is not read.</param>
    /// <param name="c">C, with contiguous rows; does not overlap the operands.</param>
    /// <param name="rowStrideC">Elements from one row of C to the next.</param>
    public static void Run(
        int rows,
        int columns,
        int depth,
        T* a,
        nint across,
        T* b,
        nint rowStrideB,
        T alpha,
        T beta,
        T* c,
        nint rowStrideC
    )
    {
        // As many tiles are one row lower as there are rows missing at the end.
        int tall = Partition.Even(rows, TallestTile);
        int tiles = Partition.Count(rows, tall);
        int lower = (tiles * tall) - rows;
        int whole = tiles - lower;
        RunTiles(tall, whole, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
        if (lower > 0)
        {
            a += whole * tall * across;
            c += whole * tall * rowStrideC;
            RunTiles(tall - 1, lower, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
        }
    }

    private static void RunTiles(
        int tall,
        int tiles,
        int columns,
        int depth,
        T* a,
        nint across,
        T* b,
        nint rowStrideB,
        T alpha,
        T beta,
        T* c,
        nint rowStrideC
    )
    {
        switch (tall)
        {
            case 1:
                Run<One>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 2:
                Run<Two>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 3:
                Run<Three>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 4:
                Run<Four>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 5:
                Run<Five>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 6:
                Run<Six>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            case 7:
                Run<Seven>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
            default:
                Run<Eight>(tiles, columns, depth, a, across, b, rowStrideB, alpha, beta, c, rowStrideC);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(
        int tiles,
        int columns,
        int depth,
        T* a,
        nint across,
        T* b,
        nint rowStrideB,
        T alpha,
        T beta,
        T* c,
        nint rowStrideC
    )
        where TRows : struct, IExtent
    {
        if (columns == TSimd.Lanes)
        {
            PairKernel<TSimd, TVector, T, TRows, WholeEdge>.Run(
                depth,
                a,
                across,
                b,
                rowStrideB,
                alpha,
                beta,
                c,
                rowStrideC,
                columns,
                tiles
            );
        }
        else
        {
            PairKernel<TSimd, TVector, T, TRows, MaskedEdge>.Run(
                depth,
                a,
                across,
                b,
                rowStrideB,
                alpha,
                beta,
                c,
                rowStrideC,
                columns,
                tiles
            );
        }
    }
}
