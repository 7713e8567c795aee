using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

public sealed class QrRangeDoubleTests : QrRangeTests<double>;

public sealed class QrRangeSingleTests : QrRangeTests<float>;

/// <summary>QR and what is solved with it, up to the largest number: 2ᵉ·A has the factors of A, but for 2ᵉ·R.</summary>
public abstract class QrRangeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int LargestExponent = Math.ILogB(Format<T>.Largest);

    /// <summary>From panels of one block to many blocks, and wide.</summary>
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (1, 1),
        (2, 2),
        (3, 2),
        (3, 3),
        (2, 5),
        (33, 33),
        (100, 100),
        (100, 40),
        (40, 100),
    ];

    /// <summary>A matrix that determines its factors, and how many powers of two below the limit 2ᵉ·A is.</summary>
    internal sealed record Case(MatrixCase Matrix, int Below, bool CheckFinite)
    {
        public static readonly Gen<Case> Generator =
            from matrix in MatrixCase.UpTo(45)
            from below in Gen.Choose(0, 25)
            from checkFinite in Gen.Elements(true, false)
            select new Case(matrix with { Spectrum = Spectrum.Even, Condition = 10 }, below, checkFinite);

        public static IEnumerable<Case> Shrink(Case failing) =>
            MatrixCase.Shrink(failing.Matrix).Select(matrix => failing with { Matrix = matrix });

        /// <summary>A rounded to the format, and e.</summary>
        public (Dense A, int Exponent) Values()
        {
            Dense a = Matrix.Create<T>().ToDense();
            return (a, a.MaxNorm() == 0 ? 0 : LargestExponent - Below - Math.ILogB(a.MaxNorm()));
        }

        public static Case Of((int Rows, int Columns) shape, int index) =>
            new(
                new(shape.Rows, shape.Columns, Layouts.Cycle(index), Spectrum.Even, 10, index),
                index % 12,
                index % 2 == 0
            );
    }

    [Fact]
    public void Factors_do_not_depend_on_the_scale() =>
        Property.Check(Case.Generator, CheckFactors, count: 150, shrink: Case.Shrink);

    [Fact]
    public void Factors_of_every_shape_do_not_depend_on_the_scale() => ForEveryShape(CheckFactors);

    [Fact]
    public void Pivoted_factors_do_not_depend_on_the_scale() =>
        Property.Check(Case.Generator, CheckPivoted, count: 150, shrink: Case.Shrink);

    [Fact]
    public void Pivoted_factors_of_every_shape_do_not_depend_on_the_scale() => ForEveryShape(CheckPivoted);

    private static void ForEveryShape(Action<Case> check)
    {
        for (int index = 0; index < 5 * Shapes.Length; index++)
        {
            check(Case.Of(Shapes[index % Shapes.Length], index));
        }
    }

    private static void CheckFactors(Case input)
    {
        (Dense values, int exponent) = input.Values();
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

    private static void CheckPivoted(Case input)
    {
        (Dense values, int exponent) = input.Values();
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

    [Fact]
    public void Solutions_do_not_depend_on_the_scales() =>
        Property.Check(
            from input in Case.Generator
            from ofA in Gen.Choose(-LargestExponent, LargestExponent - 1)
            from ofB in Gen.OneOf(
                Gen.Choose(-LargestExponent, LargestExponent - 1),
                Gen.Choose(Math.Max(ofA - 10, -LargestExponent), Math.Min(ofA + 10, LargestExponent - 1))
            )
            select (Input: input, OfA: ofA, OfB: ofB),
            system => CheckSolution(system.Input, system.OfA, system.OfB),
            count: 300
        );

    [Fact]
    public void Systems_of_every_shape_are_solved_at_both_ends_of_the_format() =>
        ForEveryShape(input =>
        {
            CheckSolution(input, LargestExponent - 1, LargestExponent - 1);
            CheckSolution(input, LargestExponent - 1, 0);
            CheckSolution(input, -LargestExponent, -LargestExponent);
            CheckSolution(input, -LargestExponent, -20);
            CheckSolution(input, 0, -LargestExponent);
        });

    /// <summary>2ᵃA·X = 2ᵇB has the solution of A·X = B, 2ᵇ⁻ᵃ times as large.</summary>
    private static void CheckSolution(Case input, int exponentOfA, int exponentOfB)
    {
        Dense a = ToOrderOne(input.Matrix.Values());
        Dense b = ToOrderOne(RandomMatrix.Uniform(new Random(input.Matrix.Seed), a.Rows, 2));

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
                    $"{input} at 2^{exponentOfA}, 2^{exponentOfB}: X({i}, {j}) is {actual[i, j]}, {right} is right"
                );
            }
        }

        Dense Solve(Dense left, Dense right)
        {
            GuardedMatrix<T> x = new(left.Columns, right.Columns, input.Matrix.Layout);
            Qr.LeastSquares(
                new GuardedMatrix<T>(left, input.Matrix.Layout).View,
                new GuardedMatrix<T>(right, input.Matrix.Layout).View,
                x.View,
                input.CheckFinite
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
