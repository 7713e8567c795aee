using System.Globalization;
using System.Reflection.PortableExecutable;

namespace SpanLinalg.Codegen.Tests;

/// <summary>The kernels, compiled for one processor; once for all tests.</summary>
internal sealed class CompiledCore
{
    private static readonly Dictionary<string, Lazy<CompiledCore>> Compiled = TargetProcessor.All.ToDictionary(
        target => target.Name,
        target => new Lazy<CompiledCore>(() => new(target))
    );

    private readonly TargetProcessor _target;
    private readonly string _directory;
    private readonly IReadOnlyList<MethodListing> _methods;

    private CompiledCore(TargetProcessor target)
    {
        Crossgen.Compile(target, Kernel.All.Select(kernel => kernel.Method).Distinct());
        _target = target;
        _directory = Path.Combine(Crossgen.OutputDirectory, target.Name);
        _methods = MethodListing.Parse(File.ReadAllText(Path.Combine(_directory, "listing.txt")));
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

    /// <summary>The bytes of a kernel's code. The image's map says at which address they are.</summary>
    public byte[] Code(Kernel kernel, Type type)
    {
        // Address, length, relocations, section, symbol, kind.
        string[] entry = File.ReadLines(Path.Combine(_directory, "image.map.csv"))
            .Select(line => line.Split(','))
            .Single(entry => entry is [.., "MethodWithGCInfo"] && kernel.IsSymbol(entry[4], _target, type));
        using PEReader image = new(File.OpenRead(Path.Combine(_directory, "image.dll")));
        int address = Convert.ToInt32(entry[0], 16);
        int length = int.Parse(entry[1], CultureInfo.InvariantCulture);
        return [.. image.GetSectionData(address).GetContent(0, length)];
    }
}
