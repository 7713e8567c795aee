using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmPageDoubleTests : GemmPageTests<double>;

public sealed class GemmPageSingleTests : GemmPageTests<float>;

/// <summary>
/// Operands that begin or end where a page does, and the next one cannot be touched: the results are those of operands
/// anywhere.
/// </summary>
public abstract unsafe class GemmPageTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Alpha = Format<T>.From(-0.7);

    private readonly Random random = new(1);

    /// <summary>
    /// One vector of columns or less: with a rest of the depth and without, and by each number of steps.
    /// </summary>
    [GuardedPagesFact]
    public void Narrow_products()
    {
        for (int columns = 1; columns <= 17; columns++)
        {
            foreach (int rows in new[] { 1, 3, 8, 13 })
            {
                foreach (int depth in new[] { 1, 9, 16, 23, 70 })
                {
                    Check(rows, columns, depth);
                }
            }
        }
    }

    /// <summary>In place, swept, packed; edges of each kind.</summary>
    [GuardedPagesFact]
    public void Wider_products()
    {
        Check(5, 37, 20);
        Check(20, 67, 70);
        Check(70, 129, 71);
        Check(4, 1024, 66);
        Check(16, 1025, 65);
        Check(260, 200, 300);
    }

    [GuardedPagesFact]
    public void Products_with_a_vector()
    {
        for (int rows = 1; rows <= 40; rows += 3)
        {
            foreach (int columns in new[] { 1, 4, 7, 8, 13, 24, 33, 70 })
            {
                Check(rows, 1, columns);
                Check(1, columns, rows);
            }
        }
    }

    private void Check(int m, int n, int depth)
    {
        foreach (bool atEnd in new[] { false, true })
        {
            foreach (Layout layoutOfA in new[] { Layout.RowMajor, Layout.ColumnMajor })
            {
                foreach (Layout layoutOfB in new[] { Layout.RowMajor, Layout.ColumnMajor })
                {
                    foreach (Layout layoutOfC in new[] { Layout.RowMajor, Layout.ColumnMajor })
                    {
                        Check(m, n, depth, layoutOfA, layoutOfB, layoutOfC, atEnd);
                    }
                }
            }
        }
    }

    private void Check(int m, int n, int depth, Layout layoutOfA, Layout layoutOfB, Layout layoutOfC, bool atEnd)
    {
        T beta = atEnd ? T.One : T.Zero;
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(random, m, depth), layoutOfA);
        GuardedMatrix<T> b = new(RandomMatrix.Uniform(random, depth, n), layoutOfB);
        GuardedMatrix<T> c = new(RandomMatrix.Uniform(random, m, n), layoutOfC);
        using GuardedPages pagesOfA = new(m * depth * sizeof(T)),
            pagesOfB = new(depth * n * sizeof(T)),
            pagesOfC = new(m * n * sizeof(T));
        MatrixView<T> nearA = At(pagesOfA, a, layoutOfA, atEnd),
            nearB = At(pagesOfB, b, layoutOfB, atEnd),
            nearC = At(pagesOfC, c, layoutOfC, atEnd);

        Gemm.Multiply(Alpha, nearA, nearB, beta, nearC, Parallelism.None);
        Gemm.Multiply(Alpha, a.View, b.View, beta, c.View, Parallelism.None);

        string context =
            $"{m}×{n}×{depth} {layoutOfA} {layoutOfB} {layoutOfC}, {(atEnd ? "at the end" : "at the start")}";
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                Assert.True(c[i, j] == nearC[i, j], $"{context}, element {i}, {j}");
            }
        }
    }

    private static MatrixView<T> At(GuardedPages pages, GuardedMatrix<T> values, Layout layout, bool atEnd)
    {
        (int rowStride, int columnStride) = layout.Strides(values.Rows, values.Columns);
        T* place = pages.Place<T>(values.Rows * values.Columns, atEnd);
        MatrixView<T> view = new(place, values.Rows, values.Columns, rowStride, columnStride);
        values.View.CopyTo(view);
        return view;
    }
}
