using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>
/// Norms of matrices (LAPACK: lange). None of them allocates; an element that is NaN makes each of them NaN.
/// </summary>
public static class MatrixNorms
{
    /// <summary>Sums that are kept at a time where a matrix is not stored along them.</summary>
    private const int SumsTogether = 128;

    /// <summary>√Σaᵢⱼ², without overflow or underflow on the way.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; an empty matrix has the norm zero.</param>
    /// <remarks>
    /// 2mn flops; where the squares leave the range of normal numbers, the matrix is read three times.
    /// </remarks>
    public static T FrobeniusNorm<T>(this ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        ReadOnlyMatrixView<T> lines = AlongMemory(a);
        T squares = T.Zero;
        T largest = T.Zero;
        for (int i = 0; i < lines.Rows; i++)
        {
            squares += kernels.Dot(lines.Row(i), lines.Row(i));
        }

        // As for a vector: the plain sum is right where all squares that matter are normal numbers.
        T smallest = Precision<T>.SmallestNormal / (Precision<T>.UnitRoundoff * Precision<T>.UnitRoundoff);
        if (squares > smallest && squares <= Precision<T>.Largest)
        {
            return T.Sqrt(squares);
        }

        for (int i = 0; i < lines.Rows; i++)
        {
            largest = T.Max(largest, kernels.MaxMagnitude(lines.Row(i)));
        }
        return T.IsZero(largest) || !T.IsFinite(largest) ? largest : ScaledNorm(lines, T.ILogB(largest));
    }

    /// <inheritdoc cref="FrobeniusNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T FrobeniusNorm<T>(this MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => FrobeniusNorm((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="FrobeniusNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T FrobeniusNorm<T>(this Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => FrobeniusNorm(Arguments.ViewOf(a));

    /// <summary>The largest sum of the magnitudes in a column.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n; an empty matrix has the norm zero.</param>
    /// <remarks>mn additions.</remarks>
    public static T OneNorm<T>(this ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        if (a.RowStride <= a.ColumnStride)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                T sum = T.Zero;
                foreach (T element in a.Column(j))
                {
                    sum += T.Abs(element);
                }
                largest = T.Max(largest, sum);
            }
            return largest;
        }

        Span<T> sums = stackalloc T[SumsTogether];
        for (int first = 0; first < a.Columns; first += SumsTogether)
        {
            Span<T> some = sums[..Math.Min(SumsTogether, a.Columns - first)];
            some.Clear();
            for (int i = 0; i < a.Rows; i++)
            {
                ReadOnlyVectorView<T> row = a.Row(i).Slice(first, some.Length);
                for (int j = 0; j < some.Length; j++)
                {
                    some[j] += T.Abs(row[j]);
                }
            }
            foreach (T sum in some)
            {
                largest = T.Max(largest, sum);
            }
        }
        return largest;
    }

    /// <inheritdoc cref="OneNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T OneNorm<T>(this MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OneNorm((ReadOnlyMatrixView<T>)a);

    /// <inheritdoc cref="OneNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T OneNorm<T>(this Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OneNorm(Arguments.ViewOf(a));

    /// <summary>The largest sum of the magnitudes in a row.</summary>
    /// <inheritdoc cref="OneNorm{T}(ReadOnlyMatrixView{T})" path="/*[not(self::summary)]"/>
    public static T InfinityNorm<T>(this ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OneNorm(a.Transposed);

    /// <inheritdoc cref="InfinityNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T InfinityNorm<T>(this MatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OneNorm(a.Transposed);

    /// <inheritdoc cref="InfinityNorm{T}(ReadOnlyMatrixView{T})"/>
    public static T InfinityNorm<T>(this Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OneNorm(Arguments.ViewOf(a).Transposed);

    /// <summary>The matrix, or its transpose, in rows that are as long and as contiguous as there are.</summary>
    private static ReadOnlyMatrixView<T> AlongMemory<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged
    {
        ReadOnlyMatrixView<T> lines = a.ColumnStride <= a.RowStride ? a : a.Transposed;
        return lines.IsOneRun ? lines.Run.AsColumn().Transposed : lines;
    }

    /// <summary>The norm by way of elements divided by a power of two near the largest.</summary>
    private static T ScaledNorm<T>(ReadOnlyMatrixView<T> lines, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < lines.Rows; i++)
        {
            foreach (T element in lines.Row(i))
            {
                T scaled = T.ScaleB(element, -exponent);
                sum += scaled * scaled;
            }
        }
        return T.ScaleB(T.Sqrt(sum), exponent);
    }
}
