using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Loops 2 and 1 of GEMM: a block of C, tile by tile.</summary>
internal static unsafe class MacroKernel<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Edges = 3;

    /// <summary>The micro-kernel of each shape, once it was needed: so the runtime loads no others.</summary>
    private static readonly delegate* <in Block<T>, void>[] MicroKernels = new delegate* <in Block<T>, void>[
        TileShape.MostRows * TileShape.MostVectors * Edges
    ];

    /// <summary>The largest tile of C that the micro-kernel has registers for.</summary>
    public static (int Rows, int Vectors) FullTile => (TallestTile(TileShape.MostVectors), TileShape.MostVectors);

    /// <summary>The tile that divides C most evenly.</summary>
    public static (int Rows, int Vectors) TileFor(int rows, int columns)
    {
        int vectors = EvenVectors(columns);
        return (EvenRows(rows, vectors).Size, vectors);
    }

    /// <summary>C ← α·A·B + β·C for a few tiles, nothing being packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunInPlace(ref Block<T> block)
    {
        int vectors = EvenVectors(block.Columns);
        Run(ref block, TallestTile(vectors), vectors, byRows: false);
    }

    /// <summary>C ← α·A·B + β·C.</summary>
    /// <param name="block">C and the operands.</param>
    /// <param name="tileRows">Rows of a tile: of a panel of A, if it is packed.</param>
    /// <param name="tileVectors">Vectors in a row of a tile: of a panel of B, if it is packed.</param>
    /// <param name="byRows">
    /// Whether all tiles of some rows come before the next rows; else all of some columns do.
    /// </param>
    /// <remarks>
    /// Panels of A are as tall as they were packed, and the last one is what is left. Where A lies, a narrower strip
    /// can have taller tiles, and the rows that are missing at the end are taken from as many tiles: a low tile has too
    /// few sums to keep the multipliers busy.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref Block<T> block, int tileRows, int tileVectors, bool byRows)
    {
        int strip = tileVectors * TSimd.Lanes;
        T* a = block.A,
            b = block.B,
            c = block.C;
        if (byRows || block.Rows <= tileRows)
        {
            for (int i = 0; i < block.Rows; i += tileRows)
            {
                int rows = Math.Min(tileRows, block.Rows - i);
                int wide;
                for (int j = 0; j < block.Columns; j += wide * (int)block.Tiles)
                {
                    int left = block.Columns - j;
                    wide = Math.Min(strip, left);
                    block.A = a + (i * block.StepA);
                    block.B = b + (j * block.StepB);
                    block.C = c + (i * block.RowStrideC) + j;
                    block.Tiles = left < 2 * strip ? 1 : left / strip;
                    block.NextA = 0;
                    block.NextB = wide * block.StepB;
                    block.NextC = wide;
                    KernelFor(rows, wide, ref block)(block);
                }
            }
            return;
        }

        block.NextB = 0;
        for (int j = 0; j < block.Columns; j += strip)
        {
            int wide = Math.Min(strip, block.Columns - j);
            Parts rows = block.HasPanelsA
                ? Parts.WithRest(block.Rows, tileRows)
                : EvenRows(block.Rows, Partition.Count(wide, TSimd.Lanes));
            block.A = a;
            block.B = b + (j * block.StepB);
            block.C = c + j;
            block.Tiles = rows.Count;
            block.NextA = rows.Size * block.StepA;
            block.NextC = rows.Size * block.RowStrideC;
            KernelFor(rows.Size, wide, ref block)(block);
            if (rows.LastCount > 0)
            {
                block.A += block.Tiles * block.NextA;
                block.C += block.Tiles * block.NextC;
                block.Tiles = rows.LastCount;
                block.NextA = rows.LastSize * block.StepA;
                block.NextC = rows.LastSize * block.RowStrideC;
                KernelFor(rows.LastSize, wide, ref block)(block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EvenVectors(int columns) =>
        Partition.Even(Partition.Count(columns, TSimd.Lanes), TileShape.MostVectors);

    /// <summary>
    /// A sum for each vector of the tile, a row of B and a broadcast of A must fit into the registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TallestTile(int vectors) =>
        vectors switch
        {
            1 => Math.Min(TSimd.Registers - 2, TileShape.MostRows),
            2 => Math.Min((TSimd.Registers - 3) / 2, TileShape.MostRows),
            _ => Math.Min((TSimd.Registers - 4) / 3, TileShape.MostRows),
        };

    /// <summary>Rows in tiles of almost one height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Parts EvenRows(int rows, int vectors) =>
        vectors switch
        {
            1 => Parts.Even(rows, TallestTile(1)),
            2 => Parts.Even(rows, TallestTile(2)),
            _ => Parts.Even(rows, TallestTile(TileShape.MostVectors)),
        };

    /// <summary>The kernel for tiles of a shape; the block is told how many columns the last vector has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static delegate* <in Block<T>, void> KernelFor(int rows, int columns, ref Block<T> block)
    {
        int vectors = Partition.Count(columns, TSimd.Lanes);
        uint lastLanes = (uint)columns % (uint)TSimd.Lanes;
        block.LastLanes = (nint)lastLanes;
        int edge =
            lastLanes == 0 ? 0
            : vectors > 1 ? 1
            : 2;
        ref delegate* <in Block<T>, void> kernel = ref MicroKernels[
            ((((rows - 1) * TileShape.MostVectors) + vectors - 1) * Edges) + edge
        ];
        if (kernel == null)
        {
            kernel = Find(rows, vectors, edge);
        }
        return kernel;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static delegate* <in Block<T>, void> Find(int rows, int vectors, int edge) =>
        rows switch
        {
            1 => Find<One>(vectors, edge),
            2 => Find<Two>(vectors, edge),
            3 => Find<Three>(vectors, edge),
            4 => Find<Four>(vectors, edge),
            5 => Find<Five>(vectors, edge),
            6 => Find<Six>(vectors, edge),
            7 => Find<Seven>(vectors, edge),
            _ => Find<Eight>(vectors, edge),
        };

    private static delegate* <in Block<T>, void> Find<TRows>(int vectors, int edge)
        where TRows : struct, IExtent =>
        vectors switch
        {
            1 => Find<TRows, One>(edge),
            2 => Find<TRows, Two>(edge),
            _ => Find<TRows, Three>(edge),
        };

    private static delegate* <in Block<T>, void> Find<TRows, TColumns>(int edge)
        where TRows : struct, IExtent
        where TColumns : struct, IExtent =>
        edge switch
        {
            0 => &MicroKernel<TSimd, TVector, T, TRows, TColumns, WholeEdge>.Run,
            1 => &MicroKernel<TSimd, TVector, T, TRows, TColumns, SharedEdge>.Run,
            _ => &MicroKernel<TSimd, TVector, T, TRows, TColumns, MaskedEdge>.Run,
        };
}
