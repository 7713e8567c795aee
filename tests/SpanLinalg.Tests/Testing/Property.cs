using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace SpanLinalg.Tests;

/// <summary>Runs an FsCheck property inside a fact.</summary>
/// <remarks>
/// Every run draws a new seed. A failure prints it, and the same cases come again when the environment variable
/// <see cref="EnvironmentVariable"/> holds it: <c>SPANLINALG_TEST_SEED=123 dotnet test --filter NameOfTheFact</c>.
/// </remarks>
internal static class Property
{
    public const string EnvironmentVariable = "SPANLINALG_TEST_SEED";

    /// <param name="cases">Where the cases come from.</param>
    /// <param name="holds">Throws if the property does not hold for a case.</param>
    /// <param name="count">How many cases to try.</param>
    /// <param name="shrink">Simpler cases than a failing one; the simplest that still fails is reported.</param>
    public static void Check<TCase>(
        Gen<TCase> cases,
        Action<TCase> holds,
        int count = 60,
        Func<TCase, IEnumerable<TCase>>? shrink = null
    )
    {
        ulong seed = Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } replay
            ? ulong.Parse(replay, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        Config config = Config
            .QuickThrowOnFailure.WithMaxTest(count)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Arbitrary<TCase> arbitrary = Arb.From(cases, shrink ?? (_ => []));
        try
        {
            FsCheck.Check.One(config, Prop.ForAll(arbitrary, holds));
        }
        catch (Exception failure)
        {
            throw new XunitException(
                $"To see these cases again: {EnvironmentVariable}={seed}{Environment.NewLine}{failure.Message}",
                failure
            );
        }
    }
}
