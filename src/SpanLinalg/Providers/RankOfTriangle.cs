using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Where a factorisation with column pivoting that went to the end would have stopped within limits.</summary>
internal static class RankOfTriangle
{
    /// <summary>The rank, and the norms of what would have been left.</summary>
    /// <param name="factors">R on and above the diagonal, of a factorisation with column pivoting.</param>
    /// <param name="limits">Where to stop.</param>
    /// <remarks>
    /// The norms of what is left after step k are those of the rows and columns of R from k on, since reflections keep
    /// them, and the largest norm of a column is |rₖₖ|.
    /// </remarks>
    public static NumericalRank<T> Within<T>(ReadOnlyMatrixView<T> factors, RankLimits<T> limits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(factors.Rows, factors.Columns);
        int most = Math.Min(limits.Rank ?? k, k);
        T tolerance = T.Max(limits.AbsoluteTolerance, limits.RelativeTolerance * T.Abs(factors[0, 0]));
        int rank = 0;
        while (rank < most && !(T.Abs(factors[rank, rank]) <= tolerance))
        {
            rank++;
        }
        if (rank == k)
        {
            return new(rank, T.Zero, T.Zero);
        }

        T norm = T.Zero;
        for (int i = rank; i < k; i++)
        {
            norm = T.Hypot(norm, KernelSet<T>.Default.Norm(factors.Row(i).Slice(i, factors.Columns - i)));
        }
        return new(rank, T.Abs(factors[rank, rank]), norm);
    }
}
