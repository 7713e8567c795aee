using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A view, of a row and a column or more, from a place in some memory on.</summary>
public readonly record struct PlacedView(int Start, int Rows, int Columns, int RowStride, int ColumnStride)
{
    internal ReadOnlyMatrixView<double> Of(double[] memory) =>
        new(memory.AsSpan(Start), Rows, Columns, RowStride, ColumnStride);

    internal IEnumerable<int> Places()
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                yield return Start + (i * RowStride) + (j * ColumnStride);
            }
        }
    }

    internal IEnumerable<PlacedView> Shrink()
    {
        PlacedView view = this;
        return
        [
            .. Start.Toward(0).Select(start => view with { Start = start }),
            .. Rows.Toward(1).Select(rows => view with { Rows = rows }),
            .. Columns.Toward(1).Select(columns => view with { Columns = columns }),
            .. RowStride.Toward(1).Select(stride => view with { RowStride = stride }),
            .. ColumnStride.Toward(1).Select(stride => view with { ColumnStride = stride }),
        ];
    }
}

/// <summary>Two views of one memory that have a good chance to meet.</summary>
public sealed record ViewPair(PlacedView First, PlacedView Second)
{
    /// <remarks>
    /// Few lines of small strides often meet; long strides leave room for one view between the lines of another; and
    /// two long lines meet where a congruence says so.
    /// </remarks>
    public static Arbitrary<ViewPair> Arbitrary() =>
        Arb.From(
            Gen.OneOf(Pairs(Blocks(strides: 6)), Pairs(Blocks(strides: 29)), Pairs(Lines)),
            pair =>
                [
                    .. pair.First.Shrink().Select(view => pair with { First = view }),
                    .. pair.Second.Shrink().Select(view => pair with { Second = view }),
                ]
        );

    private static readonly Gen<PlacedView> Lines =
        from start in Gen.Choose(0, 99)
        from length in Gen.Choose(1, 59)
        from stride in Gen.Choose(1, 59)
        from across in Gen.Choose(1, 7)
        select new PlacedView(start, length, 1, stride, across);

    private static Gen<PlacedView> Blocks(int strides) =>
        from start in Gen.Choose(0, 19)
        from rows in Gen.Choose(1, 4)
        from columns in Gen.Choose(1, 4)
        from rowStride in Gen.Choose(0, strides)
        from columnStride in Gen.Choose(0, strides)
        select new PlacedView(start, rows, columns, rowStride, columnStride);

    private static Gen<ViewPair> Pairs(Gen<PlacedView> views) =>
        from first in views
        from second in views
        select new ViewPair(first, second);
}

/// <summary>Routines refuse a destination that shares elements with an input: the test behind the refusal.</summary>
public class OverlapTests
{
    private static readonly double[] Elements = new double[4000];

    [Fact]
    public void Blocks_of_one_matrix_overlap_exactly_if_they_share_an_element()
    {
        const int Rows = 4;
        const int Columns = 5;
        MatrixView<double> byRows = new(Elements, Rows, Columns);
        MatrixView<double> byColumns = MatrixView.ColumnMajor(Elements.AsSpan(), Rows, Columns);
        (int Row, int Column, int Height, int Width)[] blocks =
        [
            .. from row in Enumerable.Range(0, Rows)
            from column in Enumerable.Range(0, Columns)
            from height in Enumerable.Range(1, Rows - row)
            from width in Enumerable.Range(1, Columns - column)
            select (row, column, height, width),
        ];
        foreach ((int r1, int c1, int h1, int w1) in blocks)
        {
            foreach ((int r2, int c2, int h2, int w2) in blocks)
            {
                bool shared = r1 < r2 + h2 && r2 < r1 + h1 && c1 < c2 + w2 && c2 < c1 + w1;
                Assert.Equal(
                    shared,
                    Overlap.Between<double>(byRows.Slice(r1, c1, h1, w1), byRows.Slice(r2, c2, h2, w2))
                );
                Assert.Equal(
                    shared,
                    Overlap.Between<double>(byColumns.Slice(r1, c1, h1, w1), byColumns.Slice(r2, c2, h2, w2))
                );
            }
        }
    }

    [Property(MaxTest = 60_000, Arbitrary = [typeof(ViewPair)])]
    public void Views_of_any_strides_overlap_exactly_if_they_share_an_element(ViewPair views)
    {
        HashSet<int> first = [.. views.First.Places()];
        Assert.Equal(
            first.Overlaps(views.Second.Places()),
            Overlap.Between(views.First.Of(Elements), views.Second.Of(Elements))
        );
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
}
