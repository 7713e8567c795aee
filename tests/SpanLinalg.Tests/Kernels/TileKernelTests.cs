using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class TileKernelDoubleTests : TileKernelTests<double>;

public sealed class TileKernelSingleTests : TileKernelTests<float>;

/// <summary>The GEMM micro-kernels by themselves: every depth around the unrolling, every case of α and β.</summary>
public abstract class TileKernelTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public unsafe void Tiles()
    {
        double[] factors = [0, 1, -1, 0.75];
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int depth = 0; depth <= 20; depth++)
            {
                foreach (double alpha in factors)
                {
                    foreach (double beta in factors)
                    {
                        string context = $"{width} depth={depth} alpha={alpha} beta={beta}";
                        Random random = new(depth);
                        GuardedMatrix<T> a = new(
                            RandomMatrix.Uniform(random, kernels.TileRows, depth),
                            Layout.ColumnMajor
                        );
                        GuardedMatrix<T> b = new(RandomMatrix.Uniform(random, depth, kernels.TileColumns));
                        GuardedMatrix<T> c =
                            beta == 0
                                ? new(kernels.TileRows, kernels.TileColumns, Layout.PaddedRows)
                                : new GuardedMatrix<T>(
                                    RandomMatrix.Uniform(random, kernels.TileRows, kernels.TileColumns),
                                    Layout.PaddedRows
                                );
                        Matrix<T> before = new(c.ReadOnly);
                        fixed (
                            T* pa = a.View,
                                pb = b.View,
                                pc = c.View
                        )
                        {
                            kernels.MultiplyTile(
                                depth,
                                pa,
                                pb,
                                Format<T>.From(alpha),
                                Format<T>.From(beta),
                                pc,
                                c.View.RowStride
                            );
                        }
                        Reference.AssertProduct<T>(
                            Format<T>.From(alpha),
                            a.View,
                            b.View,
                            Format<T>.From(beta),
                            before,
                            c.View,
                            context
                        );
                        c.AssertPaddingIntact(context);
                    }
                }
            }
        }
    }
}
