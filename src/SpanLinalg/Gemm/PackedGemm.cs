using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>C ← αAB + βC by packed blocks: the five loops of Goto and van de Geijn around a micro-kernel.</summary>
/// <remarks>
/// K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008; the loops and block
/// names are those of F. G. Van Zee, R. A. van de Geijn, "BLIS", ACM TOMS 41(3), 2015.
/// Every element of C goes through the same operations in the same order, wherever its tile lies.
/// </remarks>
internal static unsafe class PackedGemm
{
    /// <summary>Scratch elements for C (m × n), for any strides; enough for every smaller product, too.</summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Which operand plays A is decided by the strides of C, so there is room for either choice.
        return Math.Max(Length(kernels, m, n, depth), Length(kernels, n, m, depth));

        static int Length(KernelSet<T> kernels, int m, int n, int depth)
        {
            GemmBlocking blocks = GemmBlocking.Largest(kernels, m, n, depth);
            return checked(
                Workspace<T>.Size((long)blocks.Mc * blocks.Kc)
                + Workspace<T>.Size((long)blocks.Kc * blocks.Nc)
                + Workspace<T>.Size(kernels.TileRows * kernels.TileColumns)
                + Workspace<T>.Slack
            );
        }
    }

    public static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.RowStride < c.ColumnStride)
        {
            // The kernel stores rows of C: for contiguous columns, compute Cᵀ = BᵀAᵀ instead.
            Multiply(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed, workspace);
            return;
        }

        fixed (
            T* pa = a,
                pb = b,
                pc = c,
                _ = workspace
        )
        {
            Workspace<T> scratch = new(workspace);
            GemmBlocking blocks = GemmBlocking.For(kernels, c.Rows, c.Columns, a.Columns);
            fixed (
                T* packedA = scratch.Vector(blocks.Mc * blocks.Kc),
                    packedB = scratch.Vector(blocks.Kc * blocks.Nc),
                    tile = scratch.Vector(kernels.TileRows * kernels.TileColumns)
            )
            {
                // Loop 5: columns of C and B.
                for (int jc = 0; jc < c.Columns; jc += blocks.Nc)
                {
                    int nc = Math.Min(blocks.Nc, c.Columns - jc);

                    // Loop 4: depth. The first block applies β, the others add to what it left.
                    for (int depthStart = 0; depthStart < a.Columns; depthStart += blocks.Kc)
                    {
                        int kc = Math.Min(blocks.Kc, a.Columns - depthStart);
                        T blockBeta = depthStart == 0 ? beta : T.One;
                        T* blockB = pb + (depthStart * b.RowStride) + (jc * b.ColumnStride);
                        Packing.Pack(nc, kc, blockB, b.ColumnStride, b.RowStride, kernels.TileColumns, packedB);

                        // Loop 3: rows of C and A.
                        for (int ic = 0; ic < c.Rows; ic += blocks.Mc)
                        {
                            int mc = Math.Min(blocks.Mc, c.Rows - ic);
                            T* blockA = pa + (ic * a.RowStride) + (depthStart * a.ColumnStride);
                            Packing.Pack(mc, kc, blockA, a.RowStride, a.ColumnStride, kernels.TileRows, packedA);

                            T* blockC = pc + (ic * c.RowStride) + (jc * c.ColumnStride);
                            MultiplyBlock(
                                kernels,
                                new(mc, kc, nc),
                                alpha,
                                packedA,
                                packedB,
                                blockBeta,
                                blockC,
                                c.RowStride,
                                c.ColumnStride,
                                tile
                            );
                        }
                    }
                }
            }
        }
    }

    /// <summary>Loops 2 and 1: all tiles of one block of C from packed operands.</summary>
    private static void MultiplyBlock<T>(
        KernelSet<T> kernels,
        GemmBlocking block,
        T alpha,
        T* packedA,
        T* packedB,
        T beta,
        T* c,
        nint rowStride,
        nint columnStride,
        T* tile
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileRows = kernels.TileRows;
        int tileColumns = kernels.TileColumns;
        for (int jr = 0; jr < block.Nc; jr += tileColumns)
        {
            int columns = Math.Min(tileColumns, block.Nc - jr);
            for (int ir = 0; ir < block.Mc; ir += tileRows)
            {
                int rows = Math.Min(tileRows, block.Mc - ir);
                T* a = packedA + (ir * block.Kc);
                T* b = packedB + (jr * block.Kc);
                T* target = c + (ir * rowStride) + (jr * columnStride);
                if (rows == tileRows && columns == tileColumns && columnStride == 1)
                {
                    kernels.MultiplyTile(block.Kc, a, b, alpha, beta, target, rowStride);
                }
                else
                {
                    // Elsewhere the kernel works on a copy of the tile: the arithmetic is the same for every element of C.
                    if (!T.IsZero(beta))
                    {
                        CopyTile(rows, columns, target, rowStride, columnStride, tile, tileColumns, 1);
                    }
                    kernels.MultiplyTile(block.Kc, a, b, alpha, beta, tile, tileColumns);
                    CopyTile(rows, columns, tile, tileColumns, 1, target, rowStride, columnStride);
                }
            }
        }
    }

    private static void CopyTile<T>(
        int rows,
        int columns,
        T* source,
        nint sourceRowStride,
        nint sourceColumnStride,
        T* target,
        nint targetRowStride,
        nint targetColumnStride
    )
        where T : unmanaged
    {
        bool contiguous = sourceColumnStride == 1 && targetColumnStride == 1;
        for (int i = 0; i < rows; i++, source += sourceRowStride, target += targetRowStride)
        {
            if (contiguous)
            {
                new ReadOnlySpan<T>(source, columns).CopyTo(new(target, columns));
                continue;
            }
            for (int j = 0; j < columns; j++)
            {
                target[j * targetColumnStride] = source[j * sourceColumnStride];
            }
        }
    }
}
