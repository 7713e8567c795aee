using System.Numerics;
using System.Runtime.Intrinsics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// What is compiled for each processor: a generic kernel has machine code only where a method asks for it.
/// </summary>
/// <remarks>Of a class, it leaves out what is inherited: so the base classes of sets are asked for, too.</remarks>
internal static class Roots
{
    public static KernelSet<double>[] Double(SimdWidth width) => Sets<double>(width);

    public static KernelSet<float>[] Single(SimdWidth width) => Sets<float>(width);

    private static KernelSet<T>[] Sets<T>(SimdWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            KernelSet<T>.For(width),
            new KernelSet<Simd128<T>, Vector128<T>, T>(),
            new KernelSet<Simd256<T>, Vector256<T>, T>(),
            new KernelSet<Simd512<T>, Vector512<T>, T>(),
        ];
}
