using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A factor α or β: 0 and ±1, which implementations treat apart, and what is none of them.</summary>
public readonly record struct Factor(double Value)
{
    private static readonly double[] Values = [1, 0, -1, 0.75];

    public static Arbitrary<Factor> Arbitrary() =>
        Arb.From(
            from value in Gen.Elements(Values)
            select new Factor(value),
            factor => factor.Value.Before(Values).Select(value => new Factor(value))
        );

    public override string ToString() => $"factor {Value}";
}
