using System.Globalization;

namespace SpanLinalg.Tests;

/// <summary>Matrices as people read them.</summary>
public class MatrixTextTests
{
    private static Matrix<double> Count(int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        for (int i = 0; i < matrix.Elements.Length; i++)
        {
            matrix.Elements[i] = i;
        }
        return matrix;
    }

    [Fact]
    public void Decimal_points_stand_below_one_another()
    {
        Matrix<double> matrix = Matrix.FromRows([1.0, -0.5, 1e-20], [100.25, 2, double.NaN]);
        Assert.Equal("  1     -0.5    1E-20\n100.25   2    NaN", matrix.ToString());
        Assert.Equal(matrix.ToString(), matrix.View.ToString());
    }

    [Fact]
    public void Integers_and_single_precision_have_a_text_too()
    {
        Assert.Equal(" 1  20\n30   4", Matrix.FromRows([1, 20], [30, 4]).ToString());
        Assert.Equal("0.1", Matrix.FromRows([0.1f]).ToString());
    }

    [Fact]
    public void The_middle_of_a_large_matrix_is_left_out()
    {
        string[] lines = Count(100, 13).ToString().Split('\n');
        Assert.Equal(14, lines.Length);
        Assert.Equal("(100×13)", lines[^1]);
        Assert.Contains("⋮", lines[6], StringComparison.Ordinal);
        Assert.Contains("…", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("1299", lines[12], StringComparison.Ordinal);
        Assert.Equal(13, lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(12, Count(12, 12).ToString().Split('\n').Length);
    }

    [Fact]
    public void An_empty_matrix_is_its_size()
    {
        Assert.Equal("0×3", new Matrix<double>(0, 3).ToString());
        Assert.Equal("3×0", new Matrix<double>(3, 0).ToString());
    }

    [Fact]
    public void A_vector_is_a_line()
    {
        VectorView<double> vector = new([1, 2, 3, 4, 5], 3, 2);
        Assert.Equal("1  3  5", vector.ToString());
        Assert.Equal("1  3  5", ((ReadOnlyVectorView<double>)vector).ToString());
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("0.5", Matrix.FromRows([0.5]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_debugger_shows_size_and_numbers()
    {
        Assert.Equal("2×2 [0 1; 2 3]", MatrixText.OneLine<double>(Count(2, 2)));
        Assert.Equal("0×0 []", MatrixText.OneLine<double>(Count(0, 0)));
        string large = MatrixText.OneLine<double>(Count(50, 10));
        Assert.StartsWith("50×10 [0 1 2", large, StringComparison.Ordinal);
        Assert.EndsWith("22 23 …]", large, StringComparison.Ordinal);
    }
}
