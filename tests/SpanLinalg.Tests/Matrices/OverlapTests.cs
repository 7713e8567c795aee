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
    public void Views_of_any_strides_overlap_exactly_if_they_share_an_element()
    {
        Random random = new(2);
        for (int trial = 0; trial < 60_000; trial++)
        {
            // Few lines of small strides often meet; long strides leave room for one view between the lines of another.
            int most = trial % 3 == 0 ? 30 : 7;
            double[] elements = new double[20 + (6 * most)];
            (int start1, int h1, int w1, int s1, int t1) = Strided(random, most);
            (int start2, int h2, int w2, int s2, int t2) = Strided(random, most);
            HashSet<int> first = [.. Places(start1, h1, w1, s1, t1)];
            Assert.True(
                first.Overlaps(Places(start2, h2, w2, s2, t2))
                    == Overlap.Between(
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start1), h1, w1, s1, t1),
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start2), h2, w2, s2, t2)
                    ),
                $"{start1}: {h1}×{w1} ({s1}, {t1}) and {start2}: {h2}×{w2} ({s2}, {t2})"
            );
        }
    }

    [Fact]
    public void Long_lines_of_unlike_strides_overlap_exactly_if_they_share_an_element()
    {
        double[] elements = new double[4000];
        Random random = new(3);
        for (int trial = 0; trial < 5000; trial++)
        {
            (int start1, int length1, int stride1) = Line(random);
            (int start2, int length2, int stride2) = Line(random);
            HashSet<int> first = [.. Places(start1, length1, 1, stride1, 0)];
            Assert.True(
                first.Overlaps(Places(start2, length2, 1, stride2, 0))
                    == Overlap.Between(
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start1), length1, 1, stride1, 1),
                        new ReadOnlyMatrixView<double>(elements.AsSpan(start2), length2, 1, stride2, 7)
                    ),
                $"{start1}: {length1} ({stride1}) and {start2}: {length2} ({stride2})"
            );
        }

        static (int Start, int Length, int Stride) Line(Random random) =>
            (random.Next(100), random.Next(1, 60), random.Next(1, 60));
    }

    [Fact]
    public void A_vector_between_the_elements_of_a_matrix_is_no_part_of_it()
    {
        // Rows 0 and 1 of a column-major 5 × 3 matrix, and what lies below in column 1: as a column, and as a product
        // takes it.
        double[] elements = new double[15];
        MatrixView<double> whole = MatrixView.ColumnMajor(elements.AsSpan(), 5, 3);
        ReadOnlyMatrixView<double> upper = whole.Slice(0, 0, 2, 3);
        VectorView<double> below = whole.Column(1).Slice(3, 2);
        Assert.False(Overlap.Between<double>(upper, below.AsColumn()));
        Assert.False(Overlap.Between<double>(below.AsColumn().Transposed, upper));
        Assert.False(Overlap.Between<double>(whole.Row(4).AsColumn(), upper));
        Assert.True(Overlap.Between<double>(whole.Row(1).AsColumn(), upper));
        Gemv.Multiply<double>(1, upper, new double[3], 0, below);
    }

    [Fact]
    public void Views_of_very_many_lines_within_each_other_count_as_shared()
    {
        double[] elements = new double[200_000];
        ReadOnlyMatrixView<double> even = new(elements, 20_000, 2, 8, 2);
        ReadOnlyMatrixView<double> odd = new(elements.AsSpan(1), 20_000, 2, 6, 2);
        Assert.True(Overlap.Between(even, odd));
        Assert.False(Overlap.Between(even.Slice(0, 0, 2000, 2), odd.Slice(0, 0, 2000, 2)));
        Assert.False(Overlap.Between(even, new ReadOnlyMatrixView<double>(elements.AsSpan(1), 20_000, 2, 8, 2)));
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

    private static (int Start, int Rows, int Columns, int RowStride, int ColumnStride) Strided(
        Random random,
        int most
    ) => (random.Next(20), random.Next(1, 5), random.Next(1, 5), random.Next(most), random.Next(most));

    private static IEnumerable<int> Places(int start, int rows, int columns, int rowStride, int columnStride) =>
        from i in Enumerable.Range(0, rows)
        from j in Enumerable.Range(0, columns)
        select start + (i * rowStride) + (j * columnStride);
}
