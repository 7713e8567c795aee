namespace SpanLinalg.Codegen.Tests;

/// <summary>What is wrong with the busiest loop of a kernel, in words, with the lines that show it.</summary>
internal static class LoopVerdict
{
    /// <summary>Empty if all is well.</summary>
    /// <param name="method">The kernel's code.</param>
    /// <param name="fmas">Multiply-adds that one turn of its busiest loop must have.</param>
    /// <param name="register">The kind of registers that they must work on.</param>
    public static string Judge(MethodListing method, int fmas, string register)
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
        Complain("vectors go to or from the stack", busiest.Spills);
        Complain("calls", busiest.Calls);
        return complaints is [] ? "" : $"{method.Name}:\n{string.Join("\n\n", complaints)}";

        void Complain(string what, IEnumerable<Instruction> offenders)
        {
            if (offenders.Any())
            {
                complaints.Add($"{what}:\n{string.Join('\n', offenders)}\nin the loop\n{busiest}");
            }
        }
    }
}
