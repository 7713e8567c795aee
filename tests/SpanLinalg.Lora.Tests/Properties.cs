using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

/// <summary>
/// Runs an FsCheck property inside a fact; a failure's message has the counterexample and the replay seed.
/// </summary>
internal static class Properties
{
    public static void ForAll<T>(Gen<T> generator, Action<T> body) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(generator.ToArbitrary(), body));
}
