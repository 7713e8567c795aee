namespace SpanLinalg.Tests;

/// <summary>Matrices out of rows and arrays, and back.</summary>
public class MatrixConstructionTests
{
    [Fact]
    public void Rows_come_one_below_the_other()
    {
        Matrix<double> matrix = Matrix.FromRows([1.0, 2, 3], [4, 5, 6]);
        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal([1.0, 2, 3, 4, 5, 6], matrix.Elements);
        float[][] rows =
        [
            [1],
            [2],
        ];
        Assert.Equal([1f, 2f], Matrix.FromRows(rows).Elements);
    }

    [Fact]
    public void Rows_may_be_empty_or_missing()
    {
        Matrix<double> none = Matrix.FromRows<double>();
        Assert.Equal((0, 0), (none.Rows, none.Columns));
        double[][] empty =
        [
            [],
            [],
            [],
        ];
        Matrix<double> narrow = Matrix.FromRows(empty);
        Assert.Equal((3, 0), (narrow.Rows, narrow.Columns));
    }

    [Fact]
    public void Ragged_rows_are_refused_by_number()
    {
        double[][] ragged =
        [
            [1, 2],
            [3, 4],
            [5],
        ];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Matrix.FromRows(ragged));
        Assert.Equal("rows", exception.ParamName);
        Assert.Contains("Row 2", exception.Message, StringComparison.Ordinal);

        double[][] missing =
        [
            [1, 2],
            null!,
        ];
        ArgumentNullException none = Assert.Throws<ArgumentNullException>(() => Matrix.FromRows(missing));
        Assert.Equal("rows", none.ParamName);
        Assert.Contains("Row 1", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused()
    {
        double[,] none = null!;
        double[] nothing = null!;
        Errors.AssertArgument("elements", () => _ = new Matrix<double>(none).Rows);
        Errors.AssertArgument("elements", () => Matrix.From(none));
        Errors.AssertArgument("elements", () => none.AsMatrixView());
        Errors.AssertArgument("elements", () => nothing.AsMatrixView(1, 1));
        Errors.AssertArgument("elements", () => Vector(nothing));
        Errors.AssertArgument("elements", () => ReadOnlyVector(nothing));

        static int Vector(VectorView<double> vector) => vector.Length;
        static int ReadOnlyVector(ReadOnlyVectorView<double> vector) => vector.Length;
    }

    [Fact]
    public void A_null_matrix_is_refused_by_the_name_of_the_argument()
    {
        Matrix<double> none = null!;
        Matrix<double> a = new(2, 2);
        Errors.AssertArgument("a", () => Svd.Thin(none));
        Errors.AssertArgument("a", () => Svd.Values(none));
        Errors.AssertArgument("a", () => Qr.Thin(none));
        Errors.AssertArgument("a", () => Qr.Solve(none, new double[2]));
        Errors.AssertArgument("a", () => Gemm.Multiply(none, a));
        Errors.AssertArgument("c", () => Gemm.Multiply(a, a, none));
        Errors.AssertArgument("a", () => _ = none + a);
        Errors.AssertArgument("a", () => _ = none * a);
        Errors.AssertArgument("a", () => _ = -none);
        Errors.AssertArgument("a", () => none.FrobeniusNorm());
    }

    [Fact]
    public void The_identity_has_ones_on_its_diagonal()
    {
        for (int n = 0; n < 5; n++)
        {
            Matrix<float> identity = Matrix.Identity<float>(n);
            Assert.Equal((n, n), (identity.Rows, identity.Columns));
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    Assert.Equal(i == j ? 1 : 0, identity[i, j]);
                }
            }
        }
        Errors.AssertArgument("size", () => Matrix.Identity<double>(-1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    public void An_array_is_viewed_without_a_copy_and_comes_back(int rows, int columns)
    {
        double[,] array = new double[rows, columns];
        MatrixView<double> view = array.AsMatrixView();
        ReadOnlyMatrixView<double> readOnly = array;
        Assert.Equal((rows, columns), (view.Rows, view.Columns));
        Assert.Equal((rows, columns), (readOnly.Rows, readOnly.Columns));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                view[i, j] = (10 * i) + j + 1;
                Assert.Equal((10 * i) + j + 1, array[i, j]);
                Assert.Equal(array[i, j], readOnly[i, j]);
            }
        }

        Matrix<double> copy = new(array);
        Assert.Equal(array, copy.ToArray());
        view.Fill(-1);
        Assert.True(rows * columns == 0 || copy[rows - 1, columns - 1] > 0);
        Assert.Equal(array, view.ToArray());
    }

    [Fact]
    public void Every_layout_becomes_an_array()
    {
        foreach (Layout layout in Layouts.All)
        {
            GuardedMatrix<double> matrix = new(Dense.Build(3, 4, (i, j) => (10 * i) + j), layout);
            double[,] array = matrix.ReadOnly.ToArray();
            Assert.Equal((3, 4), (array.GetLength(0), array.GetLength(1)));
            Assert.Equal(23, array[2, 3]);
            Assert.Equal(10, array[1, 0]);
            matrix.AssertUnchanged();
        }
    }

    [Fact]
    public void Memory_is_viewed_without_a_copy()
    {
        double[] array = [1, 2, 3, 4, 5, 6, 7];
        array.AsMemory(1).AsMatrixView(2, 3)[1, 2] = 70;
        Assert.Equal(70, array[6]);
        Assert.Equal(70, ((ReadOnlyMemory<double>)array.AsMemory(1)).AsMatrixView(2, 3)[1, 2]);
        array.AsMatrixView(2, 3)[0, 0] = 10;
        Assert.Equal(10, array[0]);
        Errors.AssertArgument("elements", () => array.AsMemory(2).AsMatrixView(2, 3));
        Errors.AssertArgument("rows", () => array.AsMatrixView(-1, 3));
    }

    [Fact]
    public void Rows_columns_and_blocks_are_windows()
    {
        Matrix<double> matrix = Matrix.FromRows([1.0, 2, 3], [4, 5, 6]);
        matrix.Row(1)[2] = 60;
        matrix.Column(0)[1] = 40;
        matrix.Slice(0, 1, 2, 2)[0, 1] = 30;
        Assert.Equal([1.0, 2, 30, 40, 5, 60], matrix.Elements);
        Errors.AssertArgument("index", () => matrix.Row(2));
        Errors.AssertArgument("index", () => matrix.Column(3));
        Errors.AssertArgument("rows", () => matrix.Slice(1, 0, 2, 1));
    }
}
