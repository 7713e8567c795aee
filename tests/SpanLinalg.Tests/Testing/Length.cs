using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A generated length.</summary>
public readonly record struct Length(int Value)
{
    /// <summary>From 0 to the size, the small ones more often.</summary>
    internal static readonly Gen<int> Generator = Gen.Sized(size =>
        Gen.Frequency(
            (1, Gen.Constant(0)),
            (1, Gen.Constant(1)),
            (4, Gen.Choose(2, Math.Clamp(size, 2, 12))),
            (4, Gen.Choose(2, Math.Max(size, 2)))
        )
    );

    public static Arbitrary<Length> Arbitrary() =>
        Arb.From(
            from value in Generator
            select new Length(value),
            length => length.Value.Toward(0).Select(value => new Length(value))
        );

    public static implicit operator int(Length length) => length.Value;

    public override string ToString() => $"length {Value}";
}
