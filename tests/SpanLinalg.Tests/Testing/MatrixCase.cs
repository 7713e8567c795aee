using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A generated matrix: shape, place in memory, distribution of the singular values and the seed of the rest.</summary>
internal sealed record MatrixCase(int Rows, int Columns, Layout Layout, Spectrum Spectrum, double Condition, int Seed)
{
    /// <summary>Matrices up to a size, often empty, a single row or column, square or much taller than wide.</summary>
    public static Gen<MatrixCase> UpTo(int size) =>
        from rows in Length(size)
        from other in Length(size)
        from square in Gen.Elements(false, false, true)
        from layout in Gen.Elements(Layouts.All)
        from spectrum in Gen.Elements(Spectra.All)
        from condition in Gen.Elements(1, 10, 1e4)
        from seed in Gen.Choose(0, int.MaxValue)
        select new MatrixCase(rows, square ? rows : other, layout, spectrum, condition, seed);

    /// <summary>A length from 0 to a limit, the small ones more often.</summary>
    public static Gen<int> Length(int limit) =>
        Gen.Frequency(
            (1, Gen.Constant(0)),
            (1, Gen.Constant(1)),
            (4, Gen.Choose(2, Math.Min(limit, 12))),
            (4, Gen.Choose(2, limit))
        );

    public double[] SingularValues() => Spectrum.Values(Math.Min(Rows, Columns), Condition);

    public Dense Values() => RandomMatrix.WithSingularValues(new Random(Seed), Rows, Columns, SingularValues());

    public GuardedMatrix<T> Create<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Values(), Layout);

    /// <summary>Smaller and plainer cases.</summary>
    public static IEnumerable<MatrixCase> Shrink(MatrixCase failing)
    {
        if (failing.Rows > 0)
        {
            yield return failing with
            {
                Rows = failing.Rows / 2,
            };
            yield return failing with
            {
                Rows = failing.Rows - 1,
            };
        }
        if (failing.Columns > 0)
        {
            yield return failing with
            {
                Columns = failing.Columns / 2,
            };
            yield return failing with
            {
                Columns = failing.Columns - 1,
            };
        }
        if (failing.Layout != Layout.RowMajor)
        {
            yield return failing with
            {
                Layout = Layout.RowMajor,
            };
        }
    }
}
