using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>A = Q·B·Pᵀ with B upper bidiagonal, by panels (LAPACK: gebrd).</summary>
/// <remarks>
/// Within a panel the trailing matrix is not touched: after i steps it stands for A − V·Yᵀ − X·Uᵀ, with the reflectors
/// V from the left and U from the right, and one GEMM pair brings it up to date when the panel is done. J. Dongarra, D.
/// Sorensen, S. Hammarling, "Block reduction of matrices to condensed forms for eigenvalue computations", J. Comp.
/// Appl. Math. 27, 1989. Half of the flops remain matrix-vector products that read the trailing matrix, so memory
/// bounds this routine.
/// </remarks>
internal static unsafe class Bidiagonalization
{
    /// <summary>Columns and rows reduced before the trailing matrix is brought up to date.</summary>
    /// <remarks>
    /// Every product with the trailing matrix is corrected by the four panels, whose cost grows with this width.
    /// Singular values of n = 256, 512, 1024, double, AVX-512 on Zen 5: 4.1, 22, 128 ms; with 32 columns 4.9, 26, 148
    /// ms. AVX2 the same within noise.
    /// </remarks>
    private const int PanelWidth = 16;

    /// <summary>Columns up to which all is done in one kernel, without panels and GEMM.</summary>
    private const int SmallColumns = 64;

    /// <summary>Whether a matrix is small enough for that.</summary>
    public static bool IsSmall(int m, int n) => n is > 0 and <= SmallColumns && m <= 2 * SmallColumns;

