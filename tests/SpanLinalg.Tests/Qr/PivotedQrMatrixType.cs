using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// The kinds of matrix on which LAPACK tests its QR with column pivoting (dchkq3, dchkqp3rk), and some more.
/// </summary>
public enum PivotedQrMatrixType
{
    Zero,

    /// <summary>All singular values 1 but one, ε.</summary>
    OneSmallValue,

    /// <summary>Singular values from 1 to ε by equal factors.</summary>
    Geometric,

    /// <summary>Zero columns in the first half.</summary>
    ZeroFirst,

    /// <summary>Zero columns in the middle.</summary>
    ZeroMiddle,

    /// <summary>Zero columns in the second half.</summary>
    ZeroLast,

    /// <summary>Every second column zero.</summary>
    ZeroOdd,

    /// <summary>Condition 2.</summary>
    WellConditioned,

    /// <summary>Well-conditioned with a norm a little above the smallest number.</summary>
    NearUnderflow,

    /// <summary>Well-conditioned with a norm a little below the largest number.</summary>
    NearOverflow,

    /// <summary>Well-conditioned; norms of columns stay within the format, sums of products do not.</summary>
    AtOverflow,

    /// <summary>All columns equal: norms fall to rounding errors in one step.</summary>
    EqualColumns,

    /// <summary>Columns of norms from one limit of the format to the other.</summary>
    GradedColumns,

    /// <summary>Kahan's triangle, on which pivoting finds nothing to exchange and the norms fall slowly.</summary>
    Kahan,
}

internal static class PivotedQrMatrixTypes
{
    public static readonly PivotedQrMatrixType[] All = Enum.GetValues<PivotedQrMatrixType>();

    public static Dense Create<T>(this LapackCase<PivotedQrMatrixType> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int columns, Random random) = (matrix.Rows, matrix.Columns, new(matrix.Seed));
        int rank = Math.Min(rows, columns);
        double small = 0.25 * Format<T>.SafeMinimum / Format<T>.Spacing;
        return matrix.Type switch
        {
            PivotedQrMatrixType.Zero => new Dense(rows, columns),
            PivotedQrMatrixType.OneSmallValue => Full(Spectrum.ClusteredAtTop, 1 / Format<T>.Unit),
            PivotedQrMatrixType.Geometric => Full(Spectrum.Geometric, 1 / Format<T>.Unit),
            PivotedQrMatrixType.ZeroFirst => Without(j => j < columns / 2),
            PivotedQrMatrixType.ZeroMiddle => Without(j => j >= columns / 4 && j < 3 * columns / 4),
            PivotedQrMatrixType.ZeroLast => Without(j => j >= columns / 2),
            PivotedQrMatrixType.ZeroOdd => Without(j => j % 2 == 1),
            PivotedQrMatrixType.WellConditioned => Full(Spectrum.Geometric, 2),
            PivotedQrMatrixType.NearUnderflow => small * Full(Spectrum.Geometric, 2),
            PivotedQrMatrixType.NearOverflow => 1 / small * Full(Spectrum.Geometric, 2),
            PivotedQrMatrixType.AtOverflow => 0.99 * Format<T>.Largest * Full(Spectrum.Geometric, 2),
            PivotedQrMatrixType.EqualColumns => Equal(RandomMatrix.Uniform(random, rows, 1)),
            PivotedQrMatrixType.GradedColumns => Graded(RandomMatrix.Uniform(random, rows, columns)),
            PivotedQrMatrixType.Kahan => Dense.Build(rows, columns, Kahan),
            _ => throw new ArgumentOutOfRangeException(nameof(matrix)),
        };

        Dense Full(Spectrum spectrum, double condition) =>
            RandomMatrix.WithSingularValues(random, rows, columns, spectrum.Values(rank, condition));

        Dense Without(Func<int, bool> isZero)
        {
            Dense full = Full(Spectrum.Geometric, 1e3);
            return Dense.Build(rows, columns, (i, j) => isZero(j) ? 0 : full[i, j]);
        }

        Dense Equal(Dense column) => Dense.Build(rows, columns, (i, _) => column[i, 0]);

        Dense Graded(Dense full)
        {
            double[] exponents = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble())];
            double least = Math.Log2(Format<T>.SafeMinimum) + 10;
            return Dense.Build(rows, columns, (i, j) => full[i, j] * Math.Pow(2, least * exponents[j]));
        }

        static double Kahan(int i, int j)
        {
            const double Sine = 0.95;
            double scale = Math.Pow(Sine, i);
            return i == j ? scale
                : i < j ? -scale * Math.Sqrt(1 - (Sine * Sine))
                : 0;
        }
    }
}
