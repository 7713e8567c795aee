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
    /// <summary>Depth from which it pays to add up two sums for each element.</summary>
    /// <remarks>256 bits, times the speed of OpenBLAS, by tiles and so: 4000×8×4, f32, 2.21 and 1.42; 4000×8×8, f32, 1.53 and 1.55; 4000×4×8, f64, 1.36 and 1.65; 4000×8×16, f32, 1.14 and 1.67.</remarks>
    private const int FewestSteps = 8;

    /// <summary>Depth from which it pays to add up four, where C has no more columns than half a vector.</summary>
    /// <remarks>
    /// By pairs of steps and so, µs: 512 bits, f32, 4000×8×8, 6.5 and 7.3; 4000×8×16, 11.3 and 10.3; 1024×8×1024, 163 and 113; 256 bits, f32, 4000×4×8, 6.4 and 7.0; 4000×4×16, 11.1 and 9.6;
    /// AVX2 alone, f32, 1024×4×1024, 200 and 95.
    /// </remarks>
    private const int FewestStepsByFours = 16;

    /// <summary>Two sums for each row of the tile, two interleaved rows of B, a factor and a mask must fit into the registers.</summary>
    private static int TallestTile => Math.Min((TSimd.Registers - 4) / 2, TileShape.MostRows);

    /// <summary>Whether a product is better computed so than by tiles.</summary>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="alongA">Elements from one column of A to the next, before any packing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Suits(int columns, int depth, nint alongA) =>
        TSimd.Lanes > 1 && columns <= TSimd.Lanes && depth >= FewestSteps && alongA == 1;

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C, with one row or more and at most as many columns as a vector has lanes, and the operands: A with contiguous rows, or in panels of one row.</param>
    public static void Run(in BlockOperands<T> block)
    {
        Parts rows = Parts.Even(block.Rows, TallestTile);
        RunTiles(rows.Size, rows.Count, firstRow: 0, block);
        if (rows.LastCount > 0)
        {
            RunTiles(rows.LastSize, rows.LastCount, rows.Count * rows.Size, block);
        }
    }

    private static void RunTiles(int tall, int tiles, int firstRow, in BlockOperands<T> block)
    {
        switch (tall)
        {
            case 1:
                Run<One>(tiles, firstRow, block);
                break;
            case 2:
                Run<Two>(tiles, firstRow, block);
                break;
            case 3:
                Run<Three>(tiles, firstRow, block);
                break;
            case 4:
                Run<Four>(tiles, firstRow, block);
                break;
            case 5:
                Run<Five>(tiles, firstRow, block);
                break;
            case 6:
                Run<Six>(tiles, firstRow, block);
                break;
            case 7:
                Run<Seven>(tiles, firstRow, block);
                break;
            default:
                Run<Eight>(tiles, firstRow, block);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows>(int tiles, int firstRow, in BlockOperands<T> block)
        where TRows : struct, IExtent
    {
        // Half of two lanes is one column, whose product is GEMV's.
        if (TSimd.Lanes >= 4 && block.Columns <= TSimd.Lanes / 2 && block.Depth >= FewestStepsByFours)
        {
            Run<TRows, Four>(tiles, firstRow, block, TSimd.Lanes / 2);
        }
        else
        {
            Run<TRows, Two>(tiles, firstRow, block, TSimd.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TSteps>(int tiles, int firstRow, in BlockOperands<T> block, int most)
        where TRows : struct, IExtent
        where TSteps : struct, IExtent
    {
        if (block.Columns == most)
        {
            Run<TRows, TSteps, WholeEdge>(tiles, firstRow, block);
        }
        else
        {
            Run<TRows, TSteps, MaskedEdge>(tiles, firstRow, block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TRows, TSteps, TEdge>(int tiles, int firstRow, in BlockOperands<T> o)
        where TRows : struct, IExtent
        where TSteps : struct, IExtent
        where TEdge : struct, ITileEdge =>
        NarrowKernel<TSimd, TVector, T, TRows, TSteps, TEdge>.Run(
            o.Depth,
            o.A.Origin + (firstRow * o.A.Step),
            o.A.Step,
            o.B.Origin,
            o.B.Along,
            o.Alpha,
            o.Beta,
            o.C + (firstRow * o.RowStrideC),
            o.RowStrideC,
            o.Columns,
            tiles
        );
}
