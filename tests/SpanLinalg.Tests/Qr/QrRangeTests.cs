using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

public sealed class QrRangeDoubleTests : QrRangeTests<double>;

public sealed class QrRangeSingleTests : QrRangeTests<float>;

/// <summary>A matrix that determines its factors, and how many powers of two below the limit it is taken.</summary>
public sealed record ExtremeCase(MatrixCase Matrix, int Below, bool CheckFinite)
{
    public static Arbitrary<ExtremeCase> Arbitrary() =>
        Arb.From(
            from matrix in MatrixCase.Arbitrary().Generator
            from below in Gen.Choose(0, 25)
            from checkFinite in Gen.Elements(true, false)
            select new ExtremeCase(matrix.WellConditioned, below, checkFinite),
            input =>
                [
                    .. input.Matrix.Shrink().Select(matrix => input with { Matrix = matrix.WellConditioned }),
                    .. input.Below.Toward(25).Select(below => input with { Below = below }),
                ]
        );

    /// <summary>A rounded to the format, and e: 2ᵉ·A is near the limit.</summary>
    internal (Dense A, int Exponent) Values<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dense a = Matrix.Create<T>().ToDense();
        int largest = Math.ILogB(Format<T>.Largest);
        return (a, a.MaxNorm() == 0 ? 0 : largest - Below - Math.ILogB(a.MaxNorm()));
    }
}

/// <summary>Exponents of A and B in thousandths of the largest one of a format, often close to each other.</summary>
public sealed record SystemScales(int OfA, int OfB)
{
    public static Arbitrary<SystemScales> Arbitrary() =>
        Arb.From(
            from ofA in Gen.Choose(-1000, 999)
            from ofB in Gen.OneOf(Gen.Choose(-1000, 999), Near(ofA, 10), Near(ofA, 80))
            select new SystemScales(ofA, ofB),
            scales =>
                [
                    .. scales.OfA.Toward(0).Select(ofA => scales with { OfA = ofA }),
                    .. scales.OfB.Toward(0).Select(ofB => scales with { OfB = ofB }),
                ]
        );

    private static Gen<int> Near(int value, int distance) =>
        Gen.Choose(Math.Max(value - distance, -1000), Math.Min(value + distance, 999));
}

