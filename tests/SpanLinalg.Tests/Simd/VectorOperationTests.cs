using System.Numerics;
using System.Runtime.Intrinsics;
using SpanLinalg.Simd;

namespace SpanLinalg.Tests;

public sealed class VectorOperationDoubleTests : VectorOperationTests<double>;

public sealed class VectorOperationSingleTests : VectorOperationTests<float>;

/// <summary>Operations on vectors that only few kernels use, at every width.</summary>
public abstract unsafe class VectorOperationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vectors = 4;

    [Property]
    public void Sums_of_scalars(int seed) => CheckSums<ScalarSimd<T>, T>(new(seed));

    [Property]
    public void Sums_of_vectors_of_128_bits(int seed) => CheckSums<Simd128<T>, Vector128<T>>(new(seed));

    [Property]
    public void Sums_of_vectors_of_256_bits(int seed) => CheckSums<Simd256<T>, Vector256<T>>(new(seed));

    [Property]
    public void Sums_of_vectors_of_512_bits(int seed) => CheckSums<Simd512<T>, Vector512<T>>(new(seed));

    [Fact]
    public void Selections_of_every_count()
    {
        CheckSelections<ScalarSimd<T>, T>();
        CheckSelections<Simd128<T>, Vector128<T>>();
        CheckSelections<Simd256<T>, Vector256<T>>();
        CheckSelections<Simd512<T>, Vector512<T>>();
    }

    [Property]
    public void Factors_multiply_as_copies_in_every_lane_do(int seed)
    {
        CheckFactor<ScalarSimd<T>, T>(new(seed));
        CheckFactor<Simd128<T>, Vector128<T>>(new(seed));
        CheckFactor<Simd256<T>, Vector256<T>>(new(seed));
        CheckFactor<Simd512<T>, Vector512<T>>(new(seed));
    }

    private static void CheckFactor<TSimd, TVector>(Random random)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        T factor = T.CreateChecked(random.NextDouble() - 0.5);
        T[] right = [.. Enumerable.Range(0, TSimd.Lanes).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
        // Sums that cancel show whether the product was rounded.
        T[] addend = [.. right.Select(element => -(factor * element))];
        T[] expected = new T[TSimd.Lanes];
        T[] result = new T[TSimd.Lanes];
        fixed (
            T* x = right,
                y = addend,
                z = expected,
                w = result
        )
        {
            TSimd.Store(z, TSimd.MultiplyAdd(TSimd.Broadcast(factor), TSimd.Load(x), TSimd.Load(y)));
            TSimd.Store(w, TSimd.MultiplyAddByFactor(TSimd.Factor(factor), TSimd.Load(x), TSimd.Load(y)));
        }
        Assert.Equal(expected, result);
    }

    private static void CheckSelections<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        for (int count = -TSimd.Lanes - 1; count <= TSimd.Lanes + 1; count++)
        {
            CheckSelection<TSimd, TVector>(count);
        }
    }

    /// <summary>Sums of whole numbers, which are exact in any order, and of one vector that is not finite.</summary>
    private static void CheckSums<TSimd, TVector>(Random random)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        int lanes = TSimd.Lanes;
        T[] elements = [.. Enumerable.Range(0, Vectors * lanes).Select(_ => T.CreateChecked(random.Next(-1000, 1000)))];
        int infinite = random.Next(Vectors);
        elements[(infinite * lanes) + random.Next(lanes)] = T.PositiveInfinity;
        T[] sums = [.. Enumerable.Repeat(Canary<T>.Value, Vectors + 2)];
        fixed (
            T* source = elements,
                destination = sums
        )
        {
            TSimd.StoreSums(
                destination + 1,
                TSimd.Load(source),
                TSimd.Load(source + lanes),
                TSimd.Load(source + (2 * lanes)),
                TSimd.Load(source + (3 * lanes))
            );
            for (int i = 0; i < Vectors; i++)
            {
                T expected = T.Zero;
                for (int lane = 0; lane < lanes; lane++)
                {
                    expected += elements[(i * lanes) + lane];
                }
                Assert.Equal(expected, sums[i + 1]);
                Assert.Equal(expected, TSimd.Sum(TSimd.Load(source + (i * lanes))));
            }
        }
        Assert.True(Canary<T>.IsIntact(sums[0]) && Canary<T>.IsIntact(sums[^1]), "Memory beside the sums was written.");
    }

    /// <summary>
    /// The lanes of one vector and those of another, with NaN and infinities in all lanes that are not taken.
    /// </summary>
    private static void CheckSelection<TSimd, TVector>(int count)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        int lanes = TSimd.Lanes;
        int taken = Math.Clamp(count, 0, lanes);
        T[] first = new T[lanes];
        T[] second = new T[lanes];
        T[] expected = new T[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            expected[lane] = lane % 3 == 0 ? T.NegativeZero : T.CreateChecked(lane + 1);
            first[lane] = lane < taken ? expected[lane] : Canary<T>.Value;
            second[lane] = lane < taken ? T.NegativeInfinity : expected[lane];
        }
        T[] result = new T[lanes];
        fixed (
            T* x = first,
                y = second,
                z = result
        )
        {
            TSimd.Store(z, TSimd.Select(TSimd.FirstLanes(count), TSimd.Load(x), TSimd.Load(y)));
        }
        Assert.True(Bits.Equal<T>(expected, result), $"{count} of {lanes} lanes: {string.Join(' ', result)}");
    }
}
