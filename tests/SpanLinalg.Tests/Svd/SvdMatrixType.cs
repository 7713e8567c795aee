using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>The kinds of matrix on which LAPACK tests its SVD (dchkbd, ddrvbd).</summary>
public enum SvdMatrixType
{
    Zero,
    Identity,

    /// <summary>Singular values from 1 to ε in equal steps.</summary>
    Even,

    /// <summary>Singular values from 1 to ε by equal factors.</summary>
    Geometric,

    /// <summary>One singular value 1, all others ε.</summary>
    Clustered,

    /// <summary>All singular values 1 but one, ε.</summary>
    ClusteredAtTop,

    /// <summary>Half of the singular values exactly 0.</summary>
    RankDeficient,

    /// <summary>Elements uniform in (−1, 1).</summary>
    Uniform,

    /// <summary>Even, times the root of the smallest number.</summary>
    EvenTimesRootOfUnderflow,

    /// <summary>Geometric, times the root of the largest number.</summary>
    GeometricTimesRootOfOverflow,

    /// <summary>Clustered, times the root of the largest number.</summary>
    ClusteredTimesRootOfOverflow,

    /// <summary>Even, times nearly the smallest number.</summary>
    NearUnderflow,

    /// <summary>Even, times nearly the largest number.</summary>
    NearOverflow,
}

internal static class SvdMatrixTypes
{
    public static readonly SvdMatrixType[] All = Enum.GetValues<SvdMatrixType>();

    public static Dense Create<T>(this LapackCase<SvdMatrixType> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int columns, Random random) = (matrix.Rows, matrix.Columns, new(matrix.Seed));
        double condition = 1 / Format<T>.Spacing;
        double underflow = Format<T>.SafeMinimum;
        return matrix.Type switch
        {
            SvdMatrixType.Zero => new Dense(rows, columns),
            SvdMatrixType.Identity => Dense.Diagonal(rows, columns, Spectrum.Even.Values(Math.Min(rows, columns), 1)),
            SvdMatrixType.Even => Full(Spectrum.Even),
            SvdMatrixType.Geometric => Full(Spectrum.Geometric),
            SvdMatrixType.Clustered => Full(Spectrum.ClusteredAtBottom),
            SvdMatrixType.ClusteredAtTop => Full(Spectrum.ClusteredAtTop),
            SvdMatrixType.RankDeficient => Full(Spectrum.RankDeficient),
            SvdMatrixType.Uniform => RandomMatrix.Uniform(random, rows, columns),
            SvdMatrixType.EvenTimesRootOfUnderflow => Math.Sqrt(underflow) * Full(Spectrum.Even),
            SvdMatrixType.GeometricTimesRootOfOverflow => 1 / Math.Sqrt(underflow) * Full(Spectrum.Geometric),
            SvdMatrixType.ClusteredTimesRootOfOverflow => 1 / Math.Sqrt(underflow) * Full(Spectrum.ClusteredAtBottom),
            SvdMatrixType.NearUnderflow => underflow / Format<T>.Spacing * Full(Spectrum.Even),
            SvdMatrixType.NearOverflow => Format<T>.Spacing / underflow * Full(Spectrum.Even),
            _ => throw new ArgumentOutOfRangeException(nameof(matrix)),
        };

        Dense Full(Spectrum spectrum) =>
            RandomMatrix.WithSingularValues(random, rows, columns, spectrum.Values(Math.Min(rows, columns), condition));
    }
}
