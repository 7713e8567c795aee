using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>
/// C ← AB with a row-major C, which for BLAS is Cᵀ ← BᵀAᵀ: no side rearranges anything before it begins.
/// </summary>
internal sealed class GemmContest<T>(Problem problem, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ProblemSize size = problem.Size;
    private readonly int depth = problem.Size.K!.Value;
    private readonly Operand<T> a = problem.Factor<T>(0, problem.Size.M, problem.Size.K!.Value);
    private readonly Operand<T> b = problem.Factor<T>(1, problem.Size.K!.Value, problem.Size.N);

    public override double Flops => 2.0 * size.M * size.N * depth;

    public override Contestant Managed()
    {
        Operand<T> c = problem.Product<T>();
        T[] workspace = new T[Gemm.WorkspaceLength<T>(size.M, size.N, depth, parallelism)];
        return new()
        {
            Run = _ => Gemm.Multiply(T.One, a.View, b.View, T.Zero, c.View, workspace, parallelism),
            Result = () => [c.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> c = problem.Product<T>();
        T[] workspace = new T[provider.Gemm.WorkspaceLength<T>(size.M, size.N, depth)];
        return new()
        {
            Run = _ => provider.Gemm.Multiply(T.One, a.View, b.View, T.Zero, c.View, workspace),
            Result = () => [c.ToDoubles()],
        };
    }
}
