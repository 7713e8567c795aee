using System.Numerics;
using System.Runtime.Intrinsics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// What is compiled for each processor: a generic kernel has machine code only where a method asks for it.
/// </summary>
/// <remarks>Of a class that is asked for, the compiler leaves out what it inherits: so the base classes are too.</remarks>
internal static class Roots
{
    public static KernelSet<double>[] Double(SimdWidth width) => [KernelSet<double>.For(width), .. Inherited<double>()];

    public static KernelSet<float>[] Single(SimdWidth width) => [KernelSet<float>.For(width), .. Inherited<float>()];

    private static KernelSet<T>[] Inherited<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            new KernelSet<Simd128<T>, Vector128<T>, T>(),
            new KernelSet<Simd256<T>, Vector256<T>, T>(),
            new KernelSet<Simd512<T>, Vector512<T>, T>(),
        ];
}
