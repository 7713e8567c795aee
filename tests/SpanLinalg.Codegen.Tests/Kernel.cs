namespace SpanLinalg.Codegen.Tests;

/// <summary>A kernel, and the multiply-adds that one turn of its busiest loop must have for each kind of vectors.</summary>
/// <param name="Class">In SpanLinalg.Kernels; generic over the vectors, their set and their elements.</param>
/// <param name="Method">Its method.</param>
/// <param name="Neon">Multiply-adds on 128-bit vectors of arm64; null where it is not used.</param>
/// <param name="Avx2">On 256-bit vectors.</param>
/// <param name="Avx512">On 512-bit vectors.</param>
/// <param name="Shape">The shape, if the kernel has further type arguments for it.</param>
internal sealed record Kernel(string Class, string Method, int? Neon, int? Avx2, int? Avx512, IShape? Shape = null)
{
    /// <summary>A new kernel is one line here, if a method of <c>KernelSet</c> leads to it.</summary>
    public static readonly IReadOnlyList<Kernel> All =
    [
        .. Tile.All.Select(tile => new Kernel(
            "MicroKernel",
            "Run",
            tile.FmasWith(registers: 32, hasMasks: false),
            tile.FmasWith(registers: 16, hasMasks: true),
            tile.FmasWith(registers: 32, hasMasks: true),
            tile
        )),
        .. RowUpdateShape.All.Select(shape => new Kernel(
            "RowUpdate",
            "Run",
            shape.FmasWith(registers: 32),
            shape.FmasWith(registers: 16),
            shape.FmasWith(registers: 32),
            shape
        )),
        .. PairShape.All.Select(shape => new Kernel(
            "PairKernel",
            "Run",
            shape.FmasWith(registers: 32, hasMasks: false),
            shape.FmasWith(registers: 16, hasMasks: true),
            shape.FmasWith(registers: 32, hasMasks: true),
            shape
        )),
        new("Reductions", "Dot", Neon: 4, Avx2: 4, Avx512: 4),
        new("Reductions", "MaxMagnitude", Neon: 0, Avx2: 0, Avx512: 0),
        new("VectorUpdates", "Axpy", Neon: 2, Avx2: 2, Avx512: 2),
        new("VectorUpdates", "Scale", Neon: 0, Avx2: 0, Avx512: 0),
        new("MatrixVector", "ByRows", Neon: 8, Avx2: 8, Avx512: 8),
        new("MatrixVector", "ByColumns", Neon: 7, Avx2: 7, Avx512: 7),
        new("RotationSweep", "Run", Neon: 8, Avx2: 8, Avx512: 8),
        new("FmaPeak", "Run", Neon: 10, Avx2: 10, Avx512: 10),
    ];

    public string Name => $"{Class}{Shape}.{Method}";

    public static Kernel Named(string name) => All.Single(kernel => kernel.Name == name);

    public int? FmasOn(TargetProcessor target) =>
        target.Width switch
        {
            SimdWidth.Vector128 => Neon,
            SimdWidth.Vector256 => Avx2,
            _ => Avx512,
        };

    /// <summary>What its name begins with in the JIT's listing.</summary>
    public string ListingPrefix(TargetProcessor target, string type) =>
        $"SpanLinalg.Kernels.{Class}`{Arity}[SpanLinalg.Simd.Simd{(int)target.Width}`1[{type}],"
        + $"System.Runtime.Intrinsics.Vector{(int)target.Width}`1[{type}],{type}"
        + string.Concat(TypeArguments.Select(name => $",SpanLinalg.Kernels.{name}"))
        + $"]:{Method}(";

    /// <summary>Whether this is its symbol in the map of an image.</summary>
    public bool IsSymbol(string symbol, TargetProcessor target, Type type) =>
        symbol.StartsWith(
            $"SpanLinalg_SpanLinalg_Kernels_{Class}_{Arity}<SpanLinalg_SpanLinalg_Simd_Simd{(int)target.Width}_1<{type.Name}>__",
            StringComparison.Ordinal
        )
        && symbol.EndsWith(
            string.Concat(TypeArguments.Select(name => $"__SpanLinalg_SpanLinalg_Kernels_{name}")) + $">__{Method}",
            StringComparison.Ordinal
        );

    private int Arity => 3 + TypeArguments.Length;

    private string[] TypeArguments => Shape?.TypeArguments ?? [];
}
