using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>A = Q·B·Pᵀ with B upper bidiagonal, one pair of reflectors at a time (LAPACK: gebd2).</summary>
/// <remarks>
/// For matrices that the first-level cache holds. A pair passes twice over what is left: in the first pass a column is
/// turned from the left, and its multiple is added to the product with the reflector from the right; in the second it
/// is turned from the right, and its product with the next reflector is summed. The row that the reflector from the
/// right is made of follows from the products alone.
/// </remarks>
internal static unsafe class SmallBidiagonalization<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scratch elements: three vectors of a column's length, four of a row's.</summary>
    public static int ScratchLength(int rows, int columns) =>
        checked(
            (3 * ReflectorColumns<TSimd, TVector, T>.Padded(rows))
            + (4 * ReflectorColumns<TSimd, TVector, T>.Padded(columns))
        );

    /// <summary>Reduces a matrix in place.</summary>
    /// <param name="rows">Rows, as many as columns or more.</param>
    /// <param name="columns">Columns, one or more.</param>
    /// <param name="a">
    /// Contiguous columns, zero from their last row to the end of its vector, which finite ones stay. The product of
    /// any two of their norms must not overflow. The reflectors of Q end up below the diagonal, those of P on the right
    /// of the superdiagonal; on these two is B.
    /// </param>
    /// <param name="stride">Elements from one column to the next: at least the rows, in whole vectors.</param>
    /// <param name="leftTau">A factor τ for each reflector of Q, of which there are as many as columns.</param>
    /// <param name="rightTau">One less for those of P.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, T* a, nint stride, T* leftTau, T* rightTau, T* scratch)
    {
        int tall = ReflectorColumns<TSimd, TVector, T>.Padded(rows),
            wide = ReflectorColumns<TSimd, TVector, T>.Padded(columns);
        T* v = scratch;
        T* x = v + tall;
        T* y = x + tall;
        T* u = y + tall;
        T* row = u + wide;
        T* dots = row + wide;
        T* factors = dots + wide;
        new Span<T>(scratch, (3 * tall) + (4 * wide)).Clear();

        // Columns are turned by y·uᵀ, which is zero before there is a first pair.
        T* column = a;
        for (int j = 0; ; j++, column += stride)
        {
            ElementaryReflector<T> left = ReflectorColumns<TSimd, TVector, T>.AddAndGenerate(
                j,
                j,
                rows,
                u[j],
                y,
                column,
                x
            );
            int right = columns - j - 1;
            ReflectorColumns<TSimd, TVector, T>.AddAndDot(
                j,
                rows,
                right,
                y,
                x,
                column + stride,
                stride,
                u + j + 1,
                dots + j + 1
            );
            leftTau[j] = left.Tau;
            T* free = v;
            v = x;
            x = free;
            ReflectorColumns<TSimd, TVector, T>.Store(j, rows, left, v, column);
            if (right == 0)
            {
                break;
            }

            T* element = column + j;
            for (int k = j + 1; k < columns; k++)
            {
                element += stride;
                factors[k] = left.Factor(dots[k], *element);
                row[k] = *element;
            }
            ElementaryReflector<T> reflector = ReflectorColumns<TSimd, TVector, T>.AddAndGenerate(
                j + 1,
                j + 1,
                columns,
                T.One,
                factors,
                row,
                u
            );
            rightTau[j] = reflector.Tau;
            ReflectorColumns<TSimd, TVector, T>.Store(j + 1, columns, reflector, u, row);
            ReflectorColumns<TSimd, TVector, T>.AddAndAccumulate(
                j,
                rows,
                right,
                v,
                factors + j + 1,
                u + j + 1,
                -reflector.Tau,
                column + stride,
                stride,
                y
            );
            element = column + j;
            for (int k = j + 1; k < columns; k++)
            {
                element += stride;
                *element = row[k];
            }
        }
    }
}
