using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A generated matrix with one element that is NaN or infinite.</summary>
public sealed record NonFiniteCase(MatrixCase Matrix, int Row, int Column, double Value)
{
    private static readonly double[] Values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    public static Arbitrary<NonFiniteCase> Arbitrary() =>
        Arb.From(
            from drawn in MatrixCase.Arbitrary().Generator
            let matrix = drawn with
            {
                Rows = Math.Max(drawn.Rows, 1),
                Columns = Math.Max(drawn.Columns, 1),
            }
            from row in Gen.Choose(0, matrix.Rows - 1)
            from column in Gen.Choose(0, matrix.Columns - 1)
            from value in Gen.Elements(Values)
            select new NonFiniteCase(matrix, row, column, value),
            input =>
                [
                    .. input
                        .Matrix.Shrink()
                        .Where(matrix => input.Row < matrix.Rows && input.Column < matrix.Columns)
                        .Select(matrix => input with { Matrix = matrix }),
                    .. input.Row.Toward(0).Select(row => input with { Row = row }),
                    .. input.Column.Toward(0).Select(column => input with { Column = column }),
                    .. input.Value.Before(Values).Select(value => input with { Value = value }),
                ]
        );

    /// <summary>The smaller side of the matrix, which has one element or more.</summary>
    internal int Smaller => Math.Min(Matrix.Rows, Matrix.Columns);

    internal GuardedMatrix<T> Create<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dense values = Matrix.Values();
        values[Row, Column] = Value;
        return new(values, Matrix.Layout);
    }

    public override string ToString() => $"{Matrix}, but {Value} at ({Row}, {Column})";
}
