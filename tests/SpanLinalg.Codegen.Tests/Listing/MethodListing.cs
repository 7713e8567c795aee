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
    /// A loop is what leads to a jump back without passing the place that is jumped to, wherever the JIT has put it
    /// (A. V. Aho, R. Sethi, J. D. Ullman, "Compilers", 1986, section 10.4: a natural loop). Of several jumps to the
    /// same place the first counts; later ones, as they come out of the tail of an outer loop, close a loop around it.
    /// </remarks>
    public IReadOnlyList<Loop> InnermostLoops()
    {
        List<int>[] predecessors = Predecessors();
        HashSet<int>[] loops =
        [
            .. Instructions
                .Select((instruction, index) => (First: TargetOf(instruction), Last: index))
                .Where(jump => jump.First <= jump.Last)
                .GroupBy(jump => jump.First, (first, jumps) => (first, jumps.Min(jump => jump.Last)))
                .Select(jump => NaturalLoop(jump.first, jump.Item2, predecessors))
                .Where(loop => loop.Count > 0),
        ];
        return
        [
            .. loops
                .Where(outer => !loops.Any(inner => inner.IsProperSubsetOf(outer)))
                .Select(loop => new Loop([.. loop.Order().Select(index => Instructions[index])], FrameRegisters)),
        ];
    }

    /// <summary>
    /// The instructions of a loop; none if its head can be passed by, so that the jump back comes from a part that was
    /// only moved away.
    /// </summary>
    private static HashSet<int> NaturalLoop(int first, int last, List<int>[] predecessors)
    {
        // Before the head there may be moves of registers that only the jump back goes through.
        int head = first;
        while (head > 0 && head < last && predecessors[head].Count == 1)
        {
            head++;
        }

        HashSet<int> body = [.. Enumerable.Range(first, head - first + 1)];
        Stack<int> pending = new([last]);
        while (pending.TryPop(out int index))
        {
            if (body.Add(index))
            {
                predecessors[index].ForEach(pending.Push);
            }
        }
        return body.Contains(0) && first != 0 ? [] : body;
    }

    private List<int>[] Predecessors()
    {
        List<int>[] predecessors = [.. Instructions.Select(_ => new List<int>())];
        for (int index = 0; index < Instructions.Count; index++)
        {
            if (TargetOf(Instructions[index]) is int target && target < Instructions.Count)
            {
                predecessors[target].Add(index);
            }
            if (index + 1 < Instructions.Count && !Instructions[index].EndsFlow)
            {
                predecessors[index + 1].Add(index);
            }
        }
        return predecessors;
    }

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
