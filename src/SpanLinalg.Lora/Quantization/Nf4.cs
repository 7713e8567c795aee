using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Lora;

/// <summary>The 4-bit NormalFloat code: sixteen values in [−1, 1] at the quantiles of a normal distribution.</summary>
/// <remarks>
/// Dettmers, Pagnoni, Holtzman and Zettlemoyer, "QLoRA: Efficient finetuning of quantized LLMs", 2023, section 3 and
/// appendix E. A number takes the nearest value. Halfway between two values it takes the lower one: the upper code
/// begins strictly above the midpoint. The values are exact in float, so the midpoints are exact in double, and the
/// rule leaves no doubt about any number.
/// </remarks>
public static class Nf4
{
    /// <summary>The code of zero.</summary>
    public const byte Zero = 7;

    private static readonly double[] Table =
    [
        -1,
        -0.6961928009986877,
        -0.5250730514526367,
        -0.39491748809814453,
        -0.28444138169288635,
        -0.18477343022823334,
        -0.09105003625154495,
        0,
        0.07958029955625534,
        0.16093020141124725,
        0.24611230194568634,
        0.33791524171829224,
        0.44070982933044434,
        0.5626170039176941,
        0.7229568362236023,
        1,
    ];

    private static readonly double[] Midpoints = [.. Table.Zip(Table.Skip(1), (low, high) => (low + high) / 2)];

    /// <summary>The sixteen values, ascending; the index is the code.</summary>
    public static ReadOnlySpan<double> Values => Table;

    /// <summary>The code of the value nearest to a number.</summary>
    /// <param name="value">Beyond ±1 it takes the last code on its side; NaN takes code 0.</param>
    public static byte Encode(double value)
    {
        // A binary search for the number of midpoints that lie below. Every bit is computed and none is a branch, since
        // half of the branches would be guessed wrongly.
        int code = IsAbove(7) << 3;
        code |= IsAbove(code | 3) << 2;
        code |= IsAbove(code | 1) << 1;
        code |= IsAbove(code);
        return (byte)code;

        int IsAbove(int index) => Unsafe.BitCast<bool, byte>(value > Midpoints[index]);
    }

    /// <summary>Quantises numbers in blocks, each scaled by the largest magnitude in it.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="source">The numbers.</param>
    /// <param name="blockSize">Numbers that share a scale, 1 or more; the last block may be shorter.</param>
    /// <param name="codes">
    /// ⌈n/2⌉ bytes, two codes in each: the first number of a pair in the upper half. Where n is odd the last half byte
    /// is <see cref="Zero"/>.
    /// </param>
    /// <param name="absmax">
    /// ⌈n/block⌉ elements: the scales, rounded to float. A block of zeros has the scale 0 and codes of zero.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The block size is less than 1.</exception>
    /// <exception cref="ArgumentException">A destination has another length.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// A number is NaN or infinite, or too large for a scale in float; the message has its index.
    /// </exception>
    /// <remarks>Allocates nothing. Four comparisons a number.</remarks>
    public static void Quantize<T>(ReadOnlySpan<T> source, int blockSize, Span<byte> codes, Span<float> absmax)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLengths(source.Length, blockSize, codes, absmax);
        if ((source.Length & 1) != 0)
        {
            codes[^1] = Zero;
        }
        for (int block = 0; block < absmax.Length; block++)
        {
            int start = block * blockSize;
            ReadOnlySpan<T> numbers = source.Slice(start, Math.Min(blockSize, source.Length - start));
            float scale = LargestMagnitude(numbers, start);
            absmax[block] = scale;
            for (int i = 0; i < numbers.Length; i++)
            {
                byte code = scale == 0 ? Zero : Encode(double.CreateTruncating(numbers[i]) / scale);
                ref byte pair = ref codes[(start + i) / 2];
                pair = ((start + i) & 1) == 0 ? (byte)((code << 4) | (pair & 0x0f)) : (byte)((pair & 0xf0) | code);
            }
        }
    }

    /// <summary>The numbers that codes and scales stand for.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="codes">⌈n/2⌉ bytes, packed as by <see cref="Quantize"/>.</param>
    /// <param name="absmax">⌈n/block⌉ scales.</param>
    /// <param name="blockSize">Numbers that share a scale, 1 or more.</param>
    /// <param name="destination">Receives the n numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block size is less than 1.</exception>
    /// <exception cref="ArgumentException">Codes or scales have another length.</exception>
    /// <remarks>Allocates nothing.</remarks>
    public static void Dequantize<T>(
        ReadOnlySpan<byte> codes,
        ReadOnlySpan<float> absmax,
        int blockSize,
        Span<T> destination
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLengths(destination.Length, blockSize, codes, absmax);
        for (int block = 0; block < absmax.Length; block++)
        {
            double scale = absmax[block];
            int end = (int)Math.Min(destination.Length, (block + 1L) * blockSize);
            for (int i = block * blockSize; i < end; i++)
            {
                int code = (i & 1) == 0 ? codes[i / 2] >> 4 : codes[i / 2] & 0x0f;
                destination[i] = T.CreateTruncating(Table[code] * scale);
            }
        }
    }

    /// <summary>The number of blocks that so many numbers take.</summary>
    internal static int Blocks(int length, int blockSize) => (int)(((long)length + blockSize - 1) / blockSize);

    private static float LargestMagnitude<T>(ReadOnlySpan<T> numbers, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Blas1.MaxMagnitude(numbers);
        if (T.IsFinite(largest) && !float.IsInfinity(float.CreateTruncating(largest)))
        {
            return float.CreateTruncating(largest);
        }

        int i = 0;
        while (T.IsFinite(numbers[i]) && !float.IsInfinity(float.CreateTruncating(numbers[i])))
        {
            i++;
        }
        throw new NotFiniteNumberException(
            FormattableString.Invariant($"Element {start + i} is {numbers[i]}, which NF4 cannot hold.")
        );
    }

    private static void CheckLengths(int length, int blockSize, ReadOnlySpan<byte> codes, ReadOnlySpan<float> absmax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        if (codes.Length != Blocks(length, 2))
        {
            throw new ArgumentException(
                $"{length} numbers have {Blocks(length, 2)} bytes of codes, not {codes.Length}.",
                nameof(codes)
            );
        }
        if (absmax.Length != Blocks(length, blockSize))
        {
            throw new ArgumentException(
                $"{length} numbers in blocks of {blockSize} have {Blocks(length, blockSize)} scales, not "
                    + $"{absmax.Length}.",
                nameof(absmax)
            );
        }
    }
}
