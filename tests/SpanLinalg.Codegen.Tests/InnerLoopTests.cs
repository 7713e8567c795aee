namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// The inner loop of every kernel, for processors that need not be here: all in registers, and nothing but work.
/// </summary>
public class InnerLoopTests
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["float"] = typeof(float),
        ["double"] = typeof(double),
    };

    public static TheoryData<string, string, string> Cases()
    {
        TheoryData<string, string, string> cases = [];
        foreach (TargetProcessor target in TargetProcessor.All)
        {
            foreach (Kernel kernel in Kernel.All)
            {
                foreach ((string name, Type type) in Types)
                {
                    if (kernel.FmasOn(target, type) is not null)
                    {
                        cases.Add(target.Name, kernel.Name, name);
                    }
                }
            }
        }
        return cases;
    }

    [CodegenTheory]
    [MemberData(nameof(Cases))]
    public void Inner_loops_stay_in_registers(string processor, string kernelName, string type)
    {
        TargetProcessor target = TargetProcessor.Named(processor);
        Kernel kernel = Kernel.Named(kernelName);
        MethodListing listing = CompiledCore.For(target).Listing(kernel.ListingPrefix(target, type));
        string complaints = LoopVerdict.Judge(
            listing,
            kernel.FmasOn(target, Types[type])!.Value,
            target.VectorRegister,
            kernel.MostInstructionsOn(target)
        );
        Assert.True(complaints is "", complaints);
    }
}
