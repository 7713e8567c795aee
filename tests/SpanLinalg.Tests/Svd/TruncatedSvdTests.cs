using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

public sealed class TruncatedSvdDoubleTests : TruncatedSvdTests<double>;

public sealed class TruncatedSvdSingleTests : TruncatedSvdTests<float>;

/// <summary>A matrix, the rank it is cut down to, more often a small one, and how.</summary>
public sealed record TruncatedCase(MatrixCase Matrix, int Rank, TruncatedSvdOptions Options)
{
    public static Arbitrary<TruncatedCase> Arbitrary() =>
        Arb.From(
            from matrix in MatrixCase.Arbitrary().Generator
            from rank in Gen.Choose(0, Math.Min(matrix.Rows, matrix.Columns))
            from small in Gen.Elements(false, true, true)
            from oversampling in Gen.Elements(0, 2, 5, 10)
            from powerIterations in Gen.Elements<int?>(null, 0, 1, 3)
            select new TruncatedCase(
                matrix,
                small ? Math.Min(rank, 1 + (rank / 4)) : rank,
                new()
                {
                    Oversampling = oversampling,
                    PowerIterations = powerIterations,
                    Seed = (ulong)matrix.Seed,
                }
            ),
            drawn =>
                [
                    .. drawn.Rank.Toward(0).Select(rank => drawn with { Rank = rank }),
                    .. drawn
                        .Matrix.Shrink()
                        .Where(matrix => Math.Min(matrix.Rows, matrix.Columns) >= drawn.Rank)
                        .Select(matrix => drawn with { Matrix = matrix }),
                ]
        );
}

