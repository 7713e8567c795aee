using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Householder QR with column pivoting, AP = QR, by blocks (LAPACK: geqp3).</summary>
/// <remarks>
/// Every step eliminates the column with the largest norm of what is left. Within a block only the pivot column and the
/// pivot row, which the next step asks for, are brought up to date; the rest stands for A − V·Fᵀ with the reflectors V
/// of the block, until one GEMM makes it so. G. Quintana-Ortí, X. Sun, C. Bischof, "A BLAS-3 version of the QR
/// factorization with column pivoting", SIAM J. Sci. Comput. 19(5), 1998. Half of the flops remain matrix-vector
/// products that read what is left, so memory bounds this routine.
/// <para>
/// What is deferred carries the rounding errors of the columns as they were when the block began. Where a norm has
/// fallen so far below that they may be all of it, that paper and LAPACK end the block. Here such a norm stays at its
/// upper bound, and the block ends when that is the largest: only then the norm decides.
/// </para>
/// </remarks>
internal static class PivotedQr
{
    /// <summary>Columns eliminated before the rest of the matrix is brought up to date.</summary>
    /// <remarks>
    /// The products with V and F that correct the deferred columns and rows grow with this width: docs/measurements.md.
    /// </remarks>
    private const int BlockWidth = 16;

    /// <summary>Scratch elements for an m × n matrix, the alignment included.</summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, Parallelism parallelism, int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Math.Min(Math.Min(m, n), BlockWidth);
        return checked(
            Workspace<T>.Size(m, n)
            + Workspace<T>.Size(n, width)
            + (3 * Workspace<T>.Size(n))
            + Workspace<T>.Size(m)
            + Workspace<T>.Size(width)
            + GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, m, n, width, parallelism)
            + Workspace<T>.Slack
        );
    }

    /// <summary>Factors in place.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="a">
    /// m × n; becomes R above and the reflectors below the diagonal; from the rank on, what is left.
    /// </param>
    /// <param name="pivots">n elements; receive the columns of A in the order of AP.</param>
    /// <param name="tau">min(m, n) factors τ, zero from the rank on.</param>
    /// <param name="limits">Where to stop.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    public static NumericalRank<T> Factor<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < pivots.Length; j++)
        {
            pivots[j] = j;
        }
        tau.Clear();

        // A copy with contiguous columns, each on a cache line, whatever the strides of A.
        MatrixView<T> copy = scratch.Matrix(a.Rows, a.Columns);
        a.CopyTo(copy);
        ColumnNorms<T> norms = new(kernels, copy, scratch.Vector(a.Columns), scratch.Vector(a.Columns));
        T tolerance = T.Max(limits.AbsoluteTolerance, limits.RelativeTolerance * norms.Largest(0));
        int most = Math.Min(limits.Rank ?? tau.Length, tau.Length);

        int rank = 0;
        while (rank < most && !(norms.Largest(rank) <= tolerance))
        {
            int first = rank;
            int end = Math.Min(first + BlockWidth, most);
            Workspace<T> blockScratch = scratch;
            Block<T> block = new(kernels, parallelism, copy, pivots, norms, first, end - first, ref blockScratch);
            for (; rank < end; rank++)
            {
                int pivot = norms.IndexOfLargest(rank);
                if (norms[pivot] <= tolerance || (rank > first && norms.IsOnlyBound(pivot)))
                {
                    break;
                }
                tau[rank] = block.Eliminate(rank, pivot);
            }
            block.UpdateTrailing(rank, blockScratch.Rest);
            norms.Renew(kernels, copy, rank);
        }
        copy.CopyTo(a);
        return new(rank, norms.Largest(rank), norms.FrobeniusNorm(kernels, rank));
    }

    /// <summary>
    /// The columns that are eliminated before the next update, and the matrix F that says what it will be.
    /// </summary>
    private readonly ref struct Block<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly KernelSet<T> kernels;
        private readonly Parallelism parallelism;
        private readonly MatrixView<T> a;
        private readonly Span<int> pivots;
        private readonly ColumnNorms<T> norms;
        private readonly int first;
        private readonly MatrixView<T> f;
        private readonly Span<T> pivotRow;
        private readonly Span<T> exchanged;
        private readonly Span<T> weights;

        public Block(
            KernelSet<T> kernels,
            Parallelism parallelism,
            MatrixView<T> a,
            Span<int> pivots,
            ColumnNorms<T> norms,
            int first,
            int width,
            ref Workspace<T> scratch
        )
        {
            this.kernels = kernels;
            this.parallelism = parallelism;
            this.a = a;
            this.pivots = pivots;
            this.norms = norms;
            this.first = first;
            f = scratch.Matrix(a.Columns, width);
            pivotRow = scratch.Vector(a.Columns);
            exchanged = scratch.Vector(a.Rows);
            weights = scratch.Vector(width);
        }

        /// <summary>Brings a column to place k, and eliminates it below the diagonal.</summary>
        /// <returns>τ of the reflector.</returns>
        public T Eliminate(int k, int pivot)
        {
            Exchange(k, pivot);

            int rows = a.Rows - k;
            VectorView<T> v = a.Column(k).Slice(k, rows);
            UpdateColumn(k, v);
            T tau = Householder.Generate(kernels, ref v[0], v.Slice(1, rows - 1));

            T beta = v[0];
            v[0] = T.One;
            ExtendF(k, tau, v);
            Span<T> row = pivotRow[..(a.Columns - k - 1)];
            UpdateRow(k, row);
            v[0] = beta;
            norms.Downdate(k + 1, row);
            return tau;
        }

        /// <summary>A ← A − V·Fᵀ on the rows and columns from the given one on.</summary>
        public void UpdateTrailing(int from, Span<T> workspace)
        {
            int rows = a.Rows - from;
            int columns = a.Columns - from;
            Gemm.Multiply(
                kernels,
                -T.One,
                a.Slice(from, first, rows, from - first),
                f.Slice(from, 0, columns, from - first).Transposed,
                T.One,
                a.Slice(from, from, rows, columns),
                workspace,
                parallelism
            );
        }

        private void Exchange(int k, int pivot)
        {
            if (pivot == k)
            {
                return;
            }

            a.Column(k).CopyTo(exchanged);
            a.Column(pivot).CopyTo(a.Column(k));
            ((VectorView<T>)exchanged).CopyTo(a.Column(pivot));
            for (int i = 0; i < k - first; i++)
            {
                (f[k, i], f[pivot, i]) = (f[pivot, i], f[k, i]);
            }
            (pivots[k], pivots[pivot]) = (pivots[pivot], pivots[k]);
            norms.Replace(pivot, k);
        }

        /// <summary>Subtracts from column k, from row k on, what the reflectors before it owe it.</summary>
        private void UpdateColumn(int k, VectorView<T> column)
        {
            int reflectors = k - first;
            if (reflectors == 0)
            {
                return;
            }
            Span<T> row = weights[..reflectors];
            f.Row(k).Slice(0, reflectors).CopyTo(row);
            kernels.MultiplyAdd(-T.One, a.Slice(k, first, column.Length, reflectors), row, column);
        }

        /// <summary>The column of F for reflector k: τ·(A − V·Fᵀ)ᵀ·v.</summary>
        private void ExtendF(int k, T tau, VectorView<T> v)
        {
            int reflectors = k - first;
            int right = a.Columns - k - 1;
            VectorView<T> product = f.Column(reflectors).Slice(k + 1, right);
            product.Fill(T.Zero);
            ReadOnlyMatrixView<T> trailing = a.Slice(k, k + 1, v.Length, right);
            Gemv.MultiplyAdd(kernels, parallelism, tau, trailing.Transposed, v, product);

            if (reflectors == 0)
            {
                return;
            }
            Span<T> inner = weights[..reflectors];
            inner.Clear();
            kernels.MultiplyAdd(-tau, a.Slice(k, first, v.Length, reflectors).Transposed, v, inner);
            kernels.MultiplyAdd(T.One, f.Slice(k + 1, 0, right, reflectors), inner, product);
        }

        /// <summary>
        /// Row k of R, on the right of the diagonal, where the last reflector still has its leading 1.
        /// </summary>
        private void UpdateRow(int k, Span<T> row)
        {
            int reflectors = k - first + 1;
            Span<T> leading = weights[..reflectors];
            VectorView<T> right = a.Row(k).Slice(k + 1, row.Length);
            right.CopyTo(row);
            a.Row(k).Slice(first, reflectors).CopyTo(leading);
            kernels.MultiplyAdd(-T.One, f.Slice(k + 1, 0, row.Length, reflectors), leading, row);
            ((VectorView<T>)row).CopyTo(right);
        }
    }
}
