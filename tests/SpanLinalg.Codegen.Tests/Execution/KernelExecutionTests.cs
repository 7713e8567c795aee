using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Codegen.Tests;

/// <summary>The machine code for each processor, executed there or under an emulator, against the host's scalar kernels: the same bits.</summary>
public class KernelExecutionTests
{
    private static readonly string[] VectorKernels =
    [
        "Reductions.Dot",
        "VectorUpdates.Axpy",
        "VectorUpdates.Scale",
        "MatrixVector.ByRows",
        "MatrixVector.ByColumns",
    ];

    public static TheoryData<string> NeonKernels => Kernels(TargetProcessor.Arm64);

    public static TheoryData<string> Avx2Kernels => Kernels(TargetProcessor.X64V3);

    public static TheoryData<string> Avx512Kernels => Kernels(TargetProcessor.X64V4);

    /// <summary>Whole tiles: the masks of the others are made from a constant that lies elsewhere in the image.</summary>
    private static TheoryData<string> Kernels(TargetProcessor target) =>
        [
            .. VectorKernels,
            .. Kernel
                .All.Where(kernel => kernel.Tile is { IsWhole: true } && kernel.FmasOn(target) is not null)
                .Select(kernel => kernel.Name),
        ];

    [ExecutionTheory("arm64")]
    [MemberData(nameof(NeonKernels))]
    public void Neon_code_computes_what_the_scalar_code_does(string kernel) => Check(TargetProcessor.Arm64, kernel);

    [ExecutionTheory("x64-v3")]
    [MemberData(nameof(Avx2Kernels))]
    public void Avx2_code_computes_what_the_scalar_code_does(string kernel) => Check(TargetProcessor.X64V3, kernel);

    [ExecutionTheory("x64-v4")]
    [MemberData(nameof(Avx512Kernels))]
    public void Avx512_code_computes_what_the_scalar_code_does(string kernel) => Check(TargetProcessor.X64V4, kernel);

    private static void Check(TargetProcessor target, string kernel)
    {
        Check<float>(target, kernel);
        Check<double>(target, kernel);
    }

    private static void Check<T>(TargetProcessor target, string kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] code = CompiledCore.For(target).Code(Kernel.Named(kernel), typeof(T));
        ExecutionCase<T> execution = new ExecutionCases<T>(target).Of(kernel);
        IReadOnlyList<KernelResult<T>> results = KernelRunner.For(target).Run(code, execution.Calls);
        for (int i = 0; i < results.Count; i++)
        {
            KernelResult<T> expected = execution.Calls[i].Run(execution.Scalar);
            string context = $"{target} {kernel} of {typeof(T).Name}, call {i}";
            if (execution.ReturnsValue)
            {
                Assert.True(expected.Value == results[i].Value, $"{context}: {results[i].Value}, not {expected.Value}");
            }
            AssertSameBits(expected.Memory, results[i].Memory, context);
        }
    }

    private static void AssertSameBits<T>(T[] expected, T[] actual, string context)
        where T : unmanaged
    {
        for (int i = 0; i < expected.Length; i++)
        {
            ReadOnlySpan<byte> left = MemoryMarshal.AsBytes(expected.AsSpan(i, 1)),
                right = MemoryMarshal.AsBytes(actual.AsSpan(i, 1));
            Assert.True(left.SequenceEqual(right), $"{context}, element {i}: {actual[i]}, not {expected[i]}");
        }
    }
}
