using System.Text.RegularExpressions;

namespace SpanLinalg.Codegen.Tests;

/// <summary>One machine instruction, of x64 or arm64.</summary>
internal sealed partial record Instruction(string Mnemonic, string Operands)
{
    /// <summary>The label that it jumps to, if it is a jump.</summary>
    public string? JumpTarget => Label().Match(Operands) is { Success: true } label ? label.Value : null;

    public bool IsCall => Mnemonic is "call" or "bl" or "blr";

    /// <summary>Whether what follows it in memory never comes next.</summary>
    public bool EndsFlow => Mnemonic is "jmp" or "ret" or "b" or "br" or "int3" or "brk";

    /// <summary>Whether it multiplies and adds whole vectors; the scalar form does not count.</summary>
    public bool IsVectorFma => X64VectorFma().IsMatch(Mnemonic) || (IsArmFma && ArmVector().IsMatch(Operands));

    /// <summary>
    /// Whether it moves a vector, or a part of one, to or from an address that one of these registers makes.
    /// </summary>
    public bool MovesVectorBy(IEnumerable<string> registers) =>
        AnyVector().IsMatch(Operands) && registers.Any(register => Regex.IsMatch(Operands, $@"\[{register}\b"));

    public override string ToString() => $"{Mnemonic, -12} {Operands}";

    private bool IsArmFma => Mnemonic is "fmla" or "fmls";

    [GeneratedRegex(@"\bG_M\w+")]
    private static partial Regex Label();

    [GeneratedRegex("^vfn?m(add|sub)[0-9]{3}p[sd]$")]
    private static partial Regex X64VectorFma();

    [GeneratedRegex(@"\bv[0-9]+\.(2d|4s)")]
    private static partial Regex ArmVector();

    [GeneratedRegex(@"\b([xyz]mm[0-9]+|[vqds][0-9]+)\b")]
    private static partial Regex AnyVector();
}
