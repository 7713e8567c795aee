namespace SpanLinalg;

/// <summary>
/// A number in the format bfloat16: the upper 16 bits of a float. It is for storing; computations are in float.
/// </summary>
/// <param name="Bits">Sign, eight bits of exponent, seven of fraction.</param>
/// <remarks>
/// Named in full, because System.Numerics has a BFloat16 from .NET 11 on. Spans of 16-bit words become spans of this
/// by <see cref="System.Runtime.InteropServices.MemoryMarshal.Cast{TFrom, TTo}(Span{TFrom})"/>.
/// </remarks>
public readonly record struct BrainFloat16(ushort Bits)
{
    /// <summary>
    /// The nearest number in the format, to even where two are; NaN stays NaN, and what is too large becomes
    /// infinite.
    /// </summary>
    /// <param name="value">Any number.</param>
    public static explicit operator BrainFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            // The fraction might be in the lower bits only, without which it would be an infinity.
            const uint Quiet = 0x40;
            return new((ushort)((bits >> 16) | Quiet));
        }
        uint half = 0x7FFF + ((bits >> 16) & 1);
        return new((ushort)((bits + half) >> 16));
    }

    /// <summary>The same number: a float holds every one exactly.</summary>
    /// <param name="value">Any number.</param>
    public static implicit operator float(BrainFloat16 value) =>
        BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
