namespace SpanLinalg.Lora;

/// <summary>The scales of a quantised tensor, themselves quantised to 8 bits: QLoRA's double quantisation.</summary>
/// <remarks>
/// <para>
/// Dettmers et al., 2023, section 3. Scales are positive and near one another, so their mean is taken off first; what
/// is left is coded in blocks of 256 with one float scale each.
/// </para>
/// <para>
/// The paper's 8-bit code is a float of unstated layout. Here it is linear and symmetric: code q = round(127·x/c),
/// halves to even, c the largest magnitude of the block, and x ≈ q·c/127. It errs by at most c/254, which is far below
/// what the 4-bit codes lose.
/// </para>
/// </remarks>
public sealed class DoubleQuantization
{
    /// <summary>Scales that share a scale of the second kind.</summary>
    public const int BlockSize = 256;

    private const float LargestCode = 127;

    private readonly sbyte[] codes;
    private readonly float[] blockScales;

    /// <summary>Quantises scales.</summary>
    /// <param name="scales">Finite numbers.</param>
    /// <remarks>Allocates a byte for each scale, and four for each block of them.</remarks>
    public DoubleQuantization(ReadOnlySpan<float> scales)
    {
        codes = new sbyte[scales.Length];
        blockScales = new float[Nf4.Blocks(scales.Length, BlockSize)];
        Offset = Mean(scales);
        for (int block = 0; block < blockScales.Length; block++)
        {
            int start = block * BlockSize;
            int end = Math.Min(start + BlockSize, scales.Length);
            float largest = 0;
            for (int i = start; i < end; i++)
            {
                largest = Math.Max(largest, Math.Abs(scales[i] - Offset));
            }
            blockScales[block] = largest;
            for (int i = start; i < end && largest > 0; i++)
            {
                codes[i] = (sbyte)MathF.Round(LargestCode * ((scales[i] - Offset) / largest));
            }
        }
    }

    /// <summary>The mean of the scales.</summary>
    public float Offset { get; }

    /// <summary>One code for each scale, −127 to 127.</summary>
    public ReadOnlySpan<sbyte> Codes => codes;

    /// <summary>The largest distance from the mean in each block.</summary>
    public ReadOnlySpan<float> BlockScales => blockScales;

    /// <summary>What is stored, in bits: codes, block scales and the offset.</summary>
    public long Bits => (8L * codes.Length) + (32L * blockScales.Length) + 32;

    /// <summary>The scales that the codes stand for. Allocates nothing.</summary>
    /// <param name="destination">As many elements as there are scales.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void Dequantize(Span<float> destination)
    {
        if (destination.Length != codes.Length)
        {
            throw new ArgumentException(
                $"There are {codes.Length} scales, but the destination has {destination.Length} elements.",
                nameof(destination)
            );
        }
        for (int i = 0; i < codes.Length; i++)
        {
            destination[i] = Offset + (codes[i] * (blockScales[i / BlockSize] / LargestCode));
        }
    }

    private static float Mean(ReadOnlySpan<float> scales)
    {
        double sum = 0;
        foreach (float scale in scales)
        {
            sum += scale;
        }
        return scales.IsEmpty ? 0 : (float)(sum / scales.Length);
    }
}
