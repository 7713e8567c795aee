using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>The eight kinds of matrix on which LAPACK tests its QR (dchkqr, dlatb4), and one more.</summary>
public enum QrMatrixType
{
    Diagonal,
    Upper,
    Lower,

    /// <summary>Condition 2.</summary>
    WellConditioned,

    /// <summary>Condition √(0.1/ε).</summary>
    IllConditioned,

    /// <summary>Condition 0.1/ε.</summary>
    NearlySingular,

    /// <summary>Well-conditioned with a norm a little above the smallest number.</summary>
    NearUnderflow,

    /// <summary>Well-conditioned with a norm a little below the largest number.</summary>
    NearOverflow,

    /// <summary>Well-conditioned; norms of columns stay within the format, sums of products do not.</summary>
    AtOverflow,
}

internal static class QrMatrixTypes
{
    public static readonly QrMatrixType[] All = Enum.GetValues<QrMatrixType>();

    public static Dense Create<T>(this LapackCase<QrMatrixType> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int columns, Random random) = (matrix.Rows, matrix.Columns, new(matrix.Seed));
        double worst = 0.1 / Format<T>.Unit;
        double small = 0.25 * Format<T>.SafeMinimum / Format<T>.Spacing;
        return matrix.Type switch
        {
            QrMatrixType.Diagonal => Dense.Diagonal(
                rows,
                columns,
                Spectrum.Geometric.Values(Math.Min(rows, columns), 2)
            ),
            QrMatrixType.Upper => Triangle(random, rows, columns, lower: false),
            QrMatrixType.Lower => Triangle(random, rows, columns, lower: true),
            QrMatrixType.WellConditioned => Full(2),
            QrMatrixType.IllConditioned => Full(Math.Sqrt(worst)),
            QrMatrixType.NearlySingular => Full(worst),
            QrMatrixType.NearUnderflow => small * Full(2),
            QrMatrixType.NearOverflow => 1 / small * Full(2),
            QrMatrixType.AtOverflow => 0.99 * Format<T>.Largest * Full(2),
            _ => throw new ArgumentOutOfRangeException(nameof(matrix)),
        };

        Dense Full(double condition) =>
            RandomMatrix.WithSingularValues(
                random,
                rows,
                columns,
                Spectrum.Geometric.Values(Math.Min(rows, columns), condition)
            );
    }

    private static Dense Triangle(Random random, int rows, int columns, bool lower)
    {
        Dense full = RandomMatrix.Uniform(random, rows, columns);
        return Dense.Build(rows, columns, (i, j) => lower ? (i >= j ? full[i, j] : 0) : (i <= j ? full[i, j] : 0));
    }
}
