namespace SpanLinalg.Lora;

/// <summary>
/// LoftQ: Q and the adapter's start are chosen together, Q = nf4(W₀ − BA) and BA = SVD_r(W₀ − Q) in turn, from BA = 0.
/// </summary>
/// <param name="blockSize">Entries that share a scale.</param>
public sealed class LoftQMethod(int blockSize = Nf4Tensor.DefaultBlockSize)
    : QuantizedLoraMethod("LoftQ", "Li et al., LoftQ: LoRA-fine-tuning-aware quantization, 2023", blockSize)
{
    internal override QuantizedBase QuantizedBaseOf(BaseWeight weight, int rank) =>
        weight.Quantized(typeof(LoftQMethod), rank, () => Iterate(weight, rank, initial: null));
}
