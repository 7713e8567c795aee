using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Householder QR of a few columns, one reflector at a time (LAPACK: geqr2).</summary>
/// <remarks>
/// A column is read and written once for each reflector: while it is turned by one, its product with the next is
/// summed, for which the next column is turned first. A product needs no root (<see cref="ElementaryReflector{T}"/>),
/// so root and divisions of a reflector are done while the other columns are turned.
/// <para>
/// Each column of R is right to rounding of its own size, whatever the size of the others. What is not finite spreads
/// to columns on the right only, and there to no row above the reflector that it is in.
/// </para>
/// </remarks>
internal static unsafe class PanelQr<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scratch elements: two reflectors, and three numbers for each column.</summary>
    public static int ScratchLength(int rows, int columns) =>
        checked((2 * ReflectorColumns<TSimd, TVector, T>.Padded(rows)) + (3 * columns));

    /// <summary>Factors in place.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="a">
    /// Contiguous columns, zero from their last row to the end of its vector, which finite ones stay; becomes R above
    /// and the reflectors below the diagonal.
    /// </param>
    /// <param name="stride">Elements from one column to the next: at least the rows, in whole vectors.</param>
    /// <param name="tau">min(rows, columns) factors τ.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, T* a, nint stride, T* tau, T* scratch)
    {
        int padded = ReflectorColumns<TSimd, TVector, T>.Padded(rows);
        T* v = scratch;
        T* x = v + padded;
        T* exponents = x + padded;
        T* dots = exponents + columns;
        T* factors = dots + columns;
        ReflectorColumns<TSimd, TVector, T>.Squares(rows, columns, a, stride, exponents);
        bool isScaled = ColumnScaling<T>.Apply(rows, columns, a, stride, exponents);

        // Before the first reflector there is none: nothing is added, and the products with the first are summed.
        new Span<T>(v, padded).Clear();
        new Span<T>(factors, columns).Clear();
        T* column = a;
        for (int j = 0, row = 0; j < columns; row = j++, column += stride)
        {
            ElementaryReflector<T> reflector = default;
            int right = columns - j;
            bool eliminates = j < rows;
            if (eliminates)
            {
                reflector = ReflectorColumns<TSimd, TVector, T>.AddAndGenerate(row, j, rows, factors[0], v, column, x);
                right--;
            }
            ReflectorColumns<TSimd, TVector, T>.AddAndDot(
                row,
                rows,
                right,
                v,
                x,
                eliminates ? column + stride : column,
                stride,
                eliminates ? factors + 1 : factors,
                dots
            );
            if (!eliminates)
            {
                break;
            }

            tau[j] = reflector.Tau;
            T* free = v;
            v = x;
            x = free;
            ReflectorColumns<TSimd, TVector, T>.Store(j, rows, reflector, v, column);
            T* rowOfR = column + j + stride;
            for (int k = 0; k < right; k++, rowOfR += stride)
            {
                factors[k] = reflector.Factor(dots[k], *rowOfR);
            }
        }
        if (isScaled)
        {
            ColumnScaling<T>.Undo(rows, columns, a, stride, exponents);
        }
    }
}
