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

    /// <summary>
    /// The bytes of a kernel's code, behind them its constants. The image's map says at which addresses they are.
    /// </summary>
    public byte[] Code(Kernel kernel, Type type)
    {
        // Address, length, relocations, section, symbol, kind.
        string[][] map = [.. File.ReadLines(Path.Combine(_directory, "image.map.csv")).Select(line => line.Split(','))];
        string[] entry = map.Single(entry =>
            entry is [.., "MethodWithGCInfo"] && kernel.IsSymbol(entry[4], _target, type)
        );
        string[]? constants = map.SingleOrDefault(other =>
            other is [.., "MethodReadOnlyDataNode"] && other[4] == $"__readonlydata_{entry[4]}"
        );
        using PEReader image = new(File.OpenRead(Path.Combine(_directory, "image.dll")));
        byte[] code = Content(image, entry);
        return constants is null ? code : Join(code, Address(entry), Content(image, constants), Address(constants));
    }

    private static int Address(string[] entry) => Convert.ToInt32(entry[0], 16);

    private static byte[] Content(PEReader image, string[] entry) =>
        [.. image.GetSectionData(Address(entry)).GetContent(0, int.Parse(entry[1], CultureInfo.InvariantCulture))];

    /// <summary>Moves constants to the end of x64 code, which finds them by their distance.</summary>
    /// <remarks>
    /// The distance counts from the end of the instruction: four bytes behind its beginning, or five where the
    /// instruction ends with a byte of its own. Nothing else in a kernel's code is, by chance, the distance of a
    /// constant that is so far away: the code is compared with the scalar kernel when it has run.
    /// </remarks>
    private static byte[] Join(byte[] code, int address, byte[] constants, int constantsAddress)
    {
        const int Alignment = 64;
        int end = (code.Length + Alignment - 1) / Alignment * Alignment;
        int moved = address + end - constantsAddress;
        for (int i = 0; i <= code.Length - sizeof(int); i++)
        {
            int distance = BitConverter.ToInt32(code, i);
            long target = (long)address + i + sizeof(int) + distance - constantsAddress;
            if (target >= -1 && target < constants.Length)
            {
                BitConverter.TryWriteBytes(code.AsSpan(i), distance + moved);
                i += sizeof(int) - 1;
            }
        }
        return [.. code, .. new byte[end - code.Length], .. constants];
    }
}
