using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>How a product is computed: which operands are packed, in which blocks and tiles, in which order.</summary>
internal readonly struct GemmPlan
{
    public required bool PackA { get; init; }

    public required bool PackB { get; init; }

    /// <summary>One block is all, and nothing is packed.</summary>
    public required bool IsDirect { get; init; }

    public required GemmBlocking Blocks { get; init; }

    public required (int Rows, int Vectors) Tile { get; init; }

    /// <summary>Whether the tiles of one row of tiles come one after the other, which suits a small B.</summary>
    public required bool ByRows { get; init; }

    public static unsafe GemmPlan For<T>(
        KernelSet<T> kernels,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        bool contiguousC
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows,
            n = b.Columns,
            depth = a.Columns;
        long bytesB = (long)depth * n * sizeof(T);
        bool packB = b.ColumnStride != 1 || (m > 64 && bytesB > DirectBytesB);
        bool packA = packB && (a.ColumnStride != 1 || m > 256) && n > 64;

        (int Rows, int Vectors) tile = packB ? kernels.FullTile : kernels.TileFor(m, n);
        bool byRows = !packB && bytesB <= 64 * 1024;
        bool isDirect = contiguousC && !packA && !packB && depth <= GemmBlocking.KcBytes / sizeof(T);
        return new()
        {
            PackA = packA,
            PackB = packB,
            Tile = tile,
            ByRows = byRows,
            Blocks = isDirect ? new(m, depth, n) : GemmBlocking.For(kernels, m, n, depth, packA, packB),
            IsDirect = isDirect,
        };
    }

    private static readonly int DirectBytesB = int.Parse(Environment.GetEnvironmentVariable("DBB") ?? "131072");
}
