using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>y ← Ax, the vectors without gaps.</summary>
internal sealed class GemvContest<T>(Problem problem, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ProblemSize size = problem.Size;
    private readonly Operand<T> a = problem.Factor<T>(0, problem.Size.M, problem.Size.N);
    private readonly Operand<T> x = new(problem.Size.N, 1, seed: 2);

    public override double Flops => 2.0 * size.M * size.N;

    public override Contestant Managed()
    {
        Operand<T> y = new(size.M, 1);
        return new()
        {
            Run = _ => Gemv.Multiply(T.One, a.View, x.Vector, T.Zero, y.Vector, parallelism),
            Result = () => [y.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> y = new(size.M, 1);
        return new()
        {
            Run = _ => provider.Gemv.Multiply(T.One, a.View, x.Vector, T.Zero, y.Vector),
            Result = () => [y.ToDoubles()],
        };
    }
}
