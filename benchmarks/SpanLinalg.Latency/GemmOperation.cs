using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Latency;

/// <summary>C ← AB of square, row-major matrices. Up to 64 × 64 it takes no scratch; larger ones rent it.</summary>
internal sealed class GemmOperation<T>(int size) : Operation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] a = RandomElements<T>(size * size, seed: 1);
    private readonly T[] b = RandomElements<T>(size * size, seed: 2);
    private readonly T[] c = new T[size * size];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int calls)
    {
        MatrixView<T> left = new(a, size, size);
        MatrixView<T> right = new(b, size, size);
        MatrixView<T> product = new(c, size, size);
        for (int i = 0; i < calls; i++)
        {
            Call(left, right, product);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Call(in MatrixView<T> left, in MatrixView<T> right, in MatrixView<T> product) =>
        Gemm.Multiply<T>(left, right, product);
}
