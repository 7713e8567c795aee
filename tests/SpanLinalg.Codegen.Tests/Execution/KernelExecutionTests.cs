namespace SpanLinalg.Codegen.Tests;

/// <summary>The machine code for each processor, executed there or under an emulator: the same bits as the host's scalar kernels.</summary>
public class KernelExecutionTests
{
    private static readonly string[] VectorKernels =
    [
        "Reductions.Dot",
        "VectorUpdates.Axpy",
        "VectorUpdates.Scale",
        "VectorUpdates.Swap",
        "MatrixVector.ByRows",
        "MatrixVector.ByColumns",
    ];

    public static TheoryData<string> NeonKernels => Kernels(TargetProcessor.Arm64);

    public static TheoryData<string> Avx2Kernels => Kernels(TargetProcessor.X64V3);

    public static TheoryData<string> Avx512Kernels => Kernels(TargetProcessor.X64V4);

    public static TheoryData<string> Avx512HalfKernels => Kernels(TargetProcessor.X64V4Half);

    /// <summary>All that have shapes, but tiles without masks: these are made from a constant that lies elsewhere in the image.</summary>
    private static TheoryData<string> Kernels(TargetProcessor target) =>
        [
            .. VectorKernels,
            .. Kernel
                .All.Where(kernel =>
                    kernel.Shape is Tile { IsMasked: false } or RowUpdateShape or NarrowShape { IsMasked: false }
                    && kernel.FmasOn(target, typeof(float)) is not null
                )
                .Select(kernel => kernel.Name),
        ];

    [ExecutionTheory(nameof(KernelRunner.Avx2))]
    [MemberData(nameof(Avx2Kernels))]
    public void Avx2_code_on_this_processor(string kernel) => new ExecutionBatch(KernelRunner.Avx2).Add(kernel).Check();

    [ExecutionTheory(nameof(KernelRunner.Avx512))]
    [MemberData(nameof(Avx512Kernels))]
    public void Avx512_code_on_this_processor(string kernel) =>
        new ExecutionBatch(KernelRunner.Avx512).Add(kernel).Check();

    [ExecutionTheory(nameof(KernelRunner.Avx512Half))]
    [MemberData(nameof(Avx512HalfKernels))]
    public void Avx512_code_for_half_vectors_on_this_processor(string kernel) =>
        new ExecutionBatch(KernelRunner.Avx512Half).Add(kernel).Check();

    [ExecutionTheory(nameof(KernelRunner.Qemu))]
    [MemberData(nameof(NeonKernels))]
    public void Neon_code_under_qemu(string kernel) => new ExecutionBatch(KernelRunner.Qemu).Add(kernel).Check();

    [ExecutionTheory(nameof(KernelRunner.Bochs))]
    [InlineData(
        "MicroKernel8x3WholeEdge.Run",
        "RowUpdate4x4.Run",
        "NarrowKernel8x2WholeEdge.Run",
        "NarrowKernel8x4WholeEdge.Run"
    )]
    public void Avx512_code_under_bochs(params string[] shapes) => UnderBochs(KernelRunner.Bochs, shapes);

    [ExecutionTheory(nameof(KernelRunner.BochsHalf))]
    [InlineData(
        "MicroKernel8x3WholeEdge.Run",
        "RowUpdate4x4.Run",
        "NarrowKernel8x2WholeEdge.Run",
        "NarrowKernel8x4WholeEdge.Run"
    )]
    public void Avx512_code_for_half_vectors_under_bochs(params string[] shapes) =>
        UnderBochs(KernelRunner.BochsHalf, shapes);

    /// <summary>All at once, since each start of Bochs takes seconds.</summary>
    private static void UnderBochs(KernelRunner runner, string[] shapes)
    {
        ExecutionBatch batch = new(runner);
        foreach (string kernel in (string[])[.. shapes, .. VectorKernels])
        {
            batch.Add(kernel);
        }
        batch.Check();
    }
}

/// <summary>A theory about executed code: skipped, and the reason printed, where this way to execute it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExecutionTheoryAttribute : TheoryAttribute
{
    public ExecutionTheoryAttribute(string runner)
    {
        if (KernelRunner.Named(runner).Missing is { } reason)
        {
            Skip = $"{runner}: {reason}";
        }
    }
}
