namespace SpanLinalg.Tests;

/// <summary>Routines refuse a destination that shares elements with an input: the test behind the refusal.</summary>
public class OverlapTests
{
    [Fact]
    public void Blocks_of_one_matrix_overlap_exactly_if_they_share_an_element()
    {
        const int Rows = 5;
        const int Columns = 6;
        double[] elements = new double[Rows * Columns];
        Random random = new(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            (int r1, int c1, int h1, int w1) = Block(random, Rows, Columns);
            (int r2, int c2, int h2, int w2) = Block(random, Rows, Columns);
            bool shared = r1 < r2 + h2 && r2 < r1 + h1 && c1 < c2 + w2 && c2 < c1 + w1;

            MatrixView<double> byRows = new(elements, Rows, Columns);
            Assert.Equal(shared, Overlap.Between<double>(byRows.Slice(r1, c1, h1, w1), byRows.Slice(r2, c2, h2, w2)));

            MatrixView<double> byColumns = MatrixView.ColumnMajor(elements.AsSpan(), Rows, Columns);
            Assert.Equal(
                shared,
                Overlap.Between<double>(byColumns.Slice(r1, c1, h1, w1), byColumns.Slice(r2, c2, h2, w2))
            );
        }
    }

    [Fact]
    public void Views_with_unlike_strides_that_share_an_element_overlap()
    {
        double[] elements = new double[40];
        Random random = new(2);
        for (int trial = 0; trial < 3000; trial++)
        {
            (int start1, int h1, int w1, int s1, int t1) = Strided(random);
            (int start2, int h2, int w2, int s2, int t2) = Strided(random);
            HashSet<int> first = [.. Places(start1, h1, w1, s1, t1)];
            if (first.Overlaps(Places(start2, h2, w2, s2, t2)))
            {
                Assert.True(
                    Overlap.Between(
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start1), h1, w1, s1, t1),
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start2), h2, w2, s2, t2)
                    ),
                    $"{start1}: {h1}×{w1} ({s1}, {t1}) and {start2}: {h2}×{w2} ({s2}, {t2})"
                );
            }
        }
    }

    [Fact]
    public void Rows_of_one_element_columns_overlap_where_they_share_an_element()
    {
        double[] elements = new double[8];
        ReadOnlyMatrixView<double> first = MatrixView.ColumnMajor(elements.AsSpan(0, 5), 1, 5);
        ReadOnlyMatrixView<double> second = MatrixView.ColumnMajor(elements.AsSpan(2, 5), 1, 5);
        ReadOnlyMatrixView<double> third = MatrixView.ColumnMajor(elements.AsSpan(5, 3), 1, 3);
        Assert.True(Overlap.Between(first, second));
        Assert.True(Overlap.Between(second, first));
        Assert.False(Overlap.Between(first, third));
        Assert.True(Overlap.Between(first.Transposed, second.Transposed));
    }

    [Fact]
    public void Memory_that_is_apart_does_not_overlap()
    {
        double[] elements = new double[20];
        ReadOnlySpan<double> left = elements.AsSpan(0, 10);
        ReadOnlySpan<double> right = elements.AsSpan(10);
        Assert.False(Overlap.Between(new(left, 2, 5), new ReadOnlyMatrixView<double>(right, 5, 2)));
        Assert.False(Overlap.Between(new(right, 2, 5), new ReadOnlyMatrixView<double>(left, 5, 2)));
        Assert.False(Overlap.Between(new(left, 2, 5), new ReadOnlyMatrixView<double>(new double[10], 2, 5)));
        Assert.False(Overlap.Between(new(left, 0, 5), new ReadOnlyMatrixView<double>(left, 2, 5)));
        Assert.True(Overlap.Between(new(left, 2, 5), new ReadOnlyMatrixView<double>(elements.AsSpan(9), 1, 1)));
    }

    private static (int Row, int Column, int Rows, int Columns) Block(Random random, int rows, int columns)
    {
        int row = random.Next(rows);
        int column = random.Next(columns);
        return (row, column, random.Next(1, rows - row + 1), random.Next(1, columns - column + 1));
    }

    private static (int Start, int Rows, int Columns, int RowStride, int ColumnStride) Strided(Random random) =>
        (random.Next(20), random.Next(1, 4), random.Next(1, 4), random.Next(5), random.Next(5));

    private static IEnumerable<int> Places(int start, int rows, int columns, int rowStride, int columnStride) =>
        from i in Enumerable.Range(0, rows)
        from j in Enumerable.Range(0, columns)
        select start + (i * rowStride) + (j * columnStride);
}
