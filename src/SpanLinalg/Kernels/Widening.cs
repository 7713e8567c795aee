using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanLinalg.Kernels;

/// <summary>BFloat16 and IEEE half precision to float, which holds each of their values exactly.</summary>
/// <remarks>
/// .NET has no instruction for this, but the format of a half is that of a float with fewer bits: moved to the places of a float's exponent and fraction it
/// is a float that is 2¹¹² too small, subnormal or not, so one multiplication by that power of two is right for every finite value. Eight elements go
/// together where the processor has such vectors.
/// </remarks>
internal static unsafe class Widening
{
    private const uint SignOfHalf = 0x8000;
    private const uint MagnitudeOfHalf = 0x7FFF;
    private const uint InfiniteHalf = 0x7C00;
    private const uint ExponentOfSingle = 0x7F80_0000;
    private const int FractionShift = 13;

    // 2¹¹²: the difference between the exponents' biases, 127 − 15.
    private const uint BiasScale = (127 + 112) << 23;

    /// <summary>Widens some elements.</summary>
    /// <typeparam name="TStored"><see cref="BrainFloat16"/> or <see cref="Half"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle<TStored>(int count, TStored* source, nint stride, float* destination)
        where TStored : unmanaged
    {
        ushort* bits = (ushort*)source;
        int i = 0;
        if (stride == 1)
        {
            for (; i <= count - 8; i += 8)
            {
                (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Load(bits + i));
                Vector256<uint> eight = Vector256.Create(low, high);
                (typeof(TStored) == typeof(BrainFloat16) ? FromBFloat16(eight) : FromHalf(eight)).Store(
                    destination + i
                );
            }
        }
        for (; i < count; i++)
        {
            uint one = bits[i * stride];
            destination[i] = BitConverter.UInt32BitsToSingle(
                typeof(TStored) == typeof(BrainFloat16) ? one << 16 : BitsFromHalf(one)
            );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromBFloat16(Vector256<uint> bits) => (bits << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromHalf(Vector256<uint> bits)
    {
        Vector256<uint> magnitude = bits & Vector256.Create(MagnitudeOfHalf);
        Vector256<uint> sign = (bits & Vector256.Create(SignOfHalf)) << 16;
        Vector256<float> scale = Vector256.Create(BiasScale).AsSingle();
        Vector256<uint> finite = ((magnitude << FractionShift).AsSingle() * scale).AsUInt32();

        // Infinities and NaN came out as 2¹⁶ and more: they get the exponent that stands for them, and NaN keeps its fraction.
        Vector256<uint> isInfinite = Vector256
            .GreaterThan(magnitude.AsInt32(), Vector256.Create((int)InfiniteHalf - 1))
            .AsUInt32();
        return (finite | sign | (isInfinite & Vector256.Create(ExponentOfSingle))).AsSingle();
    }

    private static uint BitsFromHalf(uint bits) =>
        BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)bits));
}
