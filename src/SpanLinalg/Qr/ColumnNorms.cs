using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>The norms of the columns of what is left to factor, carried from step to step.</summary>
/// <remarks>
/// A step removes one element of a column and keeps the norm of the whole, so the norm of the rest follows without
/// reading the column. It loses digits where the element was nearly all of it: then it has to be computed anew, from
/// elements that are up to date, and until then only an upper bound is known. Z. Drmač, Z. Bujanović, "On the failure
/// of rank-revealing QR factorization software – a case study", ACM TOMS 35(2), 2008.
/// </remarks>
internal readonly ref struct ColumnNorms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The square of a norm may lose half of its digits since it was last exact: (ν/ν₀)² > √u.
    private static readonly T LeastShare = T.Sqrt(T.Sqrt(Precision<T>.UnitRoundoff));

    // Half of these lost, a norm is computed anew when that is possible, since it would soon end a block.
    private static readonly T ShareToRenew = T.Sqrt(LeastShare);

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

    /// <summary>The norm of column j, or its upper bound.</summary>
    public T this[int j] => norms[j];

    /// <summary>Whether column j may be much shorter than its norm says.</summary>
    public bool IsOnlyBound(int j) => norms[j] <= LeastShare * lastExact[j];

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

    /// <summary>Gives column j the norm of another, which is not asked for any more.</summary>
    public void Replace(int j, int other) => (norms[j], lastExact[j]) = (norms[other], lastExact[other]);

    /// <summary>Takes a row of R out of the norms of the columns from a first one on.</summary>
    public void Downdate(int first, ReadOnlySpan<T> row)
    {
        for (int j = first; j < norms.Length; j++)
        {
            T norm = norms[j];
            if (!T.IsZero(norm))
            {
                T share = T.Abs(row[j - first]) / norm;
                norm *= T.Sqrt(T.Max(T.Zero, (T.One - share) * (T.One + share)));
                norms[j] = T.Max(norm, LeastShare * lastExact[j]);
            }
        }
    }

    /// <summary>Computes anew the norms that have lost digits.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="a">The matrix, with what is left up to date.</param>
    /// <param name="rank">The first row and column of what is left.</param>
    public void Renew(KernelSet<T> kernels, ReadOnlyMatrixView<T> a, int rank)
    {
        for (int j = rank; j < norms.Length; j++)
        {
            if (norms[j] < ShareToRenew * lastExact[j])
            {
                SetExact(j, kernels.Norm(a.Column(j).Slice(rank, a.Rows - rank)));
            }
        }
    }

    private void SetExact(int j, T norm) => norms[j] = lastExact[j] = norm;
}
