namespace SpanLinalg.Codegen.Tests;

/// <summary>AVX-512's machine code, executed on any processor: the same bits as the host's scalar kernels.</summary>
/// <remarks>Code for other processors is executed by the core's own tests, in a lane for each of them.</remarks>
public class KernelExecutionTests
{
    private static readonly string[] Kernels =
    [
        "MicroKernel8x3WholeEdge.Run",
        "RowUpdate4x4.Run",
        "NarrowKernel8x2WholeEdge.Run",
        "NarrowKernel8x4WholeEdge.Run",
        "Reductions.Dot",
        "VectorUpdates.Axpy",
        "VectorUpdates.Scale",
        "VectorUpdates.Swap",
        "MatrixVector.ByRows",
        "MatrixVector.ByColumns",
    ];

    public static TheoryData<string> Processors => [TargetProcessor.X64V4.Name, TargetProcessor.X64V4Half.Name];

    /// <summary>All kernels at once, since each start of Bochs takes seconds.</summary>
    [BochsTheory]
    [MemberData(nameof(Processors))]
    public void Avx512_code_under_bochs(string processor)
    {
        ExecutionBatch batch = new(TargetProcessor.Named(processor));
        foreach (string kernel in Kernels)
        {
            batch.Add(kernel);
        }
        batch.Check();
    }
}

/// <summary>A theory about executed code: skipped, and the reason printed, where nothing executes it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BochsTheoryAttribute : TheoryAttribute
{
    public BochsTheoryAttribute() => Skip = Bochs.Missing;
}
