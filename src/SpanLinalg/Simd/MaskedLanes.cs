using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanLinalg.Simd;

/// <summary>Masked loads and stores for processors without such instructions: NEON, SSE, and 512 bits in software.</summary>
/// <remarks>The masks are those of <see cref="ISimd{TVector, T}.FirstLanes"/>; wider vectors are taken in halves.</remarks>
internal static unsafe class MaskedLanes<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128(T* source, Vector128<T> mask)
    {
        uint lanes = mask.ExtractMostSignificantBits();
        Vector128<T> value = Vector128<T>.Zero;
        for (int lane = 0; lane < Vector128<T>.Count && (lanes >> lane) != 0; lane++)
        {
            value = value.WithElement(lane, source[lane]);
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256(T* source, Vector256<T> mask) =>
        Vector256.Create(Load128(source, mask.GetLower()), Load128(source + Vector128<T>.Count, mask.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512(T* source, Vector512<T> mask) =>
        Vector512.Create(Load256(source, mask.GetLower()), Load256(source + Vector256<T>.Count, mask.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store128(T* destination, Vector128<T> mask, Vector128<T> value)
    {
        uint lanes = mask.ExtractMostSignificantBits();
        for (int lane = 0; lane < Vector128<T>.Count && (lanes >> lane) != 0; lane++)
        {
            destination[lane] = value[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store256(T* destination, Vector256<T> mask, Vector256<T> value)
    {
        Store128(destination, mask.GetLower(), value.GetLower());
        Store128(destination + Vector128<T>.Count, mask.GetUpper(), value.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store512(T* destination, Vector512<T> mask, Vector512<T> value)
    {
        Store256(destination, mask.GetLower(), value.GetLower());
        Store256(destination + Vector256<T>.Count, mask.GetUpper(), value.GetUpper());
    }
}
