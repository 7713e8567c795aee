using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Latency;

/// <summary>The thin SVD of a square, row-major matrix.</summary>
internal sealed class SvdOperation<T>(int size) : Operation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] a = RandomElements<T>(size * size, seed: 1);
    private readonly T[] u = new T[size * size];
    private readonly T[] s = new T[size];
    private readonly T[] vt = new T[size * size];
    private T[] workspace = [];
    private int workspaceLength;

    public override void AskForWorkspace() => workspaceLength = Svd.ThinWorkspaceLength<T>(size, size);

    public override void AllocateWorkspace() => workspace = new T[workspaceLength];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int calls)
    {
        MatrixView<T> matrix = new(a, size, size);
        MatrixView<T> left = new(u, size, size);
        MatrixView<T> right = new(vt, size, size);
        for (int i = 0; i < calls; i++)
        {
            Call(matrix, left, s, right, workspace);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Call(
        in MatrixView<T> matrix,
        in MatrixView<T> left,
        Span<T> values,
        in MatrixView<T> right,
        Span<T> workspace
    ) => Svd.Thin<T>(matrix, left, values, right, workspace);
}
