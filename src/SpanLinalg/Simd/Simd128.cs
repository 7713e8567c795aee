using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Simd;

/// <summary>Vectors of 128 bits: SSE and NEON registers.</summary>
internal readonly unsafe struct Simd128<T> : IInterleavingSimd<Vector128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Lanes => Vector128<T>.Count;

    public static int Registers => AdvSimd.Arm64.IsSupported ? 32 : 16;

    public static Vector128<T> Zero => Vector128<T>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> BroadcastPair(T* source, nint at) =>
        typeof(T) == typeof(double)
            ? Vector128.Load(source + at)
            : Vector128.Create(*(double*)(source + at)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> BroadcastQuad(T* source, nint at) => Vector128.Load(source + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadHalf(T* source) => Vector128.CreateScalarUnsafe(*(double*)source).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector128<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalf(T* destination, Vector128<T> value) =>
        *(double*)destination = value.AsDouble().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> FirstLanes(int count) =>
        Vector128.LessThan(Vector128<T>.Indices, Vector128.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Select(Vector128<T> mask, Vector128<T> masked, Vector128<T> others) =>
        Vector128.ConditionalSelect(mask, masked, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadMasked(T* source, Vector128<T> mask)
    {
        if (Avx.IsSupported)
        {
            return typeof(T) == typeof(double)
                ? Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>()
                : Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>();
        }
        return MaskedLanes<T>.Load128(source, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(T* destination, Vector128<T> mask, Vector128<T> value)
    {
        if (!Avx.IsSupported)
        {
            MaskedLanes<T>.Store128(destination, mask, value);
        }
        else if (typeof(T) == typeof(double))
        {
            Avx.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
        }
        else
        {
            Avx.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
        }
    }

    /// <summary>Of every two elements the first.</summary>
    private static Vector128<ulong> FirstOfTwo => Vector128.Create(0xFFFF_FFFFUL);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> InterleaveLow(Vector128<T> first, Vector128<T> second)
    {
        if (typeof(T) == typeof(double))
        {
            return Sse2.IsSupported
                ? Sse2.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>()
                : Vector128.Create(first.GetLower(), second.GetLower());
        }
        return Sse.IsSupported
            ? Sse.UnpackLow(first.AsSingle(), second.AsSingle()).As<float, T>()
            : ((first.AsUInt64() & FirstOfTwo) | (second.AsUInt64() << 32)).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> InterleaveHigh(Vector128<T> first, Vector128<T> second)
    {
        if (typeof(T) == typeof(double))
        {
            return Sse2.IsSupported
                ? Sse2.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>()
                : Vector128.Create(first.GetUpper(), second.GetUpper());
        }
        return Sse.IsSupported
            ? Sse.UnpackHigh(first.AsSingle(), second.AsSingle()).As<float, T>()
            : ((first.AsUInt64() >> 32) | (second.AsUInt64() & ~FirstOfTwo)).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddPairs(Vector128<T> low, Vector128<T> high)
    {
        if (typeof(T) == typeof(double) || !Sse.IsSupported)
        {
            return InterleaveLow(low, high) + InterleaveHigh(low, high);
        }
        Vector128<float> even = Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00),
            odd = Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b11_01_11_01);
        return (even + odd).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> JoinHalves(Vector128<T> first, Vector128<T> second) =>
        Simd128<double>.InterleaveLow(first.AsDouble(), second.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(
        Vector128<T> rows02,
        Vector128<T> rows13,
        out Vector128<T> low,
        out Vector128<T> high
    )
    {
        low = InterleaveLow(rows02, rows13);
        high = InterleaveHigh(rows02, rows13);
        if (Sse.IsSupported)
        {
            // Two pairs of the same rows in each; elsewhere they are quads already.
            Vector128<double> pairs01 = low.AsDouble(),
                pairs23 = high.AsDouble();
            low = Simd128<double>.InterleaveLow(pairs01, pairs23).As<double, T>();
            high = Simd128<double>.InterleaveHigh(pairs01, pairs23).As<double, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddQuads(Vector128<T> low, Vector128<T> high)
    {
        Vector128<T> pairs = AddPairs(low, high);
        return Sse.IsSupported ? AddPairs(pairs, pairs) : pairs + Vector128.Create(pairs.GetUpper(), pairs.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> left, Vector128<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> left, Vector128<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> left, Vector128<T> right, Vector128<T> addend) =>
        // The runtime has this operation for the two types only, not for T; the test is resolved when T is known.
        typeof(T) == typeof(double)
            ? Vector128.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>()
            : Vector128.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Factor(T value) =>
        AdvSimd.Arm64.IsSupported ? Vector128.CreateScalarUnsafe(value) : Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAddByFactor(Vector128<T> factor, Vector128<T> right, Vector128<T> addend)
    {
        if (!AdvSimd.Arm64.IsSupported)
        {
            return MultiplyAdd(factor, right, addend);
        }
        return typeof(T) == typeof(double)
            ? AdvSimd
                .Arm64.FusedMultiplyAddBySelectedScalar(addend.AsDouble(), right.AsDouble(), factor.AsDouble(), 0)
                .As<double, T>()
            : AdvSimd
                .Arm64.FusedMultiplyAddBySelectedScalar(addend.AsSingle(), right.AsSingle(), factor.AsSingle(), 0)
                .As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MaxMagnitude(Vector128<T> left, Vector128<T> right) =>
        Vector128.Max(Vector128.Abs(left), Vector128.Abs(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector128<T> value) => Vector128.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        T* destination,
        Vector128<T> first,
        Vector128<T> second,
        Vector128<T> third,
        Vector128<T> fourth
    )
    {
        Vector128<T> early = AddPairs(first, second),
            late = AddPairs(third, fourth);
        if (typeof(T) == typeof(double))
        {
            Store(destination, early);
            Store(destination + 2, late);
        }
        else if (Sse.IsSupported)
        {
            Store(destination, AddPairs(early, late));
        }
        else
        {
            // Pairs alternate here: one sum of each vector is in the lower half, the other in the upper.
            Vector128<double> left = early.AsDouble(),
                right = late.AsDouble();
            Store(
                destination,
                Simd128<double>.InterleaveLow(left, right).As<double, T>()
                    + Simd128<double>.InterleaveHigh(left, right).As<double, T>()
            );
        }
    }

    public static T Max(Vector128<T> value)
    {
        T largest = value[0];
        for (int lane = 1; lane < Lanes; lane++)
        {
            largest = T.Max(largest, value[lane]);
        }
        return largest;
    }
}
