using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Brings columns to order one by powers of two, if products with them could over- or underflow.</summary>
/// <remarks>In A·D = Q·(R·D) a diagonal D of powers of two changes no bit of Q, and of R the exponents alone.</remarks>
internal static unsafe class ColumnScaling<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scales the columns that need it.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="a">The columns.</param>
    /// <param name="stride">Elements from one column to the next.</param>
    /// <param name="numbers">The sum of the squares of each column; its exponent, if any column was scaled.</param>
    /// <returns>Whether a column was scaled.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(int rows, int columns, T* a, nint stride, T* numbers)
    {
        for (int k = 0; k < columns; k++)
        {
            if (!Precision<T>.IsModerateSquare(numbers[k]))
            {
                return ApplyToAll(rows, columns, a, stride, numbers);
            }
        }
        return false;
    }

    /// <summary>Scales the elements of R back: those above the diagonal and on it.</summary>
    /// <param name="rows">Rows of R.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="a">The columns.</param>
    /// <param name="stride">Elements from one column to the next.</param>
    /// <param name="exponents">What <see cref="Apply"/> made of the numbers.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Undo(int rows, int columns, T* a, nint stride, T* exponents)
    {
        for (int k = 0; k < columns; k++, a += stride)
        {
            Scale(Math.Min(k + 1, rows), a, int.CreateTruncating(exponents[k]));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ApplyToAll(int rows, int columns, T* a, nint stride, T* numbers)
    {
        bool isScaled = false;
        for (int k = 0; k < columns; k++, a += stride)
        {
            T largest = T.Zero;
            for (int i = 0; i < rows; i++)
            {
                largest = T.Max(largest, T.Abs(a[i]));
            }
            bool stays = Precision<T>.IsModerateSquare(numbers[k]) || T.IsZero(largest) || !T.IsFinite(largest);
            int exponent = stays ? 0 : T.ILogB(largest);
            numbers[k] = T.CreateTruncating(exponent);
            Scale(rows, a, -exponent);
            isScaled |= !stays;
        }
        return isScaled;
    }

    private static void Scale(int rows, T* column, int exponent)
    {
        for (int i = 0; exponent != 0 && i < rows; i++)
        {
            column[i] = T.ScaleB(column[i], exponent);
        }
    }
}
