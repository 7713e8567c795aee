namespace SpanLinalg.Lora;

/// <summary>Every method there is.</summary>
public static class UpdateMethods
{
    private const int BlockSide = 8;

    /// <summary>All methods, the simplest of equals first.</summary>
    /// <param name="options">α, heads, seed and block size.</param>
    public static IReadOnlyList<IUpdateMethod> All(ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            new LoraMethod(),
            new RsLoraMethod(options.Alpha),
            new DoraMethod(),
            new AdaLoraMethod(),
            new LoraXsMethod(),
            new TinyLoraMethod(options.Seed),
            new VeraMethod(options.Seed),
            new SparseMethod(),
            BlockSparseMethod.Heads(options.Heads),
            BlockSparseMethod.Blocks(BlockSide),
            new LowRankPlusSparseMethod(),
            new FullMethod(),
            new QLoraMethod(options.QuantizationBlock),
            new LoftQMethod(options.QuantizationBlock),
            new QPissaMethod(options.QuantizationBlock),
        ];
    }
}
