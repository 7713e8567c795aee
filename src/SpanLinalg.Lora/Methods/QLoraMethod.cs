namespace SpanLinalg.Lora;

/// <summary>QLoRA: Q = nf4(W₀), and an adapter that starts at zero.</summary>
/// <param name="blockSize">Entries that share a scale.</param>
public sealed class QLoraMethod(int blockSize = Nf4Tensor.DefaultBlockSize)
    : QuantizedLoraMethod("QLoRA", "Dettmers et al., QLoRA: Efficient finetuning of quantized LLMs, 2023", blockSize)
{
    internal override QuantizedBase QuantizedBaseOf(BaseWeight weight, int rank) =>
        weight.Quantized(
            typeof(QLoraMethod),
            0,
            () =>
            {
                Matrix<double> error = new(weight.Weight);
                double bits = Round(error.Elements);
                Blas1.AddScaled(-1, weight.Weight.Elements, error.Elements);
                return new(error, bits, [error.FrobeniusNorm()]);
            }
        );
}
