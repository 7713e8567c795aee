using System.Text.RegularExpressions;

namespace SpanLinalg.Codegen.Tests;

/// <summary>The machine code of one method, as the JIT prints it.</summary>
/// <param name="Name">Class, type arguments, method and signature, in the JIT's spelling.</param>
/// <param name="Instructions">In the order of their addresses.</param>
/// <param name="Labels">For each label, the index of the instruction that it stands before.</param>
/// <param name="FrameRegisters">The registers that point into the stack.</param>
internal sealed partial record MethodListing(
    string Name,
    IReadOnlyList<Instruction> Instructions,
    IReadOnlyDictionary<string, int> Labels,
    IReadOnlyList<string> FrameRegisters
)
{
    private const string Heading = "; Assembly listing for method ";

    /// <summary>All methods of a listing, from x64 or arm64.</summary>
    public static IReadOnlyList<MethodListing> Parse(string listing) =>
        [.. listing.Split(Heading).Skip(1).Select(ParseMethod)];

    /// <summary>Loops that have no other loop inside.</summary>
    /// <remarks>
    /// A loop is what lies between a target and the first jump back to it; later jumps to the same place, as they come out of
    /// the tail of an outer loop, close a loop around it. Parts that the JIT moves away because they are rare are not seen.
    /// </remarks>
    public IReadOnlyList<Loop> InnermostLoops()
    {
        (int First, int Last)[] loops =
        [
            .. Instructions
                .Select((instruction, index) => (First: TargetOf(instruction), Last: index))
                .Where(jump => jump.First <= jump.Last)
                .GroupBy(jump => jump.First, (first, jumps) => (first, jumps.Min(jump => jump.Last))),
        ];
        return
        [
            .. loops
                .Where(outer => !loops.Any(inner => inner != outer && Contains(outer, inner)))
                .Select(loop => new Loop([.. Instructions.Take(loop.Last + 1).Skip(loop.First)], FrameRegisters)),
        ];
    }

    private static bool Contains((int First, int Last) outer, (int First, int Last) inner) =>
        outer.First <= inner.First && inner.Last <= outer.Last;

    private int TargetOf(Instruction instruction) =>
        instruction.JumpTarget is { } label && Labels.TryGetValue(label, out int index) ? index : int.MaxValue;

    private static MethodListing ParseMethod(string text)
    {
        List<Instruction> instructions = [];
        Dictionary<string, int> labels = [];
        List<string> frameRegisters = ["rsp", "sp"];
        string[] lines = text.Split('\n');
        foreach (string line in lines.Skip(1))
        {
            if (FrameLine().Match(line) is { Success: true } frame)
            {
                frameRegisters.Add(frame.Groups[1].Value);
            }
            else if (LabelLine().Match(line) is { Success: true } label)
            {
                labels[label.Groups[1].Value] = instructions.Count;
            }
            else if (labels.Count > 0 && InstructionLine().Match(line) is { Success: true } instruction)
            {
                instructions.Add(new(instruction.Groups[1].Value, instruction.Groups[2].Value.Trim()));
            }
        }
        return new(lines[0].Trim(), instructions, labels, frameRegisters);
    }

    // Without such a frame, rbp is a register like any other.
    [GeneratedRegex(@"^; (rbp|fp) based frame")]
    private static partial Regex FrameLine();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex LabelLine();

    // Comments and the constants behind the code begin in the first column.
    [GeneratedRegex(@"^\s+([a-z][\w.]*)(.*)$")]
    private static partial Regex InstructionLine();
}
