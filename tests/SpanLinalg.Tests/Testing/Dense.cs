using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>The plainest possible matrix, in double precision: the checks must not depend on what they check.</summary>
internal sealed class Dense(int rows, int columns)
{
    private readonly double[] values = new double[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public ref double this[int row, int column] => ref values[(row * columns) + column];

    public Span<double> Row(int row) => values.AsSpan(row * columns, columns);

    public static Dense From<T>(ReadOnlyMatrixView<T> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dense result = new(source.Rows, source.Columns);
        for (int i = 0; i < source.Rows; i++)
        {
            for (int j = 0; j < source.Columns; j++)
            {
                result[i, j] = Format<T>.ToDouble(source[i, j]);
            }
        }
        return result;
    }

    public static Dense Build(int rows, int columns, Func<int, int, double> element)
    {
        Dense result = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = element(i, j);
            }
        }
        return result;
    }

    public static Dense Identity(int n) => Diagonal(n, n, Enumerable.Repeat(1.0, n).ToArray());

    public static Dense Diagonal(int rows, int columns, ReadOnlySpan<double> diagonal)
    {
        Dense result = new(rows, columns);
        for (int i = 0; i < Math.Min(rows, columns); i++)
        {
            result[i, i] = diagonal[i];
        }
        return result;
    }

    public Dense Transposed => Build(columns, rows, (i, j) => this[j, i]);

    public static Dense operator *(Dense a, Dense b)
    {
        Assert.Equal(a.Columns, b.Rows);
        Dense c = new(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            Span<double> row = c.Row(i);
            for (int p = 0; p < a.Columns; p++)
            {
                double factor = a[i, p];
                ReadOnlySpan<double> other = b.Row(p);
                for (int j = 0; j < row.Length && j < other.Length; j++)
                {
                    row[j] += factor * other[j];
                }
            }
        }
        return c;
    }

    public static Dense operator *(double factor, Dense a) => Build(a.Rows, a.Columns, (i, j) => factor * a[i, j]);

    public static Dense operator +(Dense a, Dense b) => Build(a.Rows, a.Columns, (i, j) => a[i, j] + b[i, j]);

    public static Dense operator -(Dense a, Dense b) => Build(a.Rows, a.Columns, (i, j) => a[i, j] - b[i, j]);

    public Dense Slice(int row, int column, int height, int width) =>
        Build(height, width, (i, j) => this[row + i, column + j]);

    /// <summary>What lies on and above the diagonal.</summary>
    public Dense UpperTriangle() => Build(rows, columns, (i, j) => i <= j ? this[i, j] : 0);

    /// <summary>The largest column sum of magnitudes; NaN if an element is.</summary>
    public double OneNorm()
    {
        double norm = 0;
        double[] sums = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                sums[j] += Math.Abs(this[i, j]);
            }
        }
        foreach (double sum in sums)
        {
            norm = Math.Max(norm, sum);
        }
        return norm;
    }

    /// <summary>A power of two that keeps checks of matrices near the largest number within the format.</summary>
    public double ScaleForChecks() => MaxNorm() > Math.ScaleB(1, 110) ? Math.ScaleB(1, -100) : 1;

    /// <summary>The largest magnitude; NaN if an element is.</summary>
    public double MaxNorm()
    {
        double norm = 0;
        foreach (double value in values)
        {
            norm = Math.Max(norm, Math.Abs(value));
        }
        return norm;
    }

    /// <summary>Rows in brackets, every digit: what a counterexample is printed with.</summary>
    public override string ToString() =>
        $"[{string.Join("; ", Enumerable.Range(0, rows).Select(i => string.Join(", ", Row(i).ToArray())))}]";
}
