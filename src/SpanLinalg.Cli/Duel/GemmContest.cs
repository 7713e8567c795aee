using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>C ← AB, all row-major, which for BLAS is Cᵀ ← BᵀAᵀ: no side rearranges anything.</summary>
internal sealed class GemmContest<T>(ProblemSize size) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int depth = size.K!.Value;
    private readonly Operand<T> a = new(size.M, size.K!.Value, seed: 1);
    private readonly Operand<T> b = new(size.K!.Value, size.N, seed: 2);

    public override double Flops => 2.0 * size.M * size.N * depth;

    public override Contestant Managed()
    {
        Operand<T> c = new(size.M, size.N);
        T[] workspace = new T[Gemm.WorkspaceLength<T>(size.M, size.N, depth)];
        return new()
        {
            Run = _ => Gemm.Multiply(T.One, a.View, b.View, T.Zero, c.View, workspace),
            Result = () => [c.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> c = new(size.M, size.N);
        return new()
        {
            Run = _ => provider.Multiply(T.One, a.View, b.View, T.Zero, c.View),
            Result = () => [c.ToDoubles()],
        };
    }
}
