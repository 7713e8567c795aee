namespace SpanLinalg.Codegen.Tests;

/// <summary>What is wrong with the busiest loop of a kernel, in words, with the lines that show it.</summary>
/// <remarks>Loops that are as busy as that, since they have as many multiply-adds, are judged too.</remarks>
internal static class LoopVerdict
{
    /// <summary>Empty if all is well.</summary>
    /// <param name="method">The kernel's code.</param>
    /// <param name="fmas">Multiply-adds that one turn of its busiest loop must have.</param>
    /// <param name="register">The kind of registers that they must work on.</param>
    /// <param name="mostInstructions">Instructions that one turn has at most, if their number matters.</param>
    public static string Judge(MethodListing method, int fmas, string register, int? mostInstructions = null)
    {
        IReadOnlyList<Loop> loops = method.InnermostLoops();
        if (loops is [])
        {
            return $"{method.Name} has no loop.";
        }

        List<string> complaints = [];
        Loop busiest = loops.MaxBy(loop => (loop.Fmas(register), loop.Uses(register)))!;
        if (busiest.Fmas(register) != fmas)
        {
            complaints.Add(
                $"{busiest.Fmas(register)} multiply-adds on {register} registers, not {fmas}, in\n{busiest}"
            );
        }
        foreach (Loop loop in loops.Where(loop => loop == busiest || (fmas > 0 && loop.Fmas(register) == fmas)))
        {
            Complain("vectors go to or from the stack", loop.Spills, loop);
            Complain("calls", loop.Calls, loop);
            if (loop.Body.Count > mostInstructions)
            {
                complaints.Add($"{loop.Body.Count} instructions, more than {mostInstructions}, in\n{loop}");
            }
        }
        return complaints is [] ? "" : $"{method.Name}:\n{string.Join("\n\n", complaints)}";

        void Complain(string what, IEnumerable<Instruction> offenders, Loop loop)
        {
            if (offenders.Any())
            {
                complaints.Add($"{what}:\n{string.Join('\n', offenders)}\nin the loop\n{loop}");
            }
        }
    }
}
