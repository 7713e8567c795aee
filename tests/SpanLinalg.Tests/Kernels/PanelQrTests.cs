using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class PanelQrDoubleTests : PanelQrTests<double>;

public sealed class PanelQrSingleTests : PanelQrTests<float>;

/// <summary>The kernel that factors a panel, at every width.</summary>
public abstract unsafe class PanelQrTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Far from one, but with all its products of two in reach if it is alone.</summary>
    private static readonly int FarExponent = typeof(T) == typeof(double) ? 900 : 100;

    /// <summary>The largest normal number has one more.</summary>
    private static readonly int LargestExponent = typeof(T) == typeof(double) ? 1020 : 124;

    [Fact]
    public void Every_size() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
                Check(kernels, RandomMatrix.Uniform(new Random(rows + (100 * columns)), rows, columns), context)
        );

    [Fact]
    public void Columns_of_wildly_different_scale()
    {
        int[] exponents = [FarExponent, -FarExponent, 0, LargestExponent, -LargestExponent, 7, -LargestExponent - 20];
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                Random random = new(rows);
                for (int shift = 0; shift < exponents.Length; shift++)
                {
                    Dense a = RandomMatrix.Uniform(random, rows, columns);
                    for (int j = 0; j < columns; j++)
                    {
                        for (int i = 0; i < rows; i++)
                        {
                            a[i, j] = Math.ScaleB(a[i, j], exponents[(j + shift) % exponents.Length]);
                        }
                    }
                    Check(kernels, a, $"{context} shift {shift}");
                }
            }
        );
    }

    [Fact]
    public void Rows_of_wildly_different_scale() =>
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                Random random = new(rows);
                foreach (int step in new[] { 1, -1, FarExponent / rows, -FarExponent / rows })
                {
                    Dense a = RandomMatrix.Uniform(random, rows, columns);
                    for (int i = 0; i < rows; i++)
                    {
                        for (int j = 0; j < columns; j++)
                        {
                            a[i, j] = Math.ScaleB(a[i, j], i * step);
                        }
                    }
                    Check(kernels, a, $"{context} step {step}");
                }
            }
        );

    [Fact]
    public void Zero_columns_and_columns_that_depend_on_others() =>
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                Dense a = RandomMatrix.Uniform(new Random(rows), rows, columns);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        a[i, j] =
                            j % 3 == 1 ? 0
                            : j % 5 == 4 ? 2 * a[i, 0]
                            : a[i, j];
                    }
                }
                Check(kernels, a, context);
                PaddedColumns<T> zero = new(kernels, rows, columns);
                T[] tau = Factor(kernels, zero, context);
                Assert.All(tau, value => Assert.True(T.IsZero(value), context));
                Assert.True(zero.ToDense().MaxNorm() == 0, context);
            }
        );

    [Fact]
    public void A_triangle_stays_as_it_is() =>
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                foreach (int exponent in new[] { 0, FarExponent, -FarExponent, -LargestExponent - 20 })
                {
                    Dense a = RandomMatrix.Uniform(new Random(rows), rows, columns).UpperTriangle();
                    for (int j = 0; j < columns; j++)
                    {
                        for (int i = 0; i <= j && i < rows; i++)
                        {
                            a[i, j] = Math.ScaleB(a[i, j], j % 2 == 0 ? exponent : 0);
                        }
                    }
                    PaddedColumns<T> columnsOfA = PaddedColumns<T>.From(kernels, a);
                    PaddedColumns<T> before = columnsOfA.Copy(kernels);
                    T[] tau = Factor(kernels, columnsOfA, context);
                    Assert.All(tau, value => Assert.True(T.IsZero(value), context));
                    for (int j = 0; j < columns; j++)
                    {
                        // Not by their bits: −0 may become 0.
                        bool isSame = before.Column(j).SequenceEqual(columnsOfA.Column(j));
                        Assert.True(isSame, $"{context} column {j}");
                    }
                }
            }
        );

    /// <summary>After two steps a column has, from its third row on, only what has no squares.</summary>
    [Fact]
    public void A_column_that_shrinks_below_the_range_of_squares() =>
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                if (rows < 4 || columns < 3)
                {
                    return;
                }
                int tiny = typeof(T) == typeof(double) ? -1000 : -110;
                Dense a = RandomMatrix.Uniform(new Random(rows), rows, columns);
                for (int i = 0; i < rows; i++)
                {
                    // The first reflector turns nothing but rows 0 and 1, the second nothing but rows 1.
                    a[i, 0] = i < 2 ? 3 + i : 0;
                    a[i, 1] = i < 2 ? 1 - i : 0;
                    a[i, 2] = i < 2 ? 1 : Math.ScaleB(a[i, 2], tiny);
                }
                PaddedColumns<T> factored = PaddedColumns<T>.From(kernels, a);
                double norm = 0;
                for (int i = 2; i < rows; i++)
                {
                    norm = double.Hypot(norm, Math.ScaleB(Format<T>.ToDouble(factored[i, 2]), -tiny));
                }
                double first = Math.ScaleB(Format<T>.ToDouble(factored[2, 2]), -tiny);
                double[] expected =
                [
                    .. Enumerable
                        .Range(3, rows - 3)
                        .Select(i =>
                            Math.ScaleB(Format<T>.ToDouble(PaddedColumns<T>.From(kernels, a)[i, 2]), -tiny)
                            / (first + Math.CopySign(norm, first))
                        ),
                ];
                T[] tau = Factor(kernels, factored, context);
                double relative = 4 * rows * Format<T>.Unit;
                double beta = Math.ScaleB(Format<T>.ToDouble(factored[2, 2]), -tiny);
                Assert.True(Math.Abs(beta + Math.CopySign(norm, first)) <= relative * norm, $"{context}: β is {beta}");
                Assert.True(tau[2] >= T.One && tau[2] <= T.One + T.One, $"{context}: τ is {tau[2]}");
                for (int i = 3; i < rows; i++)
                {
                    double error = Math.Abs(Format<T>.ToDouble(factored[i, 2]) - expected[i - 3]);
                    Assert.True(error <= relative, $"{context}: v of row {i} is wrong by {error}");
                }
            }
        );

    [Fact]
    public void What_is_not_finite_spreads_neither_to_the_left_nor_upward() =>
        ForSomeSizes(
            (kernels, rows, columns, context) =>
            {
                Random random = new(rows + columns);
                Dense a = RandomMatrix.Uniform(random, rows, columns);
                PaddedColumns<T> healthy = PaddedColumns<T>.From(kernels, a);
                T[] tau = Factor(kernels, healthy, context);
                foreach (T value in new[] { T.NaN, T.PositiveInfinity, T.NegativeInfinity })
                {
                    int bad = random.Next(columns);
                    int row = random.Next(rows);
                    string full = $"{context} with {value} at ({row}, {bad})";
                    PaddedColumns<T> sick = PaddedColumns<T>.From(kernels, a);
                    sick[row, bad] = value;
                    T[] sickTau = Factor(kernels, sick, full, isFinite: false);
                    int before = Math.Min(bad, tau.Length);
                    Assert.True(Bits.Equal<T>(tau.AsSpan(0, before), sickTau.AsSpan(0, before)), full);
                    for (int j = 0; j < columns; j++)
                    {
                        int same =
                            j < bad ? rows
                            : j > bad ? Math.Min(bad, rows)
                            : 0;
                        Assert.True(Bits.Equal(healthy.Column(j)[..same], sick.Column(j)[..same]), $"{full}: {j}");
                    }
                    Assert.True(sick.Column(bad).ToArray().Any(element => !T.IsFinite(element)), full);
                }
            }
        );

    [GuardedPagesFact]
    public void Nothing_outside_is_touched()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int largest = LargestSize(kernels);
            using GuardedPages matrix = new(sizeof(T) * largest * (largest + kernels.Lanes)),
                factors = new(sizeof(T) * largest),
                free = new(sizeof(T) * kernels.PanelQrScratchLength(largest, largest));
            for (int rows = 1; rows <= largest; rows++)
            {
                for (int columns = 1; columns <= largest; columns++)
                {
                    foreach (bool atEnd in new[] { false, true })
                    {
                        Dense random = RandomMatrix.Uniform(new Random(rows), rows, columns);
                        PaddedColumns<T> a = PaddedColumns<T>.From(kernels, random, isLoose: false);
                        T* place = matrix.Place<T>(columns * a.Stride, atEnd);
                        a.CopyTo(place);
                        T* tau = factors.Place<T>(Math.Min(rows, columns), atEnd);
                        int needed = kernels.PanelQrScratchLength(rows, columns);
                        T* scratch = free.Place<T>(needed, atEnd);
                        new Span<T>(scratch, needed).Fill(T.NaN);
                        kernels.FactorPanel(rows, columns, place, a.Stride, tau, scratch);
                        _ = Factor(kernels, a, "");
                        a.AssertSameAs(place, $"{width} {rows}×{columns}");
                    }
                }
            }
        }
    }

    private static int LargestSize(KernelSet<T> kernels) => (3 * kernels.Lanes) + 3;

    private static void ForAllSizes(Action<KernelSet<T>, int, int, string> check)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int rows = 1; rows <= LargestSize(kernels); rows++)
            {
                for (int columns = 1; columns <= LargestSize(kernels); columns++)
                {
                    check(kernels, rows, columns, $"{width} {rows}×{columns}");
                }
            }
        }
    }

    private static void ForSomeSizes(Action<KernelSet<T>, int, int, string> check) =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
            {
                if (kernels.Lanes <= 2 || (rows + (3 * columns)) % 7 == 0 || columns == 6)
                {
                    check(kernels, rows, columns, context);
                }
            }
        );

    private static T[] Factor(KernelSet<T> kernels, PaddedColumns<T> a, string context, bool isFinite = true)
    {
        T[] tau = PaddedColumns<T>.Vector(Math.Min(a.Rows, a.Columns));
        T[] scratch = PaddedColumns<T>.Vector(kernels.PanelQrScratchLength(a.Rows, a.Columns));
        fixed (
            T* pa = a,
                pt = tau,
                ps = scratch
        )
        {
            int guard = PaddedColumns<T>.Guard;
            kernels.FactorPanel(a.Rows, a.Columns, pa, a.Stride, pt + guard, ps + guard);
        }
        a.AssertSurroundings(context, isFinite);
        PaddedColumns<T>.AssertGuards(tau, context);
        PaddedColumns<T>.AssertGuards(scratch, context);
        return tau[PaddedColumns<T>.Guard..^PaddedColumns<T>.Guard];
    }

    /// <summary>Factors, and judges every column in its own size.</summary>
    private static void Check(KernelSet<T> kernels, Dense matrix, string context)
    {
        PaddedColumns<T> a = PaddedColumns<T>.From(kernels, matrix);
        int[] exponents = new int[a.Columns];
        for (int j = 0; j < a.Columns; j++)
        {
            double largest = 0;
            foreach (T value in a.Column(j))
            {
                largest = Math.Max(largest, Math.Abs(Format<T>.ToDouble(value)));
            }
            exponents[j] = largest == 0 ? 0 : -Math.ILogB(largest) - 1;
        }
        // Columns of elements up to one, whose norms reach the root of the rows.
        double[] slack = [.. exponents.Select(exponent => Math.ScaleB(2, exponent) * Format<T>.Denormal)];
        ReflectorCheck<T> check = new(a.ToDense(j => exponents[j]), context, slack);
        T[] tau = Factor(kernels, a, context);
        Dense r = a.ToDense(j => exponents[j]);
        for (int j = 0; j < tau.Length; j++)
        {
            double[] v = [.. a.Column(j)[(j + 1)..].ToArray().Select(Format<T>.ToDouble)];
            check.Eliminate(j, j, tau[j], v, r[j, j]);
        }
        check.AssertLeft((i, j) => i <= j ? r[i, j] : 0);
    }
}
