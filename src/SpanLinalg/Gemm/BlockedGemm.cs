using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>C ← αAB + βC by blocks: the five loops of Goto and van de Geijn around a micro-kernel.</summary>
/// <remarks>
/// K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008; the loops and block
/// names are those of F. G. Van Zee, R. A. van de Geijn, "BLIS", ACM TOMS 41(3), 2015. An operand is packed only where
/// <see cref="GemmPlan"/> finds that this pays, since the micro-kernel can read both where they lie.
/// Every element of C goes through the same operations in the same order, wherever its tile lies and whatever is packed.
/// </remarks>
internal static unsafe class BlockedGemm
{
    /// <summary>Products that are small in every dimension pack on the stack, if at all.</summary>
    private const int SmallSize = 16;

    /// <summary>Scratch elements for C (m × n), for any strides; enough for every smaller product, too.</summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        IsSmall(m, n, depth) ? 0 : ScratchLength(kernels, m, n, depth);

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

        GemmPlan plan = GemmPlan.For(kernels, a, b, c.ColumnStride == 1);
        fixed (
            T* pa = a,
                pb = b,
                pc = c
        )
        {
            if (plan.IsDirect)
            {
                kernels.MultiplyBlock(
                    c.Rows,
                    c.Columns,
                    a.Columns,
                    TileOperand<T>.InPlace(pa, a.RowStride, a.ColumnStride),
                    TileOperand<T>.InPlace(pb, 1, b.RowStride),
                    alpha,
                    beta,
                    pc,
                    c.RowStride,
                    plan.Tile,
                    plan.ByRows
                );
            }
            else if (IsSmall(c.Rows, c.Columns, a.Columns))
            {
                MultiplyOnStack(kernels, plan, alpha, a, pa, b, pb, beta, c, pc);
            }
            else
            {
                fixed (T* _ = workspace)
                {
                    Multiply(kernels, plan, alpha, a, pa, b, pb, beta, c, pc, new Workspace<T>(workspace));
                }
            }
        }
    }

    /// <summary>Whether a product of any strides needs no workspace.</summary>
    private static bool IsSmall(int m, int n, int depth) => Math.Max(Math.Max(m, n), depth) <= SmallSize;

    private static int ScratchLength<T>(KernelSet<T> kernels, int m, int n, int depth)
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
                + Workspace<T>.Size(kernels.FullTile.Rows * kernels.FullTile.Vectors * kernels.Lanes)
                + Workspace<T>.Slack
            );
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyOnStack<T>(
        KernelSet<T> kernels,
        in GemmPlan plan,
        T alpha,
        ReadOnlyMatrixView<T> a,
        T* pa,
        ReadOnlyMatrixView<T> b,
        T* pb,
        T beta,
        MatrixView<T> c,
        T* pc
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = ScratchLength(kernels, SmallSize, SmallSize, SmallSize);
        T* scratch = stackalloc T[length];
        Multiply(kernels, plan, alpha, a, pa, b, pb, beta, c, pc, new Workspace<T>(new Span<T>(scratch, length)));
    }

    private static void Multiply<T>(
        KernelSet<T> kernels,
        in GemmPlan plan,
        T alpha,
        ReadOnlyMatrixView<T> a,
        T* pa,
        ReadOnlyMatrixView<T> b,
        T* pb,
        T beta,
        MatrixView<T> c,
        T* pc,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmBlocking blocks = plan.Blocks;
        int tileColumns = plan.Tile.Vectors * kernels.Lanes;
        fixed (
            T* packedA = scratch.Vector(plan.PackA ? blocks.Mc * blocks.Kc : 0),
                packedB = scratch.Vector(plan.PackB ? blocks.Kc * blocks.Nc : 0),
                tile = scratch.Vector(plan.Tile.Rows * tileColumns)
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
                    TileOperand<T> operandB = TileOperand<T>.InPlace(blockB, 1, b.RowStride);
                    if (plan.PackB)
                    {
                        Packing.Pack(nc, kc, blockB, b.ColumnStride, b.RowStride, tileColumns, packedB);
                        operandB = TileOperand<T>.Packed(packedB, kc, tileColumns);
                    }

                    // Loop 3: rows of C and A.
                    for (int ic = 0; ic < c.Rows; ic += blocks.Mc)
                    {
                        int mc = Math.Min(blocks.Mc, c.Rows - ic);
                        T* blockA = pa + (ic * a.RowStride) + (depthStart * a.ColumnStride);
                        TileOperand<T> operandA = TileOperand<T>.InPlace(blockA, a.RowStride, a.ColumnStride);
                        if (plan.PackA)
                        {
                            Packing.Pack(mc, kc, blockA, a.RowStride, a.ColumnStride, plan.Tile.Rows, packedA);
                            operandA = TileOperand<T>.Packed(packedA, kc, plan.Tile.Rows);
                        }

                        T* blockC = pc + (ic * c.RowStride) + (jc * c.ColumnStride);
                        if (c.ColumnStride == 1)
                        {
                            kernels.MultiplyBlock(
                                mc,
                                nc,
                                kc,
                                operandA,
                                operandB,
                                alpha,
                                blockBeta,
                                blockC,
                                c.RowStride,
                                plan.Tile,
                                plan.ByRows
                            );
                        }
                        else
                        {
                            MultiplyThroughTile(
                                kernels,
                                new(mc, kc, nc),
                                operandA,
                                operandB,
                                alpha,
                                blockBeta,
                                blockC,
                                c.RowStride,
                                c.ColumnStride,
                                plan.Tile,
                                tile
                            );
                        }
                    }
                }
            }
        }
    }

    /// <summary>A block of a C without contiguous rows: each tile is computed in a copy.</summary>
    private static void MultiplyThroughTile<T>(
        KernelSet<T> kernels,
        GemmBlocking block,
        in TileOperand<T> a,
        in TileOperand<T> b,
        T alpha,
        T beta,
        T* c,
        nint rowStride,
        nint columnStride,
        (int Rows, int Vectors) tile,
        T* copy
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileColumns = tile.Vectors * kernels.Lanes;
        for (int j = 0; j < block.Nc; j += tileColumns)
        {
            int columns = Math.Min(tileColumns, block.Nc - j);
            for (int i = 0; i < block.Mc; i += tile.Rows)
            {
                int rows = Math.Min(tile.Rows, block.Mc - i);
                T* target = c + (i * rowStride) + (j * columnStride);
                MatrixView<T> inC = new(target, rows, columns, rowStride, columnStride);
                MatrixView<T> inCopy = new(copy, rows, columns, tileColumns, 1);
                if (!T.IsZero(beta))
                {
                    inC.CopyTo(inCopy);
                }
                kernels.MultiplyBlock(
                    rows,
                    columns,
                    block.Kc,
                    a with
                    {
                        Origin = a.Origin + (i * a.Step),
                    },
                    b with
                    {
                        Origin = b.Origin + (j * b.Step),
                    },
                    alpha,
                    beta,
                    copy,
                    tileColumns,
                    tile,
                    byRows: false
                );
                inCopy.CopyTo(inC);
            }
        }
    }
}
