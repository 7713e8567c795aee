using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>y ← Ax, A row-major.</summary>
internal sealed class GemvContest<T>(ProblemSize size) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand<T> a = new(size.M, size.N, seed: 1);
    private readonly Operand<T> x = new(size.N, 1, seed: 2);

    public override double Flops => 2.0 * size.M * size.N;

    public override Contestant Managed()
    {
        Operand<T> y = new(size.M, 1);
        return new()
        {
            Run = _ => Gemv.Multiply(T.One, a.View, x.Vector, T.Zero, y.Vector),
            Result = () => [y.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> y = new(size.M, 1);
        return new()
        {
            Run = _ => provider.Multiply(T.One, a.View, x.Vector, T.Zero, y.Vector),
            Result = () => [y.ToDoubles()],
        };
    }
}
