namespace SpanLinalg.Codegen.Tests;

/// <summary>The kernels, compiled for one processor; once for all tests.</summary>
internal sealed class CompiledCore
{
    private static readonly Dictionary<string, Lazy<CompiledCore>> Compiled = TargetProcessor.All.ToDictionary(
        target => target.Name,
        target => new Lazy<CompiledCore>(() => new(target))
    );

    private readonly IReadOnlyList<MethodListing> _methods;

    private CompiledCore(TargetProcessor target)
    {
        Crossgen.Compile(target, Kernel.All.Select(kernel => kernel.Method).Distinct());
        string directory = Path.Combine(Crossgen.OutputDirectory, target.Name);
        _methods = MethodListing.Parse(File.ReadAllText(Path.Combine(directory, "listing.txt")));
    }

    public static CompiledCore For(TargetProcessor target) => Compiled[target.Name].Value;

    public MethodListing Listing(string prefix)
    {
        MethodListing[] found = [.. _methods.Where(method => method.Name.StartsWith(prefix, StringComparison.Ordinal))];
        return found is [MethodListing only]
            ? only
            : throw new InvalidOperationException(
                $"{found.Length} methods are called {prefix}…; if there is none, no compiled method calls it."
            );
    }
}
