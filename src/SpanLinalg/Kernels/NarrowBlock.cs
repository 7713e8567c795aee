using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>A block of C that is at most one vector wide, in tiles one below the other.</summary>
internal static unsafe class NarrowBlock<TSimd, TVector, T>
    where TSimd : struct, IInterleavingSimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernel of each shape, once it was needed.</summary>
    private static readonly delegate* <in Block<T>, void>[] NarrowKernels = new delegate* <in Block<T>, void>[
        4 * TileShape.MostRows
    ];

    /// <summary>
    /// Two sums for each row of the tile, two interleaved rows of B, a factor and a mask must fit into the registers.
    /// </summary>
    private static int TallestTile => Math.Min((TSimd.Registers - 4) / 2, TileShape.MostRows);

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C, with one row or more and at most as many columns as fit; A with contiguous rows.</param>
    /// <param name="byFours">
    /// Whether four steps are taken at once, for half a vector of columns, or two, for one.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref Block<T> block, bool byFours)
    {
        int shape = (byFours ? 2 : 0) + (block.Columns != (byFours ? TSimd.Lanes / 2 : TSimd.Lanes) ? 1 : 0);
        Parts rows = Parts.Even(block.Rows, TallestTile);
        block.LastLanes = block.Columns;
        block.Tiles = rows.Count;
        RunTiles(ref block, rows.Size, shape);
        if (rows.LastCount > 0)
        {
            block.A += block.Tiles * block.NextA;
            block.C += block.Tiles * block.NextC;
            block.Tiles = rows.LastCount;
            RunTiles(ref block, rows.LastSize, shape);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunTiles(ref Block<T> block, int rows, int shape)
    {
        block.NextA = rows * block.StepA;
        block.NextC = rows * block.RowStrideC;
        ref delegate* <in Block<T>, void> kernel = ref NarrowKernels[(4 * (rows - 1)) + shape];
        if (kernel == null)
        {
            kernel = Find(rows, byFours: shape >= 2, isMasked: shape % 2 != 0);
        }
        kernel(block);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static delegate* <in Block<T>, void> Find(int rows, bool byFours, bool isMasked) =>
        rows switch
        {
            1 => Find<One>(byFours, isMasked),
            2 => Find<Two>(byFours, isMasked),
            3 => Find<Three>(byFours, isMasked),
            4 => Find<Four>(byFours, isMasked),
            5 => Find<Five>(byFours, isMasked),
            6 => Find<Six>(byFours, isMasked),
            7 => Find<Seven>(byFours, isMasked),
            _ => Find<Eight>(byFours, isMasked),
        };

    private static delegate* <in Block<T>, void> Find<TRows>(bool byFours, bool isMasked)
        where TRows : struct, IExtent => byFours ? Find<TRows, Four>(isMasked) : Find<TRows, Two>(isMasked);

    private static delegate* <in Block<T>, void> Find<TRows, TSteps>(bool isMasked)
        where TRows : struct, IExtent
        where TSteps : struct, IExtent =>
        isMasked
            ? &NarrowKernel<TSimd, TVector, T, TRows, TSteps, MaskedEdge>.Run
            : &NarrowKernel<TSimd, TVector, T, TRows, TSteps, WholeEdge>.Run;
}
