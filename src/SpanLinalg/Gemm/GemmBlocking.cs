using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The block sizes of the packed GEMM, named as in the BLIS papers.</summary>
/// <param name="Mc">Rows of A packed at a time: MC·KC elements stay in the second-level cache.</param>
/// <param name="Kc">Depth of a block: KC·NR elements of B stay in the first-level cache.</param>
/// <param name="Nc">Columns of B packed at a time: KC·NC elements stay in the last-level cache.</param>
internal readonly record struct GemmBlocking(int Mc, int Kc, int Nc)
{
    /// <summary>The blocks for a product C (m × n) of the given depth, no larger than the product needs.</summary>
    public static unsafe GemmBlocking For<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In bytes, so that float gets twice the elements of double.
        int kc = KcBytes / sizeof(T);
        int mc = McRows;
        int nc = NcColumns;

        int tilesDown = DivideUp(m, kernels.TileRows);
        int tilesAcross = DivideUp(n, kernels.TileColumns);
        return new(
            Balance(tilesDown, mc / kernels.TileRows) * kernels.TileRows,
            Balance(depth, kc),
            Balance(tilesAcross, nc / kernels.TileColumns) * kernels.TileColumns
        );
    }

    private const int KcBytes = 2048;
    private const int McRows = 192;
    private const int NcColumns = 3072;

    /// <summary>Splits a length into equal parts of at most the given size, instead of leaving a sliver at the end.</summary>
    private static int Balance(int length, int largest) =>
        length == 0 ? 1 : DivideUp(length, DivideUp(length, largest));

    private static int DivideUp(int length, int size) => (length + size - 1) / size;
}
