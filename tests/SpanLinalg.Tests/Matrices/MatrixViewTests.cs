namespace SpanLinalg.Tests;

/// <summary>What a view may look at, and where its elements are.</summary>
public class MatrixViewTests
{
    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    [Fact]
    public void A_span_is_read_row_by_row()
    {
        MatrixView<double> view = new(Numbers(7), 2, 3);
        Assert.Equal((2, 3), (view.Rows, view.Columns));
        Assert.Equal((3, 1), (view.RowStride, view.ColumnStride));
        Assert.Equal(0, view[0, 0]);
        Assert.Equal(2, view[0, 2]);
        Assert.Equal(3, view[1, 0]);
        Assert.Equal(5, view[1, 2]);
    }

    [Fact]
    public void Column_major_data_has_a_leading_dimension()
    {
        MatrixView<double> view = MatrixView.ColumnMajor(Numbers(12).AsSpan(), 2, 3, 4);
        Assert.Equal((1, 4), (view.RowStride, view.ColumnStride));
        Assert.Equal(1, view[1, 0]);
        Assert.Equal(9, view[1, 2]);

        ReadOnlyMatrixView<double> readOnly = MatrixView.ColumnMajor((ReadOnlySpan<double>)Numbers(12), 2, 3, 4);
        Assert.Equal(9, readOnly[1, 2]);

        MatrixView<double> packed = MatrixView.ColumnMajor(Numbers(6).AsSpan(), 2, 3);
        Assert.Equal((1, 2), (packed.RowStride, packed.ColumnStride));
        Assert.Equal(5, packed[1, 2]);
    }

    [Fact]
    public void The_leading_dimension_covers_a_column() =>
        Errors.AssertArgument("leadingDimension", () => MatrixView.ColumnMajor(Numbers(12).AsSpan(), 4, 3, 3));

