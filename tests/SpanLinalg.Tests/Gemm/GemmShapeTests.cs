using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmShapeDoubleTests : GemmShapeTests<double, ProviderUnderTest>;

public sealed class GemmShapeSingleTests : GemmShapeTests<float, ProviderUnderTest>;

/// <summary>C = αAB + βC element by element, over shapes around every tile edge, layouts and factors.</summary>
public abstract class GemmShapeTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    private static GemmOperations Gemm => TProvider.Provider.Gemm;

    // Around the rows (4, 8) and columns (3 vectors: 3, 6, 12, 24, 48) of every micro-kernel's tile.
    private static readonly int[] AroundTiles = [0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 23, 24, 25, 47, 48, 49];

    // The last is neither 0 nor ±1, the cases that an implementation may treat apart.
    private static readonly double[] Factors = [0, 1, -1, 0.75];

    [Fact]
    public void Shapes_around_the_tiles_edges()
    {
        int index = 0;
        foreach (int m in AroundTiles)
        {
            foreach (int n in AroundTiles)
            {
                foreach (int k in AroundTiles)
                {
                    // Primes that are no divisors of the periods, so that the combinations differ from shape to shape.
                    index++;
                    Check(m, n, k, Cycle(index), Cycle(index / 5), Cycle(index / 7), Factor(index), Factor(index / 3));
                }
            }
        }
    }

    /// <summary>All layouts with any gaps, and all pairs of factors, meet in every order.</summary>
    [Property(MaxTest = 800, StartSize = 10)]
    public void Any_shape_layout_and_factor(ProductCase product, Factor alpha, Factor beta) =>
        Check(product, alpha.Value, beta.Value);

    /// <summary>
    /// Longer than one block in each direction: the caches' blocks are at most a few hundred deep and tall.
    /// </summary>
    [Theory]
    [InlineData(9, 13, 1500)]
    [InlineData(700, 10, 9)]
    [InlineData(6, 5000, 5)]
    [InlineData(131, 257, 389)]
    [InlineData(300, 60, 520)]
    [InlineData(60, 300, 520)]
    public void Several_blocks(int m, int n, int k)
    {
        Check(m, n, k, Layout.PaddedRows, Layout.RowMajor, Layout.PaddedRows, 1, 0);
        Check(m, n, k, Layout.ColumnMajor, Layout.PaddedColumns, Layout.StridedRows, -1.5, 0.5);
        Check(m, n, k, Layout.StridedRows, Layout.StridedColumns, Layout.PaddedColumns, 1, 1);
    }

    /// <summary>Inner products and single rows and columns: the ends of the range of shapes.</summary>
    [Fact]
    public void Vectors()
    {
        foreach (int length in new[] { 1, 2, 3, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1000 })
        {
            foreach (Layout layout in Layouts.All)
            {
                Check(1, 1, length, layout, layout, layout, 1, 0);
                Check(1, length, 1, layout, layout, layout, 2, 1);
                Check(length, 1, 1, layout, layout, layout, 1, -1);
                Check(1, length, 33, layout, layout, layout, 1, 0);
                Check(length, 1, 33, layout, layout, layout, 1, 1);
            }
        }
    }

    private static Layout Cycle(int index) => Layouts.Cycle(index);

    private static double Factor(int index) => Factors[index % Factors.Length];

    private static void Check(
        int m,
        int n,
        int k,
        Layout layoutA,
        Layout layoutB,
        Layout layoutC,
        double alpha,
        double beta
    ) => Check(new(m, n, k, layoutA, layoutB, layoutC, m + (1000 * n) + (1000000 * k)), alpha, beta);

    private static void Check(ProductCase product, double alpha, double beta)
    {
        string context = $"{product}, alpha={alpha} beta={beta}";
        (int m, int n, int k) = (product.M, product.N, product.K);
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);

        // With β = 0, C holds canaries: NaN, which must not reach the result.
        GuardedMatrix<T> c = beta == 0 ? new(m, n, product.C) : new(product.Target(), product.C);
        Matrix<T> before = new(c.ReadOnly);
        GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Gemm.WorkspaceLength<T>(m, n, k));

        Gemm.Multiply(Format<T>.From(alpha), a.View, b.View, Format<T>.From(beta), c.View, workspace.Span);

        Reference.AssertProduct<T>(
            Format<T>.From(alpha),
            a.View,
            b.View,
            Format<T>.From(beta),
            before,
            c.View,
            context
        );
        a.AssertUnchanged(context);
        b.AssertUnchanged(context);
        c.AssertPaddingIntact(context);
        workspace.AssertPaddingIntact(context);
    }
}
