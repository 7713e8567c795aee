using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class TileKernelDoubleTests : TileKernelTests<double>;

public sealed class TileKernelSingleTests : TileKernelTests<float>;

/// <summary>
/// The GEMM kernels by themselves: every shape of tile and edge, depths from zero, every case of α and β.
/// </summary>
public abstract unsafe class TileKernelTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double[] Factors = [0, 1, -1, 0.75];

    private static readonly int[] Depths = [0, 1, 2, 7, 15, 16, 22, 23, 33];

    /// <summary>
    /// Operands where they lie: what is behind their ends is a canary, which no vector may read into a sum.
    /// </summary>
    [Fact]
    public void Tiles_in_place()
    {
        ForAllTiles(
            (kernels, rows, columns, depth, context) =>
            {
                Random random = new(depth);
                foreach (Layout layout in new[] { Layout.PaddedRows, Layout.PaddedColumns, Layout.StridedRows })
                {
                    CheckInPlace(kernels, rows, columns, depth, layout, random, $"{context} {layout}");
                }
            }
        );
    }

    /// <summary>Packed operands: columns of A and rows of B as wide as the largest tile, B padded with zeros.</summary>
    [Fact]
    public void Packed_tiles()
    {
        ForAllTiles(
            (kernels, rows, columns, depth, context) =>
            {
                Random random = new(depth);
                (int tileRows, int tileVectors) = kernels.FullTile;
                int tileColumns = tileVectors * kernels.Lanes;
                if (rows > tileRows)
                {
                    return;
                }
                T[] packedA = new T[tileRows * depth];
                T[] packedB = new T[tileColumns * depth];
                MatrixView<T> a = new(packedA, rows, depth, 1, tileRows);
                MatrixView<T> b = new(packedB, depth, columns, tileColumns, 1);
                new GuardedMatrix<T>(RandomMatrix.Uniform(random, rows, depth)).View.CopyTo(a);
                new GuardedMatrix<T>(RandomMatrix.Uniform(random, depth, columns)).View.CopyTo(b);
                fixed (
                    T* pa = packedA,
                        pb = packedB
                )
                {
                    Check(
                        kernels,
                        a,
                        TileOperand<T>.Packed(pa, depth, tileRows),
                        b,
                        TileOperand<T>.Packed(pb, depth, tileColumns),
                        random,
                        context
                    );
                }
            }
        );
    }

    /// <summary>One vector of columns, or half of it, or less; some heights of tiles, and several tiles.</summary>
    [Fact]
    public void Interleaved_steps()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int rows = 1; rows <= 20; rows++)
            {
                for (int columns = 1; columns <= kernels.InterleavedColumns; columns++)
                {
                    CheckRows(kernels, rows, columns, BlockMethod.TwoStepsAtOnce, $"{width} two steps");
                    if (kernels.Lanes > 2 && 2 * columns <= kernels.InterleavedColumns)
                    {
                        CheckRows(kernels, rows, columns, BlockMethod.FourStepsAtOnce, $"{width} four steps");
                    }
                }
            }
        }
    }

    /// <summary>Fewer columns than are swept together, some more, and several stretches of sums.</summary>
    [Fact]
    public void Row_sweeps()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int pair = 2 * kernels.Lanes;
            foreach (int rows in new[] { 1, 2, 3, 4, 5, 6, 7, 9, 16 })
            {
                foreach (int columns in new[] { 1, pair - 1, pair, pair + 1, (3 * pair) + kernels.Lanes, 1500 })
                {
                    CheckRows(kernels, rows, columns, BlockMethod.RowSweep, $"{width} sweep");
                }
            }
        }
    }

    private static void CheckRows(KernelSet<T> kernels, int rows, int columns, BlockMethod method, string context)
    {
        foreach (int depth in Depths)
        {
            string full = $"{context} {rows}×{columns}×{depth}";
            CheckInPlace(kernels, rows, columns, depth, Layout.PaddedRows, new Random(depth), full, method);
        }
    }

    private static void CheckInPlace(
        KernelSet<T> kernels,
        int rows,
        int columns,
        int depth,
        Layout layoutOfA,
        Random random,
        string context,
        BlockMethod? method = null
    )
    {
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(random, rows, depth), layoutOfA);
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(random, depth, columns), Layout.PaddedRows);
        fixed (
            T* pa = a.View,
                pb = b.View
        )
        {
            Check(
                kernels,
                a.View,
                TileOperand<T>.InPlace(pa, a.View.RowStride, a.View.ColumnStride),
                b.View,
                TileOperand<T>.InPlace(pb, 1, b.View.RowStride),
                random,
                context,
                method
            );
        }
    }

    private static void ForAllTiles(Action<KernelSet<T>, int, int, int, string> check)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int rows = 1; rows <= 8; rows++)
            {
                for (int columns = 1; columns <= 3 * kernels.Lanes; columns++)
                {
                    foreach (int depth in Depths)
                    {
                        check(kernels, rows, columns, depth, $"{width} {rows}×{columns}×{depth}");
                    }
                }
            }
        }
    }

    private static void Check(
        KernelSet<T> kernels,
        ReadOnlyMatrixView<T> a,
        in TileOperand<T> operandA,
        ReadOnlyMatrixView<T> b,
        in TileOperand<T> operandB,
        Random random,
        string context,
        BlockMethod? method = null
    )
    {
        double alpha = Factors[random.Next(Factors.Length)];
        double beta = Factors[random.Next(Factors.Length)];
        GuardedMatrix<T> c =
            beta == 0
                ? new(a.Rows, b.Columns, Layout.PaddedRows)
                : new GuardedMatrix<T>(RandomMatrix.Uniform(random, a.Rows, b.Columns), Layout.PaddedRows);
        Matrix<T> before = new(c.ReadOnly);
        fixed (T* pc = c.View)
        {
            Block<T>.Begin(
                a.Rows,
                b.Columns,
                a.Columns,
                Format<T>.From(alpha),
                operandA,
                operandB,
                Format<T>.From(beta),
                pc,
                c.View.RowStride,
                out Block<T> block
            );
            kernels.MultiplyBlock(
                ref block,
                (a.Rows, kernels.FullTile.Vectors),
                method ?? (random.Next(2) == 0 ? BlockMethod.TilesByRows : BlockMethod.TilesByColumns)
            );
        }
        string full = $"{context} alpha={alpha} beta={beta}";
        Reference.AssertProduct<T>(Format<T>.From(alpha), a, b, Format<T>.From(beta), before, c.View, full);
        c.AssertPaddingIntact(full);
    }
}