/// <summary>
/// What theory says of the randomised decomposition, over generated shapes, layouts, spectra and ranks.
/// </summary>
[Properties(Arbitrary = [typeof(TruncatedCase)])]
public abstract class TruncatedSvdTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static double Rounding(int size) => 20 * (size + 5) * Format<T>.Spacing;

    private static GuardedMatrix<T> Decaying(int rows, int columns, double factor, int seed, Layout layout = default) =>
        new(
            RandomMatrix.WithSingularValues(
                new Random(seed),
                rows,
                columns,
                [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(j => Math.Pow(factor, j))]
            ),
            layout
        );

    [Property(MaxTest = 120)]
    public void Factors_are_orthonormal_and_the_certificate_is_true(TruncatedCase drawn) =>
        new GuardedTruncatedSvd<T>(
            drawn.Matrix.Create<T>(),
            drawn.Rank,
            drawn.Matrix.Layout,
            drawn.Options
        ).AssertSound($"{drawn}", leastShare: 0);

    [Property]
    public void No_value_exceeds_the_true_one_and_no_error_undercuts_the_best(TruncatedCase drawn)
    {
        // The computed values are those of QᵀA (interlacing), the error is that of a matrix of rank r (Eckart and
        // Young).
        double[] sigma = drawn.Matrix.SingularValues();
        GuardedTruncatedSvd<T> svd = new(drawn.Matrix.Create<T>(), drawn.Rank, options: drawn.Options);
        double rounding = sigma.Length == 0 ? 0 : 2 * Rounding(sigma.Length) * sigma[0];
        for (int j = 0; j < drawn.Rank; j++)
        {
            Assert.True(svd.S[j] <= sigma[j] + rounding, $"{drawn}: value {j} is {svd.S[j]} of {sigma[j]}");
        }
        Assert.True(Norms.Frobenius(svd.Residual) >= Tail(sigma, drawn.Rank) - rounding, $"{drawn}");
    }

    [Property(MaxTest = 40, EndSize = 200)]
    public void A_matrix_of_just_that_rank_is_found_exactly(MatrixCase matrix, Length rank)
    {
        // The singular values beyond the rank are zero; those up to it fall to a tenth, so that all can be found.
        int size = Math.Min(matrix.Rows, matrix.Columns);
        int r = Math.Min(rank, size);
        double[] sigma = [.. Spectrum.Even.Values(r, 10), .. new double[size - r]];
        Dense product = RandomMatrix.WithSingularValues(new(matrix.Seed), matrix.Rows, matrix.Columns, sigma);
        GuardedTruncatedSvd<T> svd = new(new(product, matrix.Layout), r);
        svd.AssertSound("of the rank", leastShare: 0);
        double ratio = Ratios.Relative(svd.Residual, svd.A, Math.Max(matrix.Rows, matrix.Columns), Format<T>.Spacing);
        Ratios.AssertBelow(Ratios.SvdThreshold, ratio, "‖A − USVᵀ‖", "of the rank");

        // More than there is: zeros, with orthonormal vectors all the same.
        int more = Math.Min(r + 2, size);
        GuardedTruncatedSvd<T> longer = new(new(product), more, Layout.StridedRows);
        longer.AssertSound("of a higher rank", leastShare: 0);
        for (int j = r; j < more; j++)
        {
            Assert.True(longer.S[j] <= Rounding(Math.Max(matrix.Rows, matrix.Columns)) * longer.S[0], $"{longer.S[j]}");
        }
    }

    [Fact]
    public void The_mean_error_keeps_to_the_bound_of_Halko_Martinsson_and_Tropp()
    {
        // Theorem 10.5 is about the basis of all k + p columns without power iterations; asked for as the rank, they
        // are what QQᵀA is.
        foreach ((double factor, int k, int p) in new[] { (0.9, 10, 5), (0.7, 5, 5), (0.98, 10, 10), (1.0, 10, 4) })
        {
            const int draws = 20;
            GuardedMatrix<T> a = Decaying(90, 70, factor, seed: 1);
            double[] sigma = [.. Enumerable.Range(0, 70).Select(j => Math.Pow(factor, j))];
            double mean = Enumerable
                .Range(0, draws)
                .Select(seed => new TruncatedSvdOptions
                {
                    Oversampling = 0,
                    PowerIterations = 0,
                    Seed = (ulong)seed,
                })
                .Average(options => Norms.Frobenius(new GuardedTruncatedSvd<T>(a, k + p, options: options).Residual));
            double bound = Math.Sqrt(1 + (k / (p - 1.0))) * Tail(sigma, k);

            // The mean of twenty draws scatters by far less than the tenth that is allowed.
            Assert.True(mean <= 1.1 * bound, $"factor {factor}: {mean} on average, the bound is {bound}");
            Assert.True(
                mean >= Tail(sigma, k + p) * (1 - Rounding(70)),
                $"factor {factor}: {mean}, better than the best"
            );
        }
    }

    [Fact]
    public void On_a_decaying_spectrum_the_error_is_nearly_the_best_and_the_values_are_those_of_the_whole()
    {
        foreach (
            (int m, int n, int rank, double factor) in new[]
            {
                (80, 60, 8, 0.7),
                (60, 80, 20, 0.8),
                (150, 150, 10, 0.6),
            }
        )
        {
            foreach (int seed in Enumerable.Range(0, 4))
            {
                string context = $"{m}×{n}, rank {rank}, factor {factor}, seed {seed}";
                GuardedMatrix<T> a = Decaying(m, n, factor, seed, Layouts.Cycle(seed + 1));
                GuardedTruncatedSvd<T> svd = new(a, rank, options: new() { Seed = (ulong)seed });
                svd.AssertSound(context);
                double[] sigma = GuardedSvd<T, ProviderUnderTest>.Values(a);
                double rounding = Rounding(Math.Max(m, n)) * sigma[0];
                for (int j = 0; j < rank; j++)
                {
                    // A value is wrong by the square of the angle to its vector, which is (σ₍ₗ₊₁₎/σⱼ)^(2q+1) times what
                    // chance makes of it.
                    double angle = 100 * Math.Pow(Math.Pow(factor, rank + 10 - j), 5);
                    double tolerance = (angle * angle * sigma[j]) + rounding;
                    Assert.True(
                        Math.Abs(svd.S[j] - sigma[j]) <= tolerance,
                        $"{context}: value {j} is {svd.S[j]}, should be {sigma[j]} within {tolerance}"
                    );
                }
                double error = Norms.Frobenius(svd.Residual);
                double best = Tail(sigma, rank);
                Assert.True(error <= (1.001 * best) + rounding, $"{context}: {error}, the best is {best}");
            }
        }
    }

    [Fact]
    public void Power_iterations_help_where_the_spectrum_hardly_falls()
    {
        GuardedMatrix<T> a = Decaying(120, 100, 0.97, seed: 5);
        double[] errors =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(q =>
                    Norms.Frobenius(new GuardedTruncatedSvd<T>(a, 10, options: new() { PowerIterations = q }).Residual)
                ),
        ];
        for (int q = 1; q < errors.Length; q++)
        {
            Assert.True(errors[q] < errors[q - 1], $"{q} power iterations: {errors[q]} after {errors[q - 1]}");
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_others()
    {
        GuardedMatrix<T> a = Decaying(70, 50, 0.95, seed: 3);
        TruncatedSvdOptions options = new() { Seed = 7 };
        TruncatedSvdFactors<T> first = Svd.Truncated(a.ReadOnly, 6, options);
        TruncatedSvdFactors<T> again = Svd.Truncated(a.ReadOnly, 6, options with { });
        Assert.True(Bits.Equal<T>(first.U, again.U) && Bits.Equal<T>(first.Vt, again.Vt));
        Assert.True(Bits.Equal<T>(first.S, again.S));
        Assert.Equal(first.Error, again.Error);
        Assert.False(Bits.Equal<T>(first.U, Svd.Truncated(a.ReadOnly, 6, options with { Seed = 8 }).U));
    }

    [Fact]
    public void All_widths_and_layouts_agree()
    {
        foreach ((int m, int n) in new[] { (70, 50), (50, 70), (12, 9) })
        {
            Dense values = Decaying(m, n, 0.8, seed: 4).ToDense();
            GuardedTruncatedSvd<T> expected = new(new(values), 6);
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
            {
                foreach (Layout layout in Layouts.All)
                {
                    GuardedTruncatedSvd<T> svd = new(new(values, layout), 6, layout, provider: new(width));
                    svd.AssertSound($"{width} {layout}");
                    double difference = (svd.Residual - expected.Residual).MaxNorm();

                    // The angles between what is kept and what is cut, 0.8⁵ and 0.8⁶ apart, grow with the inverse of
                    // that distance.
                    Assert.True(difference <= 20 * Rounding(70), $"{m}×{n} {width} {layout}: {difference}");
                }
            }
        }
    }

    [Fact]
    public void Elements_near_the_limits_of_the_format()
    {
        foreach ((int m, int n) in new[] { (50, 40), (40, 50), (8, 6) })
        {
            Dense values = Decaying(m, n, 0.7, seed: 6).ToDense();
            double scale = 1 / values.MaxNorm();
            GuardedTruncatedSvd<T> ordinary = new(new(scale * values), 4);
            foreach (double size in new[] { Format<T>.Largest / 64, 4 * Format<T>.SafeMinimum / Format<T>.Spacing })
            {
                // Powers of two, so that nothing but the exponents differs.
                double factor = Math.ScaleB(1, Math.ILogB(size));
                GuardedTruncatedSvd<T> svd = new(new(factor * ordinary.A, Layout.PaddedColumns), 4);
                svd.AssertSound($"{m}×{n} of {factor}", factor);
                for (int j = 0; j < 4; j++)
                {
                    double difference = Math.Abs((svd.S[j] / factor) - ordinary.S[j]);
                    Assert.True(difference <= Rounding(50) * ordinary.S[0], $"{m}×{n} of {factor}: {difference}");
                }
            }
        }
    }

    [Fact]
    public void Denormal_elements_still_give_orthonormal_vectors()
    {
        Dense values = 1e4 * Format<T>.Denormal * RandomMatrix.Uniform(new Random(2), 40, 30);
        GuardedTruncatedSvd<T> svd = new(new(values), 5);
        Ratios.AssertBelow(50, Ratios.Orthogonality(svd.U, 40, Format<T>.Spacing), "‖I − UᵀU‖", "denormal");
        Ratios.AssertBelow(50, Ratios.Orthogonality(svd.Vt.Transposed, 30, Format<T>.Spacing), "‖I − VVᵀ‖", "denormal");
        Assert.True(svd.S[4] > 0 && svd.Spectral > 0 && svd.Frobenius >= svd.Spectral);
    }

    [Fact]
    public void Zero_matrices_rank_zero_and_empty_shapes()
    {
        foreach (Layout layout in Layouts.All)
        {
            foreach (
                TruncatedSvdOptions options in new TruncatedSvdOptions[]
                {
                    new(),
                    new() { Oversampling = 0 },
                }
            )
            {
                GuardedTruncatedSvd<T> zero = new(new(new Dense(40, 30), layout), 3, layout, options);
                zero.AssertSound($"zero {layout}");
                Assert.All([.. zero.S, zero.Frobenius, zero.Spectral], value => Assert.Equal(0, value));

                GuardedTruncatedSvd<T> nothing = new(Decaying(40, 30, 0.5, 1, layout), 0, layout, options);
                nothing.AssertSound($"rank 0 {layout}");
                Assert.Equal(1, nothing.Spectral, 0.01);

                foreach ((int m, int n) in new[] { (0, 0), (0, 5), (5, 0) })
                {
                    GuardedTruncatedSvd<T> empty = new(new(new Dense(m, n), layout), 0, layout, options);
                    Assert.Equal((0, 0), (empty.Frobenius, empty.Spectral));
                }
            }
        }
    }

    [Fact]
    public void The_spectral_norm_of_what_is_left_out_is_found_on_flat_spectra_too()
    {
        // Random matrices, whose values crowd at the top, are the worst for a power iteration; equal values have no top
        // at all.
        for (int seed = 0; seed < 20; seed++)
        {
            Dense values = RandomMatrix.Uniform(new Random(seed), 70, 50);
            GuardedTruncatedSvd<T> svd = new(new(values), 5, options: new() { Seed = (ulong)seed });
            svd.AssertSound($"uniform, seed {seed}", leastShare: 0.9);
        }
        GuardedTruncatedSvd<T> equal = new(Decaying(60, 50, 1, seed: 8), 10);
        equal.AssertSound("equal values", leastShare: 0.99);
    }

    /// <summary>√Σσ² over the values after the first k.</summary>
    private static double Tail(double[] sigma, int k) => Math.Sqrt(sigma.Skip(k).Sum(value => value * value));
}
