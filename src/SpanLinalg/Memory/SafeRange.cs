using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Powers of two that keep the way from input to result within the format, where these are.</summary>
/// <remarks>
/// A matrix A is replaced by 2⁻ᵉ·A, and what is linear in A is multiplied by 2ᵉ in the end: exactly, or it overflows,
/// as it must. e is zero for all but extreme matrices, and otherwise as small as will do: elements near the smallest
/// number lose bits beside such large ones, and should lose few.
/// </remarks>
internal static class SafeRange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int LargestExponent = T.ILogB(Precision<T>.Largest);

    /// <summary>No matrix of any size needs scaling for elements up to this one.</summary>
    private static readonly T SafeForReflections = T.ScaleB(T.One, LargestExponent - Headroom(int.MaxValue));

    /// <summary>gels works between 2⁻ʳ and 2ʳ: the condition may cost all digits before a product overflows.</summary>
    private static readonly int RangeForSolving =
        1 + T.ILogB(Precision<T>.UnitRoundoff) - T.ILogB(Precision<T>.SmallestNormal);

    /// <summary>max |aᵢⱼ|; zero for an empty matrix, NaN if an element is NaN.</summary>
    public static T LargestMagnitude(KernelSet<T> kernels, ReadOnlyMatrixView<T> matrix)
    {
        ReadOnlyMatrixView<T> lines = matrix.ColumnStride <= matrix.RowStride ? matrix : matrix.Transposed;
        if (lines.IsOneRun)
        {
            return kernels.MaxMagnitude(lines.Run);
        }
        T largest = T.Zero;
        for (int i = 0; i < lines.Rows; i++)
        {
            largest = T.Max(largest, kernels.MaxMagnitude(lines.Row(i)));
        }
        return largest;
    }

    /// <summary>e ≥ 0 such that reflections can be generated from 2⁻ᵉ·A, and applied to it.</summary>
    /// <param name="largest">The largest magnitude in A.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of A.</param>
    /// <remarks>
    /// ‖v‖ ≤ √2 and τ·‖v‖ ≤ 2 for every reflector, so vᵀa is at most √2·‖a‖, the elements of a block reflector's T at
    /// most 4, and the partial sums of Tᵀ·Vᵀ·a at most 4√2·‖a‖ for each column of the block. ‖a‖ is at most √m times
    /// the largest element.
    /// </remarks>
    public static int ExponentForReflections(T largest, int rows, int columns) =>
        largest <= SafeForReflections || !T.IsFinite(largest)
            ? 0
            : Math.Max(0, T.ILogB(largest) - LargestExponent + Headroom(Math.Max(rows, columns)));

    /// <summary>Brings a matrix into the range of reflections: A ← 2⁻ᵉ·A.</summary>
    /// <returns>e.</returns>
    /// <exception cref="NotFiniteNumberException">It is asked for, and an element is not finite.</exception>
    public static int ScaleForReflections(KernelSet<T> kernels, MatrixView<T> a, bool checkFinite)
    {
        T largest = Arguments.LargestMagnitude<T>(kernels, a, checkFinite);
        int exponent = ExponentForReflections(largest, a.Rows, a.Columns);
        Scale(a, -exponent);
        return exponent;
    }

    /// <summary>Brings both sides of AX = B into the range of gels: A ← 2⁻ᵃA, B ← 2⁻ᵇB.</summary>
    /// <returns>b − a: what 2 has to be raised to for the factor that X lacks.</returns>
    /// <exception cref="NotFiniteNumberException">It is asked for, and an element is not finite.</exception>
    public static int ScaleForSolving(KernelSet<T> kernels, MatrixView<T> a, MatrixView<T> b, bool checkFinite)
    {
        T largestOfA = Arguments.LargestMagnitude<T>(kernels, a, checkFinite);
        T largestOfB = Arguments.LargestMagnitude<T>(kernels, b, checkFinite);
        (int ofA, int ofB) = ExponentsForSolving(largestOfA, largestOfB);
        Scale(a, -ofA);
        Scale(b, -ofB);
        return ofB - ofA;
    }

    /// <summary>a and b such that 2⁻ᵃA·Y = 2⁻ᵇB can be solved; X = 2ᵇ⁻ᵃ·Y then solves AX = B (LAPACK: gels).</summary>
    /// <param name="largestOfA">The largest magnitude in A.</param>
    /// <param name="largestOfB">The largest magnitude in B.</param>
    public static (int OfA, int OfB) ExponentsForSolving(T largestOfA, T largestOfB)
    {
        int ofA = ExponentIntoRange(largestOfA, -RangeForSolving, RangeForSolving);
        if (T.IsZero(largestOfA) || !T.IsFinite(largestOfA))
        {
            return (ofA, 0);
        }

        // gels has the same limits for B. Here Y stays within the format too, beside a small or a large A: where X
        // leaves it, that happens when it is scaled in the end, and what can be represented of X is right.
        int sizeOfA = T.ILogB(largestOfA) - ofA;
        int ofB = ExponentIntoRange(
            largestOfB,
            -RangeForSolving + Math.Max(0, sizeOfA),
            RangeForSolving + Math.Min(0, sizeOfA)
        );
        return (ofA, ofB);
    }

    /// <summary>e such that 2ˡ ≤ 2⁻ᵉ·largest &lt; 2ʰ; zero if that is so already, or cannot be.</summary>
    private static int ExponentIntoRange(T largest, int low, int high)
    {
        if (T.IsZero(largest) || !T.IsFinite(largest))
        {
            return 0;
        }
        int size = T.ILogB(largest);
        return size < low ? size - low : Math.Max(0, size + 1 - high);
    }

    /// <summary>A ← 2ᵉ·A.</summary>
    public static void Scale(MatrixView<T> matrix, int exponent)
    {
        if (exponent == 0)
        {
            return;
        }
        MatrixView<T> lines = matrix.ColumnStride <= matrix.RowStride ? matrix : matrix.Transposed;
        for (int i = 0; i < lines.Rows; i++)
        {
            Scale(lines.Row(i), exponent);
        }
    }

    /// <summary>R ← 2ᵉ·R in a factored matrix: all but the reflectors, which do not depend on the scale.</summary>
    /// <param name="factors">Reflectors below the diagonal of the first columns.</param>
    /// <param name="reflectors">How many.</param>
    /// <param name="exponent">e.</param>
    public static void ScaleTriangle(MatrixView<T> factors, int reflectors, int exponent)
    {
        if (exponent == 0)
        {
            return;
        }
        for (int i = 0; i < factors.Rows; i++)
        {
            int first = Math.Min(i, reflectors);
            Scale(factors.Row(i).Slice(first, factors.Columns - first), exponent);
        }
    }

    private static void Scale(VectorView<T> vector, int exponent)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = T.ScaleB(vector[i], exponent);
        }
    }

    /// <summary>Powers of two from the elements to the largest number: enough for blocks of 128 columns.</summary>
    private static int Headroom(int size) => 8 + BitOperations.Log2((uint)size);
}
