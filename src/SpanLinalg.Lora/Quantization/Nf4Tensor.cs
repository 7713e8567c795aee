using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>Numbers stored in 4 bits each, with a scale for every block, itself in 8 bits if so wished.</summary>
/// <remarks>A matrix is quantised along its elements row by row: a block may run over the end of a row.</remarks>
public sealed class Nf4Tensor
{
    /// <summary>QLoRA's block size.</summary>
    public const int DefaultBlockSize = 64;

    private readonly byte[] codes;
    private readonly float[] absmax;

    private Nf4Tensor(int length, int blockSize, byte[] codes, float[] absmax, DoubleQuantization? quantizedScales)
    {
        Length = length;
        BlockSize = blockSize;
        this.codes = codes;
        this.absmax = absmax;
        QuantizedScales = quantizedScales;
    }

    /// <summary>The number of numbers.</summary>
    public int Length { get; }

    /// <summary>Numbers that share a scale.</summary>
    public int BlockSize { get; }

    /// <summary>Two codes a byte, the first of a pair in the upper half.</summary>
    public ReadOnlySpan<byte> Codes => codes;

    /// <summary>The scales as they act: after double quantisation, what their own codes stand for.</summary>
    public ReadOnlySpan<float> Absmax => absmax;

    /// <summary>The scales as they are stored after double quantisation; null without.</summary>
    public DoubleQuantization? QuantizedScales { get; }

    /// <summary>
    /// Everything that is stored, by the number of numbers: 4.5 at blocks of 64, 4.127 with double quantisation.
    /// </summary>
    public double BitsPerWeight =>
        Length == 0 ? 0 : ((8.0 * codes.Length) + (QuantizedScales?.Bits ?? (32.0 * absmax.Length))) / Length;

    /// <summary>Quantises numbers.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="source">The numbers.</param>
    /// <param name="blockSize">Numbers that share a scale, 1 or more.</param>
    /// <param name="doubleQuantization">Whether the scales are quantised too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block size is less than 1.</exception>
    /// <exception cref="NotFiniteNumberException">A number is NaN, infinite or beyond a float.</exception>
    /// <remarks>
    /// Allocates what is stored. The codes are chosen before the scales are quantised, as QLoRA does.
    /// </remarks>
    public static Nf4Tensor Quantize<T>(
        ReadOnlySpan<T> source,
        int blockSize = DefaultBlockSize,
        bool doubleQuantization = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        byte[] codes = new byte[Nf4.Blocks(source.Length, 2)];
        float[] absmax = new float[Nf4.Blocks(source.Length, blockSize)];
        Nf4.Quantize(source, blockSize, codes, absmax);
        DoubleQuantization? scales = null;
        if (doubleQuantization)
        {
            scales = new(absmax);
            scales.Dequantize(absmax);
        }
        return new(source.Length, blockSize, codes, absmax, scales);
    }

    /// <summary>The numbers that are stored. Allocates nothing.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="destination">Exactly <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void Dequantize<T>(Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (destination.Length != Length)
        {
            throw new ArgumentException(
                $"There are {Length} numbers, but the destination has {destination.Length} elements.",
                nameof(destination)
            );
        }
        Nf4.Dequantize(codes, absmax, BlockSize, destination);
    }
}
