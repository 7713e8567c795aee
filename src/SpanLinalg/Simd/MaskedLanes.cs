using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanLinalg.Simd;

/// <summary>
/// Masked loads and stores for processors without such instructions: NEON, SSE, and 512 bits in software.
/// </summary>
/// <remarks>
/// The masks are those of <see cref="ISimd{TVector, T}.FirstLanes"/>; wider vectors are taken in halves. All lanes have
/// numbers that are known at compile time: others would be reached by a call, around which every register would be
/// saved.
/// </remarks>
internal static unsafe class MaskedLanes<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128(T* source, Vector128<T> mask)
    {
        Vector128<uint> lanes = mask.AsUInt32();
        if (lanes.GetElement(3) != 0)
        {
            return Vector128.Load(source);
        }
        if (sizeof(T) == 8)
        {
            return lanes.GetElement(0) == 0
                ? Vector128<T>.Zero
                : Vector128.CreateScalar(*(double*)source).As<double, T>();
        }
        Vector128<float> low =
            lanes.GetElement(1) != 0 ? Vector128.CreateScalar(*(double*)source).AsSingle()
            : lanes.GetElement(0) != 0 ? Vector128.CreateScalar(*(float*)source)
            : Vector128<float>.Zero;
        return (lanes.GetElement(2) != 0 ? low.WithElement(2, ((float*)source)[2]) : low).As<float, T>();
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
        Vector128<uint> lanes = mask.AsUInt32();
        if (lanes.GetElement(3) != 0)
        {
            value.Store(destination);
        }
        else if (lanes.GetElement(1) != 0)
        {
            *(double*)destination = value.AsDouble().ToScalar();
            if (sizeof(T) == 4 && lanes.GetElement(2) != 0)
            {
                ((float*)destination)[2] = value.AsSingle().GetElement(2);
            }
        }
        else if (lanes.GetElement(0) != 0)
        {
            *(float*)destination = value.AsSingle().ToScalar();
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
