using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>The singular values of a row-major A, without a search for NaN.</summary>
internal sealed class SingularValuesContest<T>(ProblemSize size, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand<T> a = new(size.M, size.N, seed: 1);

    /// <summary>
    /// 4mn² − 4⁄3·n³ for m ≥ n: those of the bidiagonalisation, beside which the rest does not count.
    /// </summary>
    public override double Flops
    {
        get
        {
            double k = size.Rank;
            return (4 * Math.Max(size.M, size.N) * k * k) - (4.0 / 3 * k * k * k);
        }
    }

    public override Contestant Managed()
    {
        Operand<T> s = new(size.Rank, 1);
        T[] workspace = new T[Svd.ValuesWorkspaceLength<T>(size.M, size.N, parallelism)];
        return new()
        {
            Run = _ => Svd.Values(a.View, s.Elements, workspace, checkFinite: false, parallelism),
            Result = () => [s.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> s = new(size.Rank, 1);
        T[] workspace = new T[provider.Svd.ValuesWorkspaceLength<T>(size.M, size.N)];
        return new()
        {
            Run = _ => provider.Svd.Values(a.View, s.Elements, workspace, checkFinite: false),
            Result = () => [s.ToDoubles()],
        };
    }
}
