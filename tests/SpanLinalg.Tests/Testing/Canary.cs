using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg.Tests;

/// <summary>A NaN that no computation produces.</summary>
internal static class Canary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static readonly T Value =
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<uint, T>(0x7FD5_CA9Au)
            : Unsafe.BitCast<ulong, T>(0x7FFC_A9A5_1CED_B1BDul);

    public static bool IsIntact(T value) => Bits.Equal(new ReadOnlySpan<T>(in value), new ReadOnlySpan<T>(in Value));
}

/// <summary>Comparison of bits, for which NaN equals itself and −0 is not 0.</summary>
internal static class Bits
{
    public static bool Equal<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged => MemoryMarshal.AsBytes(x).SequenceEqual(MemoryMarshal.AsBytes(y));

    public static bool Equal<T>(ReadOnlyMatrixView<T> x, ReadOnlyMatrixView<T> y)
        where T : unmanaged => Equal<T>(new Matrix<T>(x).Elements, new Matrix<T>(y).Elements);
}
