using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>A generated product: C, m × n, of A, m × k, and B, k × n, and how the three lie in memory.</summary>
public sealed record ProductCase(int M, int N, int K, Layout A, Layout B, Layout C, int Seed)
{
    public static Arbitrary<ProductCase> Arbitrary() =>
        Arb.From(
            from m in Length.Generator
            from n in Length.Generator
            from k in Length.Generator
            from a in Layout.Arbitrary().Generator
            from b in Layout.Arbitrary().Generator
            from c in Layout.Arbitrary().Generator
            from seed in Gen.Choose(0, int.MaxValue)
            select new ProductCase(m, n, k, a, b, c, seed),
            product => product.Shrink()
        );

    /// <summary>Smaller and plainer cases.</summary>
    public IEnumerable<ProductCase> Shrink() =>
        [
            .. M.Toward(0).Select(m => this with { M = m }),
            .. N.Toward(0).Select(n => this with { N = n }),
            .. K.Toward(0).Select(k => this with { K = k }),
            .. A.Shrink().Select(a => this with { A = a }),
            .. B.Shrink().Select(b => this with { B = b }),
            .. C.Shrink().Select(c => this with { C = c }),
            .. Seed.Before(0).Select(seed => this with { Seed = seed }),
        ];

    /// <summary>The values of A, uniform in (−1, 1).</summary>
    internal Dense Left() => RandomMatrix.Uniform(new Random(Seed), M, K);

    /// <summary>The values of B.</summary>
    internal Dense Right() => RandomMatrix.Uniform(new Random(Seed ^ 1), K, N);

    /// <summary>Values of the shape of C.</summary>
    internal Dense Target() => RandomMatrix.Uniform(new Random(Seed ^ 2), M, N);

    public override string ToString() => $"m={M} n={N} k={K}, A {A}, B {B}, C {C}, seed {Seed}";
}