    [Fact]
    public void Every_element_of_every_layout_is_where_the_strides_say()
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<double> matrix = new(Dense.Build(4, 6, (i, j) => (10 * i) + j), layout);
            ReadOnlyMatrixView<double> view = matrix.ReadOnly;
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 6; j++)
                {
                    Assert.Equal((10 * i) + j, view[i, j]);
                    Assert.Equal(view[i, j], view.Transposed[j, i]);
                    Assert.Equal(view[i, j], view.Row(i)[j]);
                    Assert.Equal(view[i, j], view.Column(j)[i]);
                }
            }
        }
    }

    [Fact]
    public void A_slice_is_a_window_on_the_same_elements()
    {
        Matrix<double> matrix = new(new ReadOnlyMatrixView<double>(Numbers(20), 4, 5));
        MatrixView<double> slice = matrix.View.Slice(1, 2, 3, 2);
        Assert.Equal((3, 2), (slice.Rows, slice.Columns));
        Assert.Equal(7, slice[0, 0]);
        Assert.Equal(18, slice[2, 1]);

        slice[2, 1] = -1;
        Assert.Equal(-1, matrix[3, 3]);
        Assert.Equal(-1, slice.Transposed.Slice(1, 2, 1, 1)[0, 0]);
    }

    [Fact]
    public void Empty_slices_are_allowed_up_to_the_border()
    {
        MatrixView<double> view = new(Numbers(6), 2, 3);
        Assert.True(view.Slice(2, 3, 0, 0).IsEmpty);
        Assert.True(view.Slice(2, 0, 0, 3).IsEmpty);
        Assert.True(view.Slice(0, 3, 2, 0).IsEmpty);
        Assert.Equal(0, view.Row(1).Slice(3, 0).Length);
    }

    [Theory]
    [InlineData(-1, 0, 1, 1, "row")]
    [InlineData(0, -1, 1, 1, "column")]
    [InlineData(0, 0, -1, 1, "rows")]
    [InlineData(0, 0, 1, -1, "columns")]
    [InlineData(1, 0, 2, 1, "rows")]
    [InlineData(0, 2, 1, 2, "columns")]
    [InlineData(3, 0, 0, 0, "rows")]
    [InlineData(0, 4, 0, 0, "columns")]
    [InlineData(1, 1, int.MaxValue, 1, "rows")]
    [InlineData(1, 1, 1, int.MaxValue, "columns")]
    public void Slices_stay_inside(int row, int column, int rows, int columns, string parameterName)
    {
        Errors.AssertArgument(
            parameterName,
            () => new MatrixView<double>(Numbers(6), 2, 3).Slice(row, column, rows, columns)
        );
        Errors.AssertArgument(
            parameterName,
            () => new ReadOnlyMatrixView<double>(Numbers(6), 2, 3).Slice(row, column, rows, columns)
        );
    }

    [Fact]
    public void Indices_stay_inside()
    {
        foreach ((int row, int column) in new[] { (-1, 0), (0, -1), (2, 0), (0, 3) })
        {
            Assert.Throws<IndexOutOfRangeException>(() => new MatrixView<double>(Numbers(6), 2, 3)[row, column]);
            Assert.Throws<IndexOutOfRangeException>(() =>
                new ReadOnlyMatrixView<double>(Numbers(6), 2, 3)[row, column]
            );
            Assert.Throws<IndexOutOfRangeException>(() => new Matrix<double>(2, 3)[row, column]);
        }
        Errors.AssertArgument("index", () => new MatrixView<double>(Numbers(6), 2, 3).Row(2));
        Errors.AssertArgument("index", () => new MatrixView<double>(Numbers(6), 2, 3).Row(-1));
        Errors.AssertArgument("index", () => new MatrixView<double>(Numbers(6), 2, 3).Column(3));
        Errors.AssertArgument("index", () => new MatrixView<double>(Numbers(6), 2, 3).Column(-1));
        Assert.Throws<IndexOutOfRangeException>(() => new MatrixView<double>(Numbers(6), 2, 3).Row(0)[3]);
        Assert.Throws<IndexOutOfRangeException>(() => new MatrixView<double>(Numbers(6), 2, 3).Row(0)[-1]);
        Errors.AssertArgument("length", () => new MatrixView<double>(Numbers(6), 2, 3).Row(0).Slice(1, 3));
        Errors.AssertArgument("start", () => new MatrixView<double>(Numbers(6), 2, 3).Row(0).Slice(-1, 1));
    }

    [Fact]
    public void The_last_element_lies_inside_the_span()
    {
        Errors.AssertArgument("elements", () => _ = new MatrixView<double>(Numbers(5), 2, 3));
        Errors.AssertArgument("elements", () => _ = new MatrixView<double>(Numbers(8), 2, 3, 6, 1));
        Assert.Equal(8, new MatrixView<double>(Numbers(9), 2, 3, 6, 1)[1, 2]);
        Errors.AssertArgument("elements", () => _ = new ReadOnlyMatrixView<double>(Numbers(10), 2, 3, 1, 5));
        Assert.Equal(11, new ReadOnlyMatrixView<double>(Numbers(12), 2, 3, 1, 5)[1, 2]);

        // Products of sizes and strides that overflow 32 and 64 bits.
        Errors.AssertArgument("elements", () => _ = new ReadOnlyMatrixView<double>(Numbers(9), 1 << 16, 1 << 16));
        Errors.AssertArgument(
            "elements",
            () => _ = new ReadOnlyMatrixView<double>(Numbers(9), int.MaxValue, 2, nint.MaxValue, nint.MaxValue)
        );
    }

    [Fact]
    public void Sizes_and_strides_are_not_negative()
    {
        Errors.AssertArgument("rows", () => _ = new MatrixView<double>(Numbers(6), -1, 3));
        Errors.AssertArgument("columns", () => _ = new MatrixView<double>(Numbers(6), 2, -3));
        Errors.AssertArgument("rowStride", () => _ = new MatrixView<double>(Numbers(6), 2, 3, -3, 1));
        Errors.AssertArgument("columnStride", () => _ = new ReadOnlyMatrixView<double>(Numbers(6), 2, 3, 3, -1));
        Errors.AssertArgument("rows", () => _ = new ReadOnlyMatrixView<double>(Numbers(6), int.MinValue, 1, 0, 1));
        Errors.AssertArgument("columns", () => _ = new MatrixView<double>(Numbers(6), 1, int.MinValue, 1, 0));
        Errors.AssertArgument("rows", () => _ = new Matrix<double>(-1, 3));
        Errors.AssertArgument("columns", () => _ = new Matrix<double>(1, -3));
    }

    [Theory]
    [InlineData(2, 3, 0, 1)]
    [InlineData(2, 3, 3, 0)]
    [InlineData(2, 3, 1, 1)]
    [InlineData(2, 3, 2, 1)]
    [InlineData(3, 2, 1, 2)]
    [InlineData(2, 2, 1, 1)]
    public void A_view_whose_elements_share_places_can_be_read_but_not_written(
        int rows,
        int columns,
        int rowStride,
        int columnStride
    )
    {
        Errors.AssertArgument(
            "rowStride",
            () => _ = new MatrixView<double>(Numbers(20), rows, columns, rowStride, columnStride)
        );
        Assert.Equal(
            rowStride + columnStride,
            new ReadOnlyMatrixView<double>(Numbers(20), rows, columns, rowStride, columnStride)[1, 1]
        );
    }

    [Theory]
    [InlineData(1, 3, 0, 1)]
    [InlineData(3, 1, 1, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 5, 0, 0)]
    [InlineData(2, 3, 3, 1)]
    [InlineData(2, 3, 1, 2)]
    [InlineData(2, 3, 2, 4)]
    public void A_view_whose_elements_are_distinct_can_be_written(
        int rows,
        int columns,
        int rowStride,
        int columnStride
    )
    {
        double[] elements = new double[20];
        new MatrixView<double>(elements, rows, columns, rowStride, columnStride).Fill(1);
        Assert.Equal(rows * columns, elements.Sum());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    public void Empty_views_need_no_elements(int rows, int columns)
    {
        MatrixView<double> view = new([], rows, columns);
        Assert.True(view.IsEmpty);
        Assert.Equal((columns, rows), (view.Transposed.Rows, view.Transposed.Columns));
        view.Fill(1);
        view.CopyTo(new Matrix<double>(rows, columns));
        Assert.Equal(0, new Matrix<double>(view).Elements.Length);
    }

    [Property(MaxTest = 300)]
    public void Copies_keep_the_elements_and_touch_nothing_else(Length rows, Length columns, Layout from, Layout to)
    {
        Dense values = Dense.Build(rows, columns, (i, j) => (100 * i) + j);
        GuardedMatrix<float> source = new(values, from);
        GuardedMatrix<float> destination = new(rows, columns, to);
        source.ReadOnly.CopyTo(destination.View);
        Assert.Equal(0, (destination.ToDense() - values).MaxNorm());
        destination.AssertPaddingIntact("copied");
        source.AssertUnchanged("copied");

        destination.View.Fill(3);
        Assert.Equal(0, (destination.ToDense() - Dense.Build(rows, columns, (_, _) => 3)).MaxNorm());
        destination.AssertPaddingIntact("filled");
    }

    [Fact]
    public void Copies_ask_for_equal_shapes()
    {
        Errors.AssertArgument("destination", () => new Matrix<float>(2, 3).View.CopyTo(new Matrix<float>(3, 2)));
        Errors.AssertArgument("destination", () => new Matrix<float>(2, 3).View.Row(0).CopyTo(new float[2].AsSpan()));
    }

    [Fact]
    public unsafe void A_pointer_gives_the_same_view()
    {
        double[] elements = Numbers(12);
        fixed (double* pointer = elements)
        {
            MatrixView<double> view = new(pointer, 2, 3, 1, 4);
            Assert.Equal(9, view[1, 2]);
            Assert.Equal(9, new ReadOnlyMatrixView<double>(pointer, 2, 3, 1, 4)[1, 2]);
        }
        Assert.Throws<ArgumentNullException>(() => _ = new MatrixView<double>((double*)null, 2, 3, 3, 1));
        Assert.True(new MatrixView<double>((double*)null, 0, 3, 3, 1).IsEmpty);
    }

    [Fact]
    public void Views_allocate_nothing()
    {
        double[] elements = Numbers(30);
        double[] other = new double[30];
        Allocations.AssertNone(() =>
        {
            MatrixView<double> view = new MatrixView<double>(elements, 5, 6).Transposed.Slice(1, 1, 4, 3);
            view.CopyTo(new(other, 4, 3));
            view.Row(1).CopyTo(view.Row(2));
        });
    }
}
