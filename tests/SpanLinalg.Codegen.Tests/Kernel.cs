namespace SpanLinalg.Codegen.Tests;

/// <summary>A kernel, and what one turn of its busiest loop must have.</summary>
/// <param name="Class">In SpanLinalg.Kernels; generic over the vectors, their set and their elements.</param>
/// <param name="Method">Its method.</param>
/// <param name="Fmas">Multiply-adds on vectors; a shape says it by itself.</param>
/// <param name="Shape">The shape, if the kernel has further type arguments for it.</param>
internal sealed record Kernel(string Class, string Method, int Fmas = 0, IShape? Shape = null)
{
    /// <summary>A new kernel is one line here, if a method of <c>KernelSet</c> leads to it.</summary>
    public static readonly IReadOnlyList<Kernel> All =
    [
        .. Tile.All.Select(shape => new Kernel("MicroKernel", "Run", Shape: shape)),
        .. RowUpdateShape.All.Select(shape => new Kernel("RowUpdate", "Run", Shape: shape)),
        .. NarrowShape.All.Select(shape => new Kernel("NarrowKernel", "Run", Shape: shape)),
        new("Reductions", "Dot", 4),
        new("Reductions", "MaxMagnitude"),
        new("VectorUpdates", "Axpy", 2),
        new("VectorUpdates", "Scale"),
        new("VectorUpdates", "Swap"),
        new("MatrixVector", "ByRows", 8),
        new("MatrixVector", "ByColumns", 16),
        new("RotationSweep", "Run", 8),
        new("ReflectorColumns", "AddAndGenerate", 2),
        new("ReflectorColumns", "AddAndDot", 8),
        new("ReflectorColumns", "AddAndAccumulate", 8),
        new("ReflectorColumns", "Store"),
        new("FmaPeak", "Run", 10),
    ];

    public string Name => $"{Class}{Shape}.{Method}";

    public static Kernel Named(string name) => All.Single(kernel => kernel.Name == name);

    /// <summary>The multiply-adds, or null if the kernel is not used there.</summary>
    public int? FmasOn(TargetProcessor target, Type type) => Shape is null ? Fmas : Shape.FmasOn(target, type);

    /// <inheritdoc cref="IShape.MostInstructionsOn"/>
    public int? MostInstructionsOn(TargetProcessor target) => Shape?.MostInstructionsOn(target);

    /// <summary>What its name begins with in the JIT's listing.</summary>
    public string ListingPrefix(TargetProcessor target, string type) =>
        $"SpanLinalg.Kernels.{Class}`{Arity}[SpanLinalg.Simd.Simd{(int)target.Width}`1[{type}],"
        + $"System.Runtime.Intrinsics.Vector{(int)target.Width}`1[{type}],{type}"
        + string.Concat(TypeArguments.Select(name => $",SpanLinalg.Kernels.{name}"))
        + $"]:{Method}(";

    /// <summary>Whether this is its symbol in the map of an image.</summary>
    public bool IsSymbol(string symbol, TargetProcessor target, Type type) =>
        symbol.StartsWith(
            $"SpanLinalg_SpanLinalg_Kernels_{Class}_{Arity}<"
                + $"SpanLinalg_SpanLinalg_Simd_Simd{(int)target.Width}_1<{type.Name}>__",
            StringComparison.Ordinal
        )
        && symbol.EndsWith(
            string.Concat(TypeArguments.Select(name => $"__SpanLinalg_SpanLinalg_Kernels_{name}")) + $">__{Method}",
            StringComparison.Ordinal
        );

    private int Arity => 3 + TypeArguments.Length;

    private string[] TypeArguments => Shape?.TypeArguments ?? [];
}
