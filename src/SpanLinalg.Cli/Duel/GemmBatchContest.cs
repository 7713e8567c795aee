using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>
/// Cᵢ ← AᵢBᵢ for a batch, one matrix behind the other. A library that has no call for it computes one product after the
/// other.
/// </summary>
internal sealed class GemmBatchContest<T>(Problem problem) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ProblemSize size = problem.Size;
    private readonly int depth = problem.Size.K!.Value;
    private readonly int count = problem.Batch!.Value;
    private readonly Operand<T> a = Stack(problem, problem.Size.M, problem.Size.K!.Value, seed: 1);
    private readonly Operand<T> b = Stack(problem, problem.Size.K!.Value, problem.Size.N, seed: 2);

    public override double Flops => 2.0 * size.M * size.N * depth * count;

    public override Contestant Managed()
    {
        Operand<T> c = Stack(problem, size.M, size.N);
        T[] workspace = new T[Gemm.MultiplyBatchWorkspaceLength<T>(size.M, size.N, depth)];
        return new()
        {
            Run = _ =>
                Gemm.MultiplyBatch(
                    T.One,
                    new ReadOnlyMatrixBatchView<T>(a.Elements, count, size.M, depth),
                    new ReadOnlyMatrixBatchView<T>(b.Elements, count, depth, size.N),
                    T.Zero,
                    new MatrixBatchView<T>(c.Elements, count, size.M, size.N),
                    workspace
                ),
            Result = () => [c.ToDoubles()],
        };
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        Operand<T> c = Stack(problem, size.M, size.N);
        T[] workspace = new T[provider.Gemm.MultiplyBatchWorkspaceLength<T>(size.M, size.N, depth)];
        return new()
        {
            Run = _ =>
                provider.Gemm.MultiplyBatch(
                    T.One,
                    new ReadOnlyMatrixBatchView<T>(a.Elements, count, size.M, depth),
                    new ReadOnlyMatrixBatchView<T>(b.Elements, count, depth, size.N),
                    T.Zero,
                    new MatrixBatchView<T>(c.Elements, count, size.M, size.N),
                    workspace
                ),
            Result = () => [c.ToDoubles()],
        };
    }

    /// <summary>The matrices of a batch, one below the other.</summary>
    private static Operand<T> Stack(Problem problem, int rows, int columns, int? seed = null) =>
        new(checked(problem.Batch!.Value * rows), columns, seed);
}
