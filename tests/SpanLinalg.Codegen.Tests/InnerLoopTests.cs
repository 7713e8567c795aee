namespace SpanLinalg.Codegen.Tests;

/// <summary>The inner loop of every kernel, for processors that need not be here: all in registers, and nothing but work.</summary>
public class InnerLoopTests
{
    public static TheoryData<string, string, string> Cases()
    {
        TheoryData<string, string, string> cases = [];
        foreach (TargetProcessor target in TargetProcessor.All)
        {
            foreach (Kernel kernel in Kernel.All.Where(kernel => kernel.FmasOn(target) is not null))
            {
                cases.Add(target.Name, kernel.Name, "float");
                cases.Add(target.Name, kernel.Name, "double");
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
        string complaints = LoopVerdict.Judge(listing, kernel.FmasOn(target)!.Value, target.VectorRegister);
        Assert.True(complaints is "", complaints);
    }
}
