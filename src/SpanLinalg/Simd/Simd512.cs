using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Simd;

/// <summary>
/// Vectors of 512 bits: AVX-512 registers; software where there are none, which is how this width is tested everywhere.
/// </summary>
internal readonly unsafe struct Simd512<T> : IInterleavingSimd<Vector512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Lanes => Vector512<T>.Count;

    public static int Registers => 32;

    public static Vector512<T> Zero => Vector512<T>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> BroadcastPair(T* source, nint at)
    {
        if (typeof(T) != typeof(double))
        {
            return Vector512.Create(*(double*)(source + at)).As<double, T>();
        }
        return Avx512F.IsSupported
            ? Avx512F.BroadcastVector128ToVector512((float*)(source + at)).As<float, T>()
            : Vector512.Create(Vector128.Load(source + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> BroadcastQuad(T* source, nint at)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(Simd256<T>.BroadcastQuad(source, at));
        }
        return typeof(T) == typeof(double)
            ? Avx512F.BroadcastVector256ToVector512((double*)(source + at)).As<double, T>()
            : Avx512F.BroadcastVector128ToVector512((float*)(source + at)).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadHalf(T* source) => Vector256.Load(source).ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, Vector512<T> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalf(T* destination, Vector512<T> value) => value.GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FirstLanes(int count) =>
        Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> masked, Vector512<T> others) =>
        Vector512.ConditionalSelect(mask, masked, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadMasked(T* source, Vector512<T> mask)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(double)
                ? Avx512F.MaskLoad((double*)source, mask.AsDouble(), Vector512<double>.Zero).As<double, T>()
                : Avx512F.MaskLoad((float*)source, mask.AsSingle(), Vector512<float>.Zero).As<float, T>();
        }
        return MaskedLanes<T>.Load512(source, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(T* destination, Vector512<T> mask, Vector512<T> value)
    {
        if (!Avx512F.IsSupported)
        {
            MaskedLanes<T>.Store512(destination, mask, value);
        }
        else if (typeof(T) == typeof(double))
        {
            Avx512F.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
        }
        else
        {
            Avx512F.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> InterleaveLow(Vector512<T> first, Vector512<T> second)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(
                Simd256<T>.InterleaveLow(first.GetLower(), second.GetLower()),
                Simd256<T>.InterleaveLow(first.GetUpper(), second.GetUpper())
            );
        }
        return typeof(T) == typeof(double)
            ? Avx512F.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx512F.UnpackLow(first.AsSingle(), second.AsSingle()).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> InterleaveHigh(Vector512<T> first, Vector512<T> second)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(
                Simd256<T>.InterleaveHigh(first.GetLower(), second.GetLower()),
                Simd256<T>.InterleaveHigh(first.GetUpper(), second.GetUpper())
            );
        }
        return typeof(T) == typeof(double)
            ? Avx512F.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx512F.UnpackHigh(first.AsSingle(), second.AsSingle()).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddPairs(Vector512<T> low, Vector512<T> high)
    {
        if (typeof(T) == typeof(double))
        {
            return InterleaveLow(low, high) + InterleaveHigh(low, high);
        }
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(
                Simd256<T>.AddPairs(low.GetLower(), high.GetLower()),
                Simd256<T>.AddPairs(low.GetUpper(), high.GetUpper())
            );
        }
        Vector512<float> even = Avx512F.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00),
            odd = Avx512F.Shuffle(low.AsSingle(), high.AsSingle(), 0b11_01_11_01);
        return (even + odd).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> JoinHalves(Vector512<T> first, Vector512<T> second) =>
        first.WithUpper(second.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InterleaveQuads(
        Vector512<T> rows02,
        Vector512<T> rows13,
        out Vector512<T> low,
        out Vector512<T> high
    )
    {
        Vector512<T> first = InterleaveLow(rows02, rows13),
            second = InterleaveHigh(rows02, rows13);
        if (typeof(T) == typeof(double))
        {
            low = ExchangeQuarters(first);
            high = ExchangeQuarters(second);
            return;
        }
        Vector512<double> pairs01 = JoinHalves(first, second).AsDouble(),
            pairs23 = JoinUpperHalves(first, second).AsDouble();
        low = Simd512<double>.InterleaveLow(pairs01, pairs23).As<double, T>();
        high = Simd512<double>.InterleaveHigh(pairs01, pairs23).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddQuads(Vector512<T> low, Vector512<T> high)
    {
        if (typeof(T) == typeof(double))
        {
            Vector512<T> sums = AddPairs(ExchangeQuarters(low), ExchangeQuarters(high));
            return (sums.GetLower() + sums.GetUpper()).ToVector512Unsafe();
        }
        Vector512<T> pairs =
            Simd512<double>.InterleaveLow(low.AsDouble(), high.AsDouble()).As<double, T>()
            + Simd512<double>.InterleaveHigh(low.AsDouble(), high.AsDouble()).As<double, T>();
        return Simd256<T>.AddPairs(pairs.GetLower(), pairs.GetUpper()).ToVector512Unsafe();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> JoinUpperHalves(Vector512<T> first, Vector512<T> second) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle4x128(first.AsDouble(), second.AsDouble(), 0b11_10_11_10).As<double, T>()
            : Vector512.Create(first.GetUpper(), second.GetUpper());

    /// <summary>The second quarter of a vector in the place of the third, and the other way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ExchangeQuarters(Vector512<T> value) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle4x128(value.AsDouble(), value.AsDouble(), 0b11_01_10_00).As<double, T>()
            : Vector512.Create(
                Vector256.Create(value.GetLower().GetLower(), value.GetUpper().GetLower()),
                Vector256.Create(value.GetLower().GetUpper(), value.GetUpper().GetUpper())
            );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> left, Vector512<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> left, Vector512<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> left, Vector512<T> right, Vector512<T> addend) =>
        // The runtime has this operation for the two types only, not for T; the test is resolved when T is known.
        typeof(T) == typeof(double)
            ? Vector512.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>()
            : Vector512.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Factor(T value) => Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAddByFactor(Vector512<T> factor, Vector512<T> right, Vector512<T> addend) =>
        MultiplyAdd(factor, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MaxMagnitude(Vector512<T> left, Vector512<T> right) =>
        Vector512.Max(Vector512.Abs(left), Vector512.Abs(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector512<T> value) => Vector512.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        T* destination,
        Vector512<T> first,
        Vector512<T> second,
        Vector512<T> third,
        Vector512<T> fourth
    )
    {
        if (!Avx512F.IsSupported)
        {
            Simd256<T>.StoreSums(destination, AddHalves(first), AddHalves(second), AddHalves(third), AddHalves(fourth));
            return;
        }
        Vector512<T> early = AddPairs(first, second),
            late = AddPairs(third, fourth);
        if (typeof(T) == typeof(double))
        {
            Simd256<T>.AddHalves(AddHalves(early)).Store(destination);
            Simd256<T>.AddHalves(AddHalves(late)).Store(destination + 2);
        }
        else
        {
            Simd256<T>.AddHalves(AddHalves(AddPairs(early, late))).Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> AddHalves(Vector512<T> value) => value.GetLower() + value.GetUpper();

    public static T Max(Vector512<T> value)
    {
        T largest = value[0];
        for (int lane = 1; lane < Lanes; lane++)
        {
            largest = T.Max(largest, value[lane]);
        }
        return largest;
    }
}
