namespace SpanLinalg.Codegen.Tests;

/// <summary>The instructions of an innermost loop, and what a kernel's must not have among them.</summary>
internal sealed record Loop(IReadOnlyList<Instruction> Body, IReadOnlyList<string> FrameRegisters)
{
    /// <summary>The multiply-adds on registers of this kind: zmm, ymm, or v of arm64.</summary>
    public int Fmas(string register) =>
        Body.Count(instruction =>
            instruction.IsVectorFma && instruction.Operands.StartsWith(register, StringComparison.Ordinal)
        );

    /// <summary>The instructions that have to do with registers of this kind.</summary>
    public int Uses(string register) =>
        Body.Count(instruction => instruction.Operands.Contains(register, StringComparison.Ordinal));

    /// <summary>Moves of vectors to or from the stack: the registers did not suffice.</summary>
    public IEnumerable<Instruction> Spills => Body.Where(instruction => instruction.MovesVectorBy(FrameRegisters));

    public IEnumerable<Instruction> Calls => Body.Where(instruction => instruction.IsCall);

    public override string ToString() => string.Join('\n', Body);
}
