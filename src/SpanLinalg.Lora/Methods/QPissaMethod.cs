namespace SpanLinalg.Lora;

/// <summary>
/// QPiSSA: the adapter starts as the leading part of W₀ itself, and only the rest is quantised; then as in LoftQ.
/// </summary>
/// <remarks>
/// Q lacks the leading part of W₀, so the adapter has to go on carrying it, and of its rank less is left for ΔW than
/// LoftQ has.
/// </remarks>
/// <param name="blockSize">Entries that share a scale.</param>
public sealed class QPissaMethod(int blockSize = Nf4Tensor.DefaultBlockSize)
    : QuantizedLoraMethod(
        "QPiSSA",
        "Meng, Wang and Zhang, PiSSA: Principal singular values and singular vectors adaptation, 2024",
        blockSize
    )
{
    internal override QuantizedBase QuantizedBaseOf(BaseWeight weight, int rank) =>
        weight.Quantized(typeof(QPissaMethod), rank, () => Iterate(weight, rank, weight.Frame(rank).Leading(rank)));
}
