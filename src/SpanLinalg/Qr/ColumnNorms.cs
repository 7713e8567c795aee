using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>The norms of the columns of what is left to factor, carried from step to step.</summary>
/// <remarks>
/// A step removes one element of a column and keeps the norm of the whole, so the norm of the rest follows without reading the column. It
/// loses digits where the element was nearly all of it: then it has to be computed anew. Z. Drmač, Z. Bujanović, "On the failure of
/// rank-revealing QR factorization software – a case study", ACM TOMS 35(2), 2008.
/// </remarks>
internal readonly ref struct ColumnNorms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The square of a norm may lose half of its digits since it was last exact: (ν/ν₀)² > √ε.
    private static readonly T LeastShare = T.Sqrt(T.Sqrt(Precision<T>.UnitRoundoff));

    private readonly Span<T> norms;
    private readonly Span<T> lastExact;

    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="a">The matrix to factor.</param>
    /// <param name="norms">One element for each column.</param>
    /// <param name="lastExact">As many.</param>
    public ColumnNorms(KernelSet<T> kernels, ReadOnlyMatrixView<T> a, Span<T> norms, Span<T> lastExact)
    {
        this.norms = norms;
        this.lastExact = lastExact;
        for (int j = 0; j < a.Columns; j++)
        {
            SetExact(j, kernels.Norm(a.Column(j)));
        }
    }

    /// <summary>The norm of column j.</summary>
    public T this[int j] => norms[j];

    /// <summary>The largest norm from a first column on; zero if there is none.</summary>
    public T Largest(int first) => first < norms.Length ? norms[IndexOfLargest(first)] : T.Zero;

    /// <summary>The norm of all columns from a first one on.</summary>
    public T FrobeniusNorm(KernelSet<T> kernels, int first) => kernels.Norm(norms[first..]);

    /// <summary>The column from a first one on with the largest norm; of equal ones the first.</summary>
    public int IndexOfLargest(int first)
    {
        int index = first;
        for (int j = first + 1; j < norms.Length; j++)
        {
            if (norms[j] > norms[index])
            {
                index = j;
            }
        }
        return index;
    }

    /// <summary>Sets a norm that was computed from the elements of the column.</summary>
    public void SetExact(int j, T norm) => norms[j] = lastExact[j] = norm;

    /// <summary>Gives column j the norm of another, which is not asked for any more.</summary>
    public void Replace(int j, int other) => (norms[j], lastExact[j]) = (norms[other], lastExact[other]);

    /// <summary>Takes one element out of a norm.</summary>
    /// <returns>Whether the result can be trusted.</returns>
    public bool TryDowndate(int j, T element)
    {
        T norm = norms[j];
        if (T.IsZero(norm))
        {
            return true;
        }

        T share = T.Abs(element) / norm;
        norm *= T.Sqrt(T.Max(T.Zero, (T.One - share) * (T.One + share)));
        norms[j] = norm;
        return !(norm <= LeastShare * lastExact[j]);
    }
}
