using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A matrix of one of the types that LAPACK's own tests go through.</summary>
public sealed record LapackCase<TType>(TType Type, int Rows, int Columns, Layout Layout, int Seed)
    where TType : struct, Enum
{
    /// <summary>Smaller and plainer cases of the same type.</summary>
    public IEnumerable<LapackCase<TType>> Shrink() =>
        [
            .. Rows == Columns ? Rows.Toward(0).Select(n => this with { Rows = n, Columns = n }) : [],
            .. Rows.Toward(0).Select(rows => this with { Rows = rows }),
            .. Columns.Toward(0).Select(columns => this with { Columns = columns }),
            .. Layout.Shrink().Select(layout => this with { Layout = layout }),
            .. Seed.Before(0).Select(seed => this with { Seed = seed }),
        ];

    public override string ToString() => $"{Type} {Rows}×{Columns} {Layout}, seed {Seed}";
}

/// <summary>
/// The generator of <see cref="LapackCase{TType}"/>; FsCheck finds generic ones in classes that are not.
/// </summary>
public static class LapackCases
{
    public static Arbitrary<LapackCase<TType>> Arbitrary<TType>()
        where TType : struct, Enum =>
        Arb.From(
            from type in Gen.Elements(Enum.GetValues<TType>())
            from rows in Length.Generator
            from other in Length.Generator
            from square in Gen.Elements(false, false, true)
            from layout in Layout.Arbitrary().Generator
            from seed in Gen.Choose(0, int.MaxValue)
            select new LapackCase<TType>(type, rows, square ? rows : other, layout, seed),
            matrix => matrix.Shrink()
        );
}
