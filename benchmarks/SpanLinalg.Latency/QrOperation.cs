using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Latency;

/// <summary>
/// QR of a square, column-major matrix in place. Restoring the matrix that it destroys is part of a call.
/// </summary>
internal sealed class QrOperation<T>(int size) : Operation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] a = RandomElements<T>(size * size, seed: 1);
    private readonly T[] factors = new T[size * size];
    private readonly T[] tau = new T[size];
    private T[] workspace = [];
    private int workspaceLength;

    public override void AskForWorkspace() => workspaceLength = Qr.FactorWorkspaceLength<T>(size, size);

    public override void AllocateWorkspace() => workspace = new T[workspaceLength];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int calls)
    {
        MatrixView<T> matrix = new(factors, size, size, 1, size);
        for (int i = 0; i < calls; i++)
        {
            a.AsSpan().CopyTo(factors);
            Call(matrix, tau, workspace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Restore(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            a.AsSpan().CopyTo(factors);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Call(in MatrixView<T> matrix, Span<T> tau, Span<T> workspace) =>
        Qr.Factor<T>(matrix, tau, workspace);
}