/// <summary>QR and what is solved with it, up to the largest number: 2ᵉ·A has the factors of A, but for 2ᵉ·R.</summary>
[Properties(Arbitrary = [typeof(ExtremeCase), typeof(SystemScales)])]
public abstract class QrRangeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int LargestExponent = Math.ILogB(Format<T>.Largest);

    [Property(MaxTest = 200, EndSize = 100)]
    public void Factors_do_not_depend_on_the_scale(ExtremeCase input)
    {
        (Dense values, int exponent) = input.Values<T>();
        GuardedMatrix<T> ordinary = new(values, input.Matrix.Layout);
        GuardedMatrix<T> extreme = new(Scaled(values, exponent), input.Matrix.Layout);
        int k = Math.Min(values.Rows, values.Columns);
        GuardedMatrix<T> ordinaryTau = GuardedSpan.Create<T>(k);
        GuardedMatrix<T> extremeTau = GuardedSpan.Create<T>(k);

        Qr.Factor(ordinary.View, ordinaryTau.Span);
        Qr.Factor(extreme.View, extremeTau.Span, input.CheckFinite);

        extreme.AssertPaddingIntact(input.ToString());
        AssertScaled(ordinary.ToDense(), extreme.ToDense(), k, exponent, input.ToString());
        AssertScaled(ordinaryTau.ToDense(), extremeTau.ToDense(), 0, 0, input.ToString());
    }

    [Property(MaxTest = 200, EndSize = 100)]
    public void Pivoted_factors_do_not_depend_on_the_scale(ExtremeCase input)
    {
        (Dense values, int exponent) = input.Values<T>();
        int k = Math.Min(values.Rows, values.Columns);
        RankLimits<T> limits = new() { Rank = (k + 1) / 2, AbsoluteTolerance = Format<T>.From(0.01) };
        GuardedMatrix<T> ordinary = new(values, input.Matrix.Layout);
        GuardedMatrix<T> extreme = new(Scaled(values, exponent), input.Matrix.Layout);
        int[] ordinaryPivots = new int[values.Columns];
        int[] extremePivots = new int[values.Columns];
        GuardedMatrix<T> ordinaryTau = GuardedSpan.Create<T>(k);
        GuardedMatrix<T> extremeTau = GuardedSpan.Create<T>(k);

        NumericalRank<T> ordinaryRank = Qr.FactorPivoted(ordinary.View, ordinaryPivots, ordinaryTau.Span, limits);
        NumericalRank<T> extremeRank = Qr.FactorPivoted(
            extreme.View,
            extremePivots,
            extremeTau.Span,
            limits with
            {
                AbsoluteTolerance = T.ScaleB(limits.AbsoluteTolerance, exponent),
            },
            input.CheckFinite
        );

        string context = input.ToString();
        extreme.AssertPaddingIntact(context);
        Assert.True(ordinaryRank.Rank == extremeRank.Rank, $"{context}: {extremeRank}, {ordinaryRank} at order one");
        if (!ordinaryPivots.SequenceEqual(extremePivots))
        {
            // Of two columns of equal norm (to rounding) either may come first.
            return;
        }
        AssertScaled(ordinary.ToDense(), extreme.ToDense(), ordinaryRank.Rank, exponent, context);
        AssertScaled(ordinaryTau.ToDense(), extremeTau.ToDense(), 0, 0, context);
        AssertScaled(Norms(ordinaryRank), Norms(extremeRank), 0, exponent, context);

        static Dense Norms(NumericalRank<T> rank) =>
            Dense.Build(1, 2, (_, j) => Format<T>.ToDouble(j == 0 ? rank.LargestColumnNorm : rank.FrobeniusNorm));
    }

    /// <summary>The reflectors are the same, and all else 2ᵉ times as large, or infinite.</summary>
    private static void AssertScaled(Dense ordinary, Dense extreme, int reflectors, int exponent, string context)
    {
        double tolerance = 1000 * Math.Max(ordinary.Rows, ordinary.Columns) * Format<T>.Unit;
        for (int i = 0; i < ordinary.Rows; i++)
        {
            for (int j = 0; j < ordinary.Columns; j++)
            {
                int scale = i > j && j < reflectors ? 0 : exponent;
                double limit = Math.ScaleB(Format<T>.Largest, -scale);
                double expected = ordinary[i, j];
                double actual = Math.ScaleB(extreme[i, j], -scale);
                bool mustBeInfinite = Math.Abs(expected) > limit + tolerance;
                bool mayBeInfinite = Math.Abs(expected) > limit - tolerance;
                bool isRight = double.IsInfinity(actual)
                    ? mayBeInfinite && Math.Sign(actual) == Math.Sign(expected)
                    : !mustBeInfinite && Math.Abs(actual - expected) <= tolerance;
                Assert.True(
                    isRight,
                    $"{context}: element ({i}, {j}) is {actual}·2^{scale}, {expected}·2^{scale} is right"
                );
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Solutions_do_not_depend_on_the_scales(MatrixCase matrix, SystemScales scales, bool checkFinite) =>
        CheckSolution(
            matrix.WellConditioned,
            scales.OfA * LargestExponent / 1000,
            scales.OfB * LargestExponent / 1000,
            checkFinite
        );

    [Property(EndSize = 100)]
    public void Systems_are_solved_at_both_ends_of_the_format(MatrixCase matrix, bool checkFinite)
    {
        matrix = matrix.WellConditioned;
        CheckSolution(matrix, LargestExponent - 1, LargestExponent - 1, checkFinite);
        CheckSolution(matrix, LargestExponent - 1, 0, checkFinite);
        CheckSolution(matrix, -LargestExponent, -LargestExponent, checkFinite);
        CheckSolution(matrix, -LargestExponent, -20, checkFinite);
        CheckSolution(matrix, 0, -LargestExponent, checkFinite);
    }

    /// <summary>2ᵃA·X = 2ᵇB has the solution of A·X = B, 2ᵇ⁻ᵃ times as large.</summary>
    private static void CheckSolution(MatrixCase matrix, int exponentOfA, int exponentOfB, bool checkFinite)
    {
        Dense a = ToOrderOne(matrix.Values());
        Dense b = ToOrderOne(RandomMatrix.Uniform(new Random(matrix.Seed), a.Rows, 2));

        // Near the smallest number the elements themselves are rounded: both systems are to have the same ones.
        a = Scaled(new GuardedMatrix<T>(Scaled(a, exponentOfA)).ToDense(), -exponentOfA);
        b = Scaled(new GuardedMatrix<T>(Scaled(b, exponentOfB)).ToDense(), -exponentOfB);
        int exponent = exponentOfB - exponentOfA;
        Dense expected = Solve(a, b);
        Dense actual = Solve(Scaled(a, exponentOfA), Scaled(b, exponentOfB));
        double tolerance = (1000 * Math.Max(a.Rows, a.Columns) * Format<T>.Unit * expected.MaxNorm());
        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
            {
                double right = Math.ScaleB(expected[i, j], exponent);
                double error = Math.Abs(actual[i, j] - right);
                bool isRight =
                    double.IsInfinity(actual[i, j]) ? Math.Abs(right) > Format<T>.Largest / 2
                    : Math.Abs(right) > 2 * Format<T>.Largest ? false
                    : error <= Math.ScaleB(tolerance, exponent) + Format<T>.Denormal;
                Assert.True(
                    isRight,
                    $"{matrix} at 2^{exponentOfA}, 2^{exponentOfB}: X({i}, {j}) is {actual[i, j]}, {right} is right"
                );
            }
        }

        Dense Solve(Dense left, Dense right)
        {
            GuardedMatrix<T> x = new(left.Columns, right.Columns, matrix.Layout);
            Qr.LeastSquares(
                new GuardedMatrix<T>(left, matrix.Layout).View,
                new GuardedMatrix<T>(right, matrix.Layout).View,
                x.View,
                checkFinite
            );
            x.AssertPaddingIntact();
            return x.ToDense();
        }
    }

    [Fact]
    public void A_small_system_near_the_largest_number()
    {
        // [1 2; 3 4; 5 6]·x = [0; 1; 2] has the solution (1, −½), and R is that of dgeqrf.
        double s = Math.ScaleB(1, LargestExponent - 2);
        Dense a = s * Dense.Build(3, 2, (i, j) => 1 + (2 * i) + j);
        AssertNear([1, -0.5], Solve(a, s * Dense.Build(3, 1, (i, _) => i)));

        double first = -Math.Sqrt(35);
        double above = 44 / first;
        double last = Math.Sqrt(56 - (above * above));
        QrFactors<T> factors = Qr.Thin<T>(new GuardedMatrix<T>(a).ReadOnly);
        AssertNear([first, above, 0, last], (1 / s) * Dense.From<T>(factors.R));

        // [1 3 5; 2 4 6]·x = [2; 3]: the shortest solution.
        AssertNear(
            [7.0 / 12, 1.0 / 3, 1.0 / 12],
            Solve(s * Dense.Build(2, 3, (i, j) => 1 + i + (2 * j)), s * Dense.Build(2, 1, (i, _) => 2 + i))
        );

        static Dense Solve(Dense a, Dense b)
        {
            Matrix<T> x = new(a.Columns, 1);
            Qr.LeastSquares(new GuardedMatrix<T>(a).View, new GuardedMatrix<T>(b).View, x);
            return Dense.From<T>(x);
        }

        static void AssertNear(double[] expected, Dense actual)
        {
            double tolerance = 100 * Format<T>.Unit;
            Assert.Equal(expected.Length, actual.Rows * actual.Columns);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i / actual.Columns, i % actual.Columns], tolerance);
            }
        }
    }

    [Fact]
    public void What_cannot_be_represented_is_infinite()
    {
        T largest = Format<T>.From(Format<T>.Largest);
        Matrix<T> a = new(2, 2);
        a.View.Fill(largest);
        QrFactors<T> factors = Qr.Thin<T>(a.View);
        Assert.True(T.IsNegativeInfinity(factors.R[0, 0]));
        Assert.True(T.IsNegativeInfinity(factors.R[0, 1]));
        Assert.True(T.IsFinite(factors.R[1, 1]));
        Assert.True(Dense.From<T>(factors.Q).MaxNorm() < 1);

        NumericalRank<T> rank = Qr.FactorPivoted(a, new int[2], new T[2], new RankLimits<T> { Rank = 0 });
        Assert.Equal(0, rank.Rank);
        Assert.True(T.IsPositiveInfinity(rank.LargestColumnNorm));
        Assert.Equal(largest, a[1, 0]);
    }

    [Fact]
    public void Zero_needs_no_scale()
    {
        Matrix<T> a = new(4, 3);
        T[] tau = new T[3];
        Qr.Factor(a, tau, checkFinite: false);
        Assert.Equal(0, Dense.From<T>(a).MaxNorm());
        Assert.Equal(
            new NumericalRank<T>(0, T.Zero, T.Zero),
            Qr.FactorPivoted(a, new int[3], tau, default(RankLimits<T>))
        );
    }

    private static Dense Scaled(Dense a, int exponent) =>
        Dense.Build(a.Rows, a.Columns, (i, j) => Math.ScaleB(a[i, j], exponent));

    /// <summary>Elements of at most one, so that exponents say where they lie.</summary>
    private static Dense ToOrderOne(Dense a) => a.MaxNorm() == 0 ? a : Scaled(a, -Math.ILogB(a.MaxNorm()));
}
