using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

/// <summary>
/// What the tests of all kernels share: every width in one process, every length around the vectors' ends.
/// </summary>
public abstract class KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly (SimdWidth Width, KernelSet<T> Kernels)[] Widths =
    [
        .. Enum.GetValues<SimdWidth>().Select(width => (width, KernelSet<T>.For(width))),
    ];

    /// <summary>Layouts that give a single column the strides 1, 4 and 3.</summary>
    internal static readonly Layout[] Strides = [Layout.RowMajor, Layout.PaddedRows, Layout.StridedRows];

    /// <summary>
    /// Twelve vectors (a tile is three wide) and a bit: three rounds of the loops that are unrolled four times, and all
    /// that can be left over.
    /// </summary>
    internal static int LongestLength(KernelSet<T> kernels) => (12 * kernels.Lanes) + 3;

    internal static GuardedMatrix<T> Random(int length, Layout layout, int seed) =>
        new(RandomMatrix.Uniform(new Random((1000 * seed) + length), length, 1), layout);

    internal static void AssertClose(double expected, T actual, double bound, string context)
    {
        double error = Math.Abs(Format<T>.ToDouble(actual) - expected);
        if (!(error <= bound))
        {
            Assert.Fail($"{context}: {actual} should be {expected} within {bound}");
        }
    }

    /// <summary>The error bound of a sum of so many products of this total magnitude, summed in any order.</summary>
    internal static double SumBound(int terms, double magnitude) =>
        ((terms + 2) * Format<T>.Unit * magnitude) + (terms * Format<T>.Denormal);

    /// <summary>Calls for every width, every length and every pair of strides.</summary>
    internal static void ForAll(Action<KernelSet<T>, int, Layout, Layout, string> check)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int length = 0; length <= LongestLength(kernels); length++)
            {
                foreach (Layout x in Strides)
                {
                    foreach (Layout y in Strides)
                    {
                        check(kernels, length, x, y, $"{width} n={length} x {x} y {y}");
                    }
                }
            }
        }
    }
}
