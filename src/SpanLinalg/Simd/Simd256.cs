using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Simd;

/// <summary>Vectors of 256 bits: the registers of AVX2, or half of each of the twice as many of AVX-512.</summary>
internal readonly unsafe struct Simd256<T> : IInterleavingSimd<Vector256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Lanes => Vector256<T>.Count;

    public static int Registers => Avx512F.VL.IsSupported ? 32 : 16;

    public static Vector256<T> Zero => Vector256<T>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> BroadcastPair(T* source, nint at)
    {
        if (typeof(T) != typeof(double))
        {
            return Vector256.Create(*(double*)(source + at)).As<double, T>();
        }
        return Avx.IsSupported
            ? Avx.BroadcastVector128ToVector256((float*)(source + at)).As<float, T>()
            : Vector256.Create(Vector128.Load(source + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> BroadcastQuad(T* source, nint at)
    {
        if (typeof(T) == typeof(double))
        {
            return Vector256.Load(source + at);
        }
        return Avx.IsSupported
            ? Avx.BroadcastVector128ToVector256((float*)(source + at)).As<float, T>()
            : Vector256.Create(Vector128.Load(source + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadHalf(T* source) => Vector128.Load(source).ToVector256Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector256<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalf(T* destination, Vector256<T> value) => value.GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FirstLanes(int count) =>
        Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> masked, Vector256<T> others) =>
        Vector256.ConditionalSelect(mask, masked, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadMasked(T* source, Vector256<T> mask)
    {
        // AVX's own instructions could keep the mask, and what they load, in sixteen of the registers only.
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(double)
                ? Avx512F.VL.MaskLoad((double*)source, mask.AsDouble(), Vector256<double>.Zero).As<double, T>()
                : Avx512F.VL.MaskLoad((float*)source, mask.AsSingle(), Vector256<float>.Zero).As<float, T>();
        }
        if (Avx.IsSupported)
        {
            return typeof(T) == typeof(double)
                ? Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>()
                : Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>();
        }
        return MaskedLanes<T>.Load256(source, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(T* destination, Vector256<T> mask, Vector256<T> value)
    {
        if (!Avx.IsSupported)
        {
            MaskedLanes<T>.Store256(destination, mask, value);
        }
        else if (Avx512F.VL.IsSupported)
        {
            if (typeof(T) == typeof(double))
            {
                Avx512F.VL.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
            }
            else
            {
                Avx512F.VL.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
            }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> InterleaveLow(Vector256<T> first, Vector256<T> second)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(
                Simd128<T>.InterleaveLow(first.GetLower(), second.GetLower()),
                Simd128<T>.InterleaveLow(first.GetUpper(), second.GetUpper())
            );
        }
        return typeof(T) == typeof(double)
            ? Avx.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx.UnpackLow(first.AsSingle(), second.AsSingle()).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> InterleaveHigh(Vector256<T> first, Vector256<T> second)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(
                Simd128<T>.InterleaveHigh(first.GetLower(), second.GetLower()),
                Simd128<T>.InterleaveHigh(first.GetUpper(), second.GetUpper())
            );
        }
        return typeof(T) == typeof(double)
            ? Avx.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx.UnpackHigh(first.AsSingle(), second.AsSingle()).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddPairs(Vector256<T> low, Vector256<T> high)
    {
        if (typeof(T) == typeof(double))
        {
            return InterleaveLow(low, high) + InterleaveHigh(low, high);
        }
        if (!Avx.IsSupported)
        {
            return Vector256.Create(
                Simd128<T>.AddPairs(low.GetLower(), high.GetLower()),
                Simd128<T>.AddPairs(low.GetUpper(), high.GetUpper())
            );
        }
        Vector256<float> even = Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00),
            odd = Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0b11_01_11_01);
        return (even + odd).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> JoinHalves(Vector256<T> first, Vector256<T> second) =>
        first.WithUpper(second.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(
        Vector256<T> rows02,
        Vector256<T> rows13,
        out Vector256<T> low,
        out Vector256<T> high
    )
    {
        low = InterleaveLow(rows02, rows13);
        high = InterleaveHigh(rows02, rows13);
        if (typeof(T) != typeof(double))
        {
            low = ExchangeQuarters(low);
            high = ExchangeQuarters(high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddQuads(Vector256<T> low, Vector256<T> high)
    {
        Vector256<T> sums =
            typeof(T) == typeof(double) ? AddPairs(low, high) : AddPairs(ExchangeQuarters(low), ExchangeQuarters(high));
        return (sums.GetLower() + sums.GetUpper()).ToVector256Unsafe();
    }

    /// <summary>The second quarter of a vector in the place of the third, and the other way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ExchangeQuarters(Vector256<T> value) =>
        Vector256.Shuffle(value.AsDouble(), Vector256.Create(0, 2, 1, 3)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> left, Vector256<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> left, Vector256<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> left, Vector256<T> right, Vector256<T> addend) =>
        // The runtime has this operation for the two types only, not for T; the test is resolved when T is known.
        typeof(T) == typeof(double)
            ? Vector256.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>()
            : Vector256.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Factor(T value) => Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAddByFactor(Vector256<T> factor, Vector256<T> right, Vector256<T> addend) =>
        MultiplyAdd(factor, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MaxMagnitude(Vector256<T> left, Vector256<T> right) =>
        Vector256.Max(Vector256.Abs(left), Vector256.Abs(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector256<T> value) => Vector256.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        T* destination,
        Vector256<T> first,
        Vector256<T> second,
        Vector256<T> third,
        Vector256<T> fourth
    )
    {
        if (!Avx.IsSupported)
        {
            Simd128<T>.StoreSums(destination, AddHalves(first), AddHalves(second), AddHalves(third), AddHalves(fourth));
            return;
        }
        Vector256<T> early = AddPairs(first, second),
            late = AddPairs(third, fourth);
        if (typeof(T) == typeof(double))
        {
            AddHalves(early).Store(destination);
            AddHalves(late).Store(destination + 2);
        }
        else
        {
            AddHalves(AddPairs(early, late)).Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> AddHalves(Vector256<T> value) => value.GetLower() + value.GetUpper();

    public static T Max(Vector256<T> value)
    {
        T largest = value[0];
        for (int lane = 1; lane < Lanes; lane++)
        {
            largest = T.Max(largest, value[lane]);
        }
        return largest;
    }
}
