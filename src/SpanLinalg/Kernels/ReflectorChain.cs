using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>C ← H₁H₂…Hₖ·C, one reflector at a time (LAPACK: orm2r, from the left).</summary>
/// <remarks>
/// A column is read and written once for each reflector: while it is turned by one, its product with the next is
/// summed.
/// </remarks>
internal static unsafe class ReflectorChain<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scratch elements: two reflectors, and two numbers for each column.</summary>
    public static int ScratchLength(int rows, int columns) =>
        checked((2 * ReflectorColumns<TSimd, TVector, T>.Padded(rows)) + (2 * columns));

    /// <summary>Applies the reflectors, the last first.</summary>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="count">Reflectors.</param>
    /// <param name="first">
    /// The row in which the first reflector begins; each of the others begins one row below.
    /// </param>
    /// <param name="reflectors">
    /// Element i of reflector j is at i·<paramref name="along"/> + j·<paramref name="across"/>, i being a row of C.
    /// Those before the second of a reflector do not count, whatever they are. Reflectors that are contiguous are
    /// columns like those of C: zero from their last row to the end of its vector.
    /// </param>
    /// <param name="along">Elements from one row to the next.</param>
    /// <param name="across">Elements from one reflector to the next.</param>
    /// <param name="tau">A factor τ for each.</param>
    /// <param name="c">
    /// Contiguous columns, zero from their last row to the end of its vector, which finite ones stay.
    /// </param>
    /// <param name="stride">Elements from one column to the next: at least the rows, in whole vectors.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int rows,
        int columns,
        int count,
        int first,
        T* reflectors,
        nint along,
        nint across,
        T* tau,
        T* c,
        nint stride,
        T* scratch
    )
    {
        int padded = ReflectorColumns<TSimd, TVector, T>.Padded(rows);
        T* v = scratch;
        T* x = v + padded;
        T* dots = x + padded;
        T* factors = dots + columns;
        // Reflectors begin higher and higher, so both have zeros above the row in which they begin.
        new Span<T>(scratch, ScratchLength(rows, columns)).Clear();
        for (int j = count - 1; j >= 0; j--)
        {
            int row = first + j;
            Unpack(row, rows, reflectors + (j * across), along, x);

            // v is the reflector below, or zero where there is none.
            ReflectorColumns<TSimd, TVector, T>.AddAndDot(row, rows, columns, v, x, c, stride, factors, dots);
            for (int k = 0; k < columns; k++)
            {
                factors[k] = -tau[j] * dots[k];
            }
            T* free = v;
            v = x;
            x = free;
        }
        if (count > 0)
        {
            ReflectorColumns<TSimd, TVector, T>.AddAndDot(first, rows, columns, v, x, c, stride, factors, dots);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unpack(int row, int rows, T* reflector, nint along, T* x)
    {
        if (along == 1)
        {
            int start = ReflectorColumns<TSimd, TVector, T>.VectorOf(row),
                end = ReflectorColumns<TSimd, TVector, T>.Padded(rows);
            TVector one = TSimd.Select(TSimd.FirstLanes(row - start), TSimd.Zero, TSimd.Broadcast(T.One));
            TSimd.Store(x + start, TSimd.Select(TSimd.FirstLanes(row - start + 1), one, TSimd.Load(reflector + start)));
            for (int i = start + TSimd.Lanes; i < end; i += TSimd.Lanes)
            {
                TSimd.Store(x + i, TSimd.Load(reflector + i));
            }
        }
        else
        {
            x[row] = T.One;
            T* element = reflector + (row * along);
            for (int i = row + 1; i < rows; i++)
            {
                element += along;
                x[i] = *element;
            }
        }
    }
}