    /// <summary>Scratch elements for an m × n matrix.</summary>
    public static int ScratchLength<T>(KernelSet<T> kernels, Parallelism parallelism, int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsSmall(m, n))
        {
            return Workspace<T>.Size(kernels.BidiagonalizeScratchLength(m, n));
        }
        int width = Math.Min(n, PanelWidth);
        return checked(
            (2 * Workspace<T>.Size(m, width))
            + (2 * Workspace<T>.Size(n, width))
            + Workspace<T>.Size(width)
            + GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, m, n, width, parallelism)
        );
    }

    /// <summary>Reduces a matrix in place.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="a">
    /// m × n with m ≥ n, a padded matrix in pinned scratch. The reflectors of Q end up below its diagonal, those of P
    /// on the right of its superdiagonal; what lies between has no meaning.
    /// </param>
    /// <param name="diagonal">n elements of B.</param>
    /// <param name="superdiagonal">n − 1 elements of B (none for n = 0).</param>
    /// <param name="leftTau">n factors τ of the reflectors of Q.</param>
    /// <param name="rightTau">n − 1 factors τ of those of P.</param>
    /// <param name="scratch">As <see cref="ScratchLength"/> says.</param>
    public static void Reduce<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        MatrixView<T> a,
        Span<T> diagonal,
        Span<T> superdiagonal,
        Span<T> leftTau,
        Span<T> rightTau,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsSmall(a.Rows, a.Columns))
        {
            ReduceSmall(kernels, a, diagonal, superdiagonal, leftTau, rightTau, scratch);
            return;
        }
        for (int first = 0; first < a.Columns; first += PanelWidth)
        {
            MatrixView<T> trailing = a.Slice(first, first, a.Rows - first, a.Columns - first);
            int width = Math.Min(PanelWidth, trailing.Columns);
            Workspace<T> panelScratch = scratch;
            Panel<T> panel = new(kernels, parallelism, trailing, width, ref panelScratch);
            for (int i = 0; i < width; i++)
            {
                leftTau[first + i] = panel.ReduceColumn(i, out diagonal[first + i]);
                if (i + 1 < trailing.Columns)
                {
                    rightTau[first + i] = panel.ReduceRow(i, out superdiagonal[first + i]);
                }
            }
            panel.UpdateTrailing(panelScratch.Rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReduceSmall<T>(
        KernelSet<T> kernels,
        MatrixView<T> a,
        Span<T> diagonal,
        Span<T> superdiagonal,
        Span<T> leftTau,
        Span<T> rightTau,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (a.Rows, a.Columns);
        fixed (
            T* pa = a,
                pl = leftTau,
                pr = rightTau
        )
        {
            T* buffer = scratch.Pinned(kernels.BidiagonalizeScratchLength(m, n));
            kernels.Bidiagonalize(m, n, pa, a.ColumnStride, pl, pr, buffer);
            for (int i = 0; i < n; i++)
            {
                diagonal[i] = pa[i + (i * a.ColumnStride)];
            }
            for (int i = 0; i < n - 1; i++)
            {
                superdiagonal[i] = pa[i + ((i + 1) * a.ColumnStride)];
            }
        }
    }

    /// <summary>C ← QC, for a small matrix (LAPACK: ormbr).</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="reduced">As <see cref="Reduce"/> left it.</param>
    /// <param name="leftTau">As it left them.</param>
    /// <param name="c">A padded matrix in pinned scratch, with as many rows.</param>
    /// <param name="scratch">For the kernel.</param>
    public static void ApplyQ<T>(
        KernelSet<T> kernels,
        MatrixView<T> reduced,
        Span<T> leftTau,
        MatrixView<T> c,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplySmall(kernels, reduced, first: 0, leftTau, c, scratch);

    /// <summary>C ← PC, for a small matrix (LAPACK: ormbr).</summary>
    /// <inheritdoc cref="ApplyQ"/>
    public static void ApplyP<T>(
        KernelSet<T> kernels,
        MatrixView<T> reduced,
        Span<T> rightTau,
        MatrixView<T> c,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ApplySmall(kernels, reduced.Transposed, first: 1, rightTau, c, scratch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplySmall<T>(
        KernelSet<T> kernels,
        MatrixView<T> factors,
        int first,
        Span<T> tau,
        MatrixView<T> c,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (
            T* pf = factors,
                pt = tau,
                pc = c
        )
        {
            T* buffer = scratch.Pinned(kernels.ApplyReflectorsScratchLength(c.Rows, c.Columns));
            kernels.ApplyReflectors(
                c.Rows,
                c.Columns,
                tau.Length,
                first,
                pf,
                factors.RowStride,
                factors.ColumnStride,
                pt,
                pc,
                c.ColumnStride,
                buffer
            );
        }
    }

    /// <summary>
    /// One panel: the trailing matrix as it was, and the four matrices that say how it has changed since.
    /// </summary>
    private readonly ref struct Panel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly KernelSet<T> kernels;
        private readonly Parallelism parallelism;
        private readonly MatrixView<T> a;
        private readonly MatrixView<T> v;
        private readonly MatrixView<T> x;
        private readonly MatrixView<T> u;
        private readonly MatrixView<T> y;
        private readonly Span<T> coefficients;

        public Panel(
            KernelSet<T> kernels,
            Parallelism parallelism,
            MatrixView<T> a,
            int width,
            ref Workspace<T> scratch
        )
        {
            this.kernels = kernels;
            this.parallelism = parallelism;
            this.a = a;
            v = scratch.Matrix(a.Rows, width);
            x = scratch.Matrix(a.Rows, width);
            u = scratch.Matrix(a.Columns, width);
            y = scratch.Matrix(a.Columns, width);
            coefficients = scratch.Vector(width);
        }

        /// <summary>Eliminates column i below the diagonal, and forms column i of V and Y.</summary>
        /// <returns>τ of the reflector.</returns>
        public T ReduceColumn(int i, out T diagonal)
        {
            int rows = a.Rows - i;
            int right = a.Columns - i - 1;
            VectorView<T> column = a.Column(i).Slice(i, rows);
            SubtractProduct(v.Slice(i, 0, rows, i), y.Row(i), column);
            SubtractProduct(x.Slice(i, 0, rows, i), u.Row(i), column);
            T tau = Householder.Generate(kernels, ref column[0], column.Slice(1, rows - 1));
            diagonal = column[0];

            VectorView<T> reflector = v.Column(i).Slice(i, rows);
            column.CopyTo(reflector);
            reflector[0] = T.One;

            // y = τ·(A − V·Yᵀ − X·Uᵀ)ᵀ·v, on the columns that are left.
            VectorView<T> product = y.Column(i).Slice(i + 1, right);
            product.Fill(T.Zero);
            ReadOnlyMatrixView<T> trailing = a.Slice(i, i + 1, rows, right);
            Gemv.MultiplyAdd(kernels, parallelism, T.One, trailing.Transposed, reflector, product);
            SubtractTwice(v.Slice(i, 0, rows, i), reflector, y.Slice(i + 1, 0, right, i), product);
            SubtractTwice(x.Slice(i, 0, rows, i), reflector, u.Slice(i + 1, 0, right, i), product);
            kernels.Scale(tau, product);
            return tau;
        }

        /// <summary>Eliminates row i on the right of the superdiagonal, and forms column i of U and X.</summary>
        /// <returns>τ of the reflector.</returns>
        public T ReduceRow(int i, out T superdiagonal)
        {
            int right = a.Columns - i - 1;
            int below = a.Rows - i - 1;
            VectorView<T> row = a.Row(i).Slice(i + 1, right);
            VectorView<T> reflector = u.Column(i).Slice(i + 1, right);
            row.CopyTo(reflector);
            SubtractProduct(y.Slice(i + 1, 0, right, i + 1), v.Row(i), reflector);
            SubtractProduct(u.Slice(i + 1, 0, right, i), x.Row(i), reflector);
            T tau = Householder.Generate(kernels, ref reflector[0], reflector.Slice(1, right - 1));
            superdiagonal = reflector[0];
            reflector.CopyTo(row);
            reflector[0] = T.One;

            // x = τ·(A − V·Yᵀ − X·Uᵀ)·u, on the rows that are left.
            VectorView<T> product = x.Column(i).Slice(i + 1, below);
            product.Fill(T.Zero);
            ReadOnlyMatrixView<T> trailing = a.Slice(i + 1, i + 1, below, right);
            Gemv.MultiplyAdd(kernels, parallelism, T.One, trailing, reflector, product);
            SubtractTwice(y.Slice(i + 1, 0, right, i + 1), reflector, v.Slice(i + 1, 0, below, i + 1), product);
            SubtractTwice(u.Slice(i + 1, 0, right, i), reflector, x.Slice(i + 1, 0, below, i), product);
            kernels.Scale(tau, product);
            return tau;
        }

        /// <summary>A ← A − V·Yᵀ − X·Uᵀ on what lies outside the panel.</summary>
        public void UpdateTrailing(Span<T> workspace)
        {
            int width = v.Columns;
            int rows = a.Rows - width;
            int columns = a.Columns - width;
            MatrixView<T> rest = a.Slice(width, width, rows, columns);
            MatrixView<T> lowerY = y.Slice(width, 0, columns, width);
            MatrixView<T> lowerU = u.Slice(width, 0, columns, width);
            Gemm.Multiply(
                kernels,
                -T.One,
                v.Slice(width, 0, rows, width),
                lowerY.Transposed,
                T.One,
                rest,
                workspace,
                parallelism
            );
            Gemm.Multiply(
                kernels,
                -T.One,
                x.Slice(width, 0, rows, width),
                lowerU.Transposed,
                T.One,
                rest,
                workspace,
                parallelism
            );
        }

        /// <summary>target ← target − basis·row, with as much of the row as the basis has columns.</summary>
        private void SubtractProduct(MatrixView<T> basis, VectorView<T> row, VectorView<T> target)
        {
            Span<T> weights = coefficients[..basis.Columns];
            row.Slice(0, basis.Columns).CopyTo(weights);
            kernels.MultiplyAdd(-T.One, basis, weights, target);
        }

        /// <summary>target ← target − other·(basisᵀ·vector).</summary>
        private void SubtractTwice(MatrixView<T> basis, VectorView<T> vector, MatrixView<T> other, VectorView<T> target)
        {
            Span<T> weights = coefficients[..basis.Columns];
            weights.Clear();
            kernels.MultiplyAdd(T.One, basis.Transposed, vector, weights);
            kernels.MultiplyAdd(-T.One, other, weights, target);
        }
    }
}
