using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdDegenerateDoubleTests : SvdDegenerateTests<double, ProviderUnderTest>;

public sealed class SvdDegenerateSingleTests : SvdDegenerateTests<float, ProviderUnderTest>;

/// <summary>Where a matrix has exact zeros.</summary>
public enum Zeros
{
    Above,
    Below,
    Left,
    Right,
    EveryOther,
    FirstBlock,
    DiagonalBlocks,
    BelowDiagonal,
    UpToDiagonal,
    AllButACross,
}

/// <summary>Matrices that are nearly nothing, nearly too large, graded, or full of equal elements and zeros.</summary>
public abstract class SvdDegenerateTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    [Property]
    public void Denormal_elements(MatrixCase matrix)
    {
        // The ratio has a denormal's absolute error in it; a million of them leave twenty bits.
        GuardedMatrix<T> a = new(1e6 * Format<T>.Denormal * matrix.Values(), matrix.Layout);
        GuardedSvd<T, TProvider> svd = GuardedSvd<T, TProvider>.Thin(a, Layout.RowMajor, $"{matrix}");
        double[] scaled = GuardedSvd<T, TProvider>.Values(new(1 / Format<T>.SafeMinimum * a.ToDense()));
        for (int i = 0; i < scaled.Length; i++)
        {
            double expected = scaled[i] * Format<T>.SafeMinimum;
            double tolerance = (100 * Format<T>.Spacing * scaled[0] * Format<T>.SafeMinimum) + Format<T>.Denormal;
            Assert.True(Math.Abs(svd.S[i] - expected) <= tolerance, $"value {i} is {svd.S[i]}, should be {expected}");
        }
        double ratio = Ratios.Orthogonality(svd.U, matrix.Rows, Format<T>.Spacing);
        Ratios.AssertBelow(Ratios.SvdThreshold, ratio, "‖I − UᵀU‖", $"{matrix}");
    }

    [Fact]
    public void The_smallest_number_and_the_largest()
    {
        foreach (
            double value in new[] { Format<T>.Denormal, Format<T>.SafeMinimum, Format<T>.Largest, -Format<T>.Largest }
        )
        {
            GuardedMatrix<T> a = new(Dense.Build(1, 1, (_, _) => value));
            GuardedSvd<T, TProvider> svd = GuardedSvd<T, TProvider>.Thin(a, Layout.RowMajor);
            Assert.Equal(Math.Abs(value), svd.S[0]);
            Assert.Equal(Math.Sign(value), svd.U[0, 0] * svd.Vt[0, 0]);

            GuardedMatrix<T> diagonal = new(Dense.Diagonal(3, 3, [value, 0, value]));
            svd = GuardedSvd<T, TProvider>.Thin(diagonal, Layout.RowMajor);
            Assert.Equal([Math.Abs(value), Math.Abs(value), 0], svd.S);
        }
    }

    [Property]
    public void Zeros_with_a_sign_give_zeros_without_one(Length rows, Length columns, Layout layout)
    {
        GuardedMatrix<T> a = new(Dense.Build(rows, columns, (_, _) => -0.0), layout);
        GuardedSvd<T, TProvider>.Thin(a, layout).AssertAccepted("thin");
        GuardedSvd<T, TProvider>.AssertOrdered(GuardedSvd<T, TProvider>.Values(a), "values");
    }

    [Property(EndSize = 100)]
    public void Equal_elements_have_rank_one(Length rows, Length columns, Layout layout)
    {
        GuardedMatrix<T> a = new(Dense.Build(rows, columns, (_, _) => 3), layout);
        GuardedSvd<T, TProvider> svd = GuardedSvd<T, TProvider>.Thin(a, layout);
        svd.AssertAccepted("thin");
        double norm = 3 * Math.Sqrt(rows * columns);
        for (int i = 0; i < svd.S.Length; i++)
        {
            double expected = i == 0 ? norm : 0;
            Assert.True(Math.Abs(svd.S[i] - expected) <= 20 * norm * Format<T>.Spacing, $"value {i} is {svd.S[i]}");
        }
    }

    /// <summary>Whole blocks of exact zeros are where other libraries are known to fail.</summary>
    [Property(EndSize = 70, MaxTest = 100)]
    public void Zero_rows_and_columns_in_every_place(MatrixCase matrix, Zeros zeros)
    {
        Dense values = matrix.Values();
        GuardedMatrix<T> a = new(
            Dense.Build(matrix.Rows, matrix.Columns, (i, j) => IsZero(i, j) ? 0 : values[i, j]),
            matrix.Layout
        );
        GuardedSvd<T, TProvider>.Thin(a, Layout.RowMajor).AssertAccepted("thin");
        GuardedSvd<T, TProvider>.Full(a, Layout.RowMajor).AssertAccepted("full");

        bool IsZero(int i, int j) =>
            zeros switch
            {
                Zeros.Above => i < matrix.Rows / 3,
                Zeros.Below => i > matrix.Rows / 2,
                Zeros.Left => j < matrix.Columns / 3,
                Zeros.Right => j > matrix.Columns / 2,
                Zeros.EveryOther => i % 2 == 0 || j % 2 == 1,
                Zeros.FirstBlock => i < matrix.Rows / 2 && j < matrix.Columns / 2,
                Zeros.DiagonalBlocks => (i < matrix.Rows / 2) == (j < matrix.Columns / 2),
                Zeros.BelowDiagonal => i > j,
                Zeros.UpToDiagonal => i <= j,
                Zeros.AllButACross => i != matrix.Rows / 2 && j != matrix.Columns / 2,
                _ => throw new ArgumentOutOfRangeException(nameof(zeros)),
            };
    }

    [Property(EndSize = 30)]
    public void Graded_matrices(MatrixCase matrix, Grading grading) =>
        GuardedSvd<T, TProvider>
            .Thin(new(grading.Of(matrix.Values()), matrix.Layout), Layout.RowMajor)
            .AssertAccepted($"{matrix}, {grading}");

    [Fact]
    public void Hilbert_and_Vandermonde_matrices()
    {
        for (int n = 1; n <= 20; n++)
        {
            Dense hilbert = Dense.Build(n, n, (i, j) => 1.0 / (i + j + 1));
            GuardedSvd<T, TProvider>.Thin(new(hilbert), Layout.RowMajor).AssertAccepted($"Hilbert {n}");
            Dense vandermonde = Dense.Build(n, n, (i, j) => Math.Pow((i + 1.0) / n, j));
            GuardedSvd<T, TProvider>.Thin(new(vandermonde), Layout.RowMajor).AssertAccepted($"Vandermonde {n}");
        }
    }

    [Property(EndSize = 100, MaxTest = 30)]
    public void Orthogonal_matrices_have_nothing_but_ones(Length n, int seed)
    {
        GuardedMatrix<T> q = new(RandomMatrix.Orthogonal(new Random(seed), n));
        GuardedSvd<T, TProvider> svd = GuardedSvd<T, TProvider>.Thin(q, Layout.RowMajor);
        svd.AssertAccepted("orthogonal");
        Assert.All(svd.S, value => Assert.True(Math.Abs(value - 1) <= 20 * n * Format<T>.Spacing, $"{value}"));

        // Permutations are orthogonal without any rounding.
        GuardedMatrix<T> permutation = new(Dense.Build(n, n, (i, j) => (i + (n / 3) + 1) % n == j ? 1 : 0));
        svd = GuardedSvd<T, TProvider>.Thin(permutation, Layout.RowMajor);
        svd.AssertAccepted("permutation");
        Assert.All(svd.S, value => Assert.True(Math.Abs(value - 1) <= 20 * Format<T>.Spacing, $"{value}"));
    }
}
