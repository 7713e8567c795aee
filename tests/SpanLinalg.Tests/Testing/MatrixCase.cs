using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>
/// A generated matrix: shape, place in memory, distribution of singular values and the seed of the rest.
/// </summary>
public sealed record MatrixCase(int Rows, int Columns, Layout Layout, Spectrum Spectrum, double Condition, int Seed)
{
    private static readonly double[] Conditions = [1, 10, 1e4, 1e8, 1e20];

    /// <summary>
    /// Often empty, a single row or column, square or much taller than wide; at most as large as the size.
    /// </summary>
    public static Arbitrary<MatrixCase> Arbitrary() =>
        Arb.From(
            from rows in Length.Generator
            from other in Length.Generator
            from square in Gen.Elements(false, false, true)
            from layout in Layout.Arbitrary().Generator
            from spectrum in Gen.Elements(Spectra.All)
            from condition in Gen.Elements(Conditions)
            from seed in Gen.Choose(0, int.MaxValue)
            select new MatrixCase(rows, square ? rows : other, layout, spectrum, condition, seed),
            matrix => matrix.Shrink()
        );

    /// <summary>Smaller and plainer cases.</summary>
    public IEnumerable<MatrixCase> Shrink() =>
        [
            .. Rows == Columns ? Rows.Toward(0).Select(n => this with { Rows = n, Columns = n }) : [],
            .. Rows.Toward(0).Select(rows => this with { Rows = rows }),
            .. Columns.Toward(0).Select(columns => this with { Columns = columns }),
            .. Layout.Shrink().Select(layout => this with { Layout = layout }),
            .. Spectrum.Before(Spectra.All).Select(spectrum => this with { Spectrum = spectrum }),
            .. Condition.Before(Conditions).Select(condition => this with { Condition = condition }),
            .. Seed.Before(0).Select(seed => this with { Seed = seed }),
        ];

    /// <summary>
    /// The same with all singular values between one and a tenth: what is solved with it is solved well.
    /// </summary>
    public MatrixCase WellConditioned => this with { Spectrum = Spectrum.Even, Condition = 10 };

    internal double[] SingularValues() => Spectrum.Values(Math.Min(Rows, Columns), Condition);

    internal Dense Values() => RandomMatrix.WithSingularValues(new Random(Seed), Rows, Columns, SingularValues());

    internal GuardedMatrix<T> Create<T>(Magnitude magnitude = Magnitude.One)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(magnitude.Of<T>() * Values(), Layout);

    /// <summary>The elements, too, where they are few.</summary>
    public override string ToString() =>
        $"{Rows}×{Columns} {Layout}; {Spectrum}, condition {Condition}, seed {Seed}"
        + (Rows * Columns is > 0 and <= 9 ? $": {Values()}" : "");
}
