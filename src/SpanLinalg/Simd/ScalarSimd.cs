using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Simd;

/// <summary>
/// Vectors of one element: what kernels run on where there is no SIMD, and what the others are checked against.
/// </summary>
internal readonly unsafe struct ScalarSimd<T> : ISimd<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Lanes => 1;

    public static int Registers => 16;

    public static T Zero => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, T value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FirstLanes(int count) => count > 0 ? T.One : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select(T mask, T masked, T others) => T.IsZero(mask) ? others : masked;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadMasked(T* source, T mask) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(T* destination, T mask, T value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T left, T right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T left, T right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T left, T right, T addend) => T.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Factor(T value) => Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAddByFactor(T factor, T right, T addend) => MultiplyAdd(factor, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxMagnitude(T left, T right) => T.Max(T.Abs(left), T.Abs(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(T* destination, T first, T second, T third, T fourth)
    {
        destination[0] = first;
        destination[1] = second;
        destination[2] = third;
        destination[3] = fourth;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(T value) => value;
}
