using SpanLinalg.Kernels;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// What is compiled for each processor: a generic kernel has machine code only where a method asks for it.
/// </summary>
internal static class Roots
{
    public static KernelSet<double> Double(SimdWidth width) => KernelSet<double>.For(width);

    public static KernelSet<float> Single(SimdWidth width) => KernelSet<float>.For(width);
}
