using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>
/// The SVD of a dense matrix with no more columns than rows, by way of a bidiagonal one (LAPACK: gesvd).
/// </summary>
/// <remarks>
/// G. Golub, W. Kahan, "Calculating the singular values and pseudo-inverse of a matrix", SIAM J. Numer. Anal. 2(2),
/// 1965; QR first for tall matrices: T. Chan, "An improved algorithm for computing the singular value decomposition",
/// ACM TOMS 8(1), 1982.
/// </remarks>
internal static class GolubKahan
{
    /// <summary>Scratch elements for an m × n matrix with m ≥ n, the alignment included.</summary>
    public static int WorkspaceLength<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        int m,
        int n,
        SingularVectors vectors
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool qrFirst = IsTall(m, n);
        int rows = qrFirst ? n : m;
        int length = checked((3 * Workspace<T>.Size(n)) + Workspace<T>.Size(m, n) + Workspace<T>.Slack);
        int inner = Bidiagonalization.ScratchLength(kernels, parallelism, rows, n);
        if (qrFirst)
        {
            length = checked(length + Workspace<T>.Size(n) + Workspace<T>.Size(n, n));
            inner = Math.Max(inner, QrFactorization.WorkspaceLength(kernels, parallelism, m, n));
        }
        if (vectors != SingularVectors.None)
        {
            length = checked(length + Workspace<T>.Size(rows, n) + Workspace<T>.Size(n, n));
            int columns = vectors == SingularVectors.Full ? m : n;
            inner = Math.Max(inner, BidiagonalQr.ScratchLength<T>(n));
            inner = Math.Max(inner, ReflectorProduct.WorkspaceLength(kernels, parallelism, m, n, columns));
            inner = Math.Max(inner, Workspace<T>.Size(kernels.ApplyReflectorsScratchLength(rows, n)));
        }
        return checked(length + inner);
    }

    /// <summary>A = U·diag(S)·Vᵀ.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="a">m × n with m ≥ n; not changed.</param>
    /// <param name="vectors">What to compute.</param>
    /// <param name="u">m × n, or m × m for full; empty without vectors.</param>
    /// <param name="s">n singular values.</param>
    /// <param name="vt">n × n; empty without vectors.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    /// <returns>Whether the iteration converged; the results have no meaning otherwise.</returns>
    public static bool Decompose<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows;
        int n = a.Columns;
        Span<T> superdiagonal = scratch.Vector(n)[..Math.Max(n - 1, 0)];
        Span<T> leftTau = scratch.Vector(n);
        Span<T> rightTau = scratch.Vector(n)[..Math.Max(n - 1, 0)];
        MatrixView<T> work = scratch.PaddedMatrix(m, n);
        int exponent = CopyScaled(kernels, a, work);

        // A tall matrix is reduced to its triangle first, which costs half of what bidiagonalising it would.
        MatrixView<T> reduced = work;
        Span<T> qrTau = default;
        if (IsTall(m, n))
        {
            qrTau = scratch.Vector(n);
            reduced = scratch.PaddedMatrix(n, n);
            QrFactorization.Factor(kernels, parallelism, work, qrTau, scratch);
            reduced.SetUpperTriangle(work);
        }
        Bidiagonalization.Reduce(kernels, parallelism, reduced, s, superdiagonal, leftTau, rightTau, scratch);

        if (vectors == SingularVectors.None)
        {
            if (!BidiagonalQr.Decompose(kernels, s, superdiagonal, default, default, scratch))
            {
                return false;
            }
            s.Sort();
            s.Reverse();
        }
        else
        {
            // The vectors of B first, with Q and P still to be put in front of them.
            bool inPlace = Bidiagonalization.IsSmall(reduced.Rows, n) && (u.Columns == n || reduced.Rows == n);
            MatrixView<T> innerU = scratch.PaddedMatrix(inPlace ? reduced.Rows : n, n);
            MatrixView<T> innerV = scratch.PaddedMatrix(n, n);
            innerU.SetIdentity();
            innerV.SetIdentity();
            VectorColumns<T> columnsU = VectorColumns<T>.Of(innerU, n),
                columnsV = VectorColumns<T>.Of(innerV, n);
            if (!BidiagonalQr.Decompose(kernels, s, superdiagonal, columnsU, columnsV, scratch))
            {
                return false;
            }

            if (inPlace)
            {
                Bidiagonalization.ApplyQ(kernels, reduced, leftTau, innerU, scratch);
                Bidiagonalization.ApplyP(kernels, reduced, rightTau, innerV, scratch);
                SortDescending(kernels, s, innerU, innerV);
                innerV.CopyTo(vt.Transposed);
                Extend(innerU, u);
            }
            else
            {
                SortDescending(kernels, s, innerU, innerV);
                MatrixView<T> v = vt.Transposed;
                innerV.CopyTo(v);
                if (n > 1)
                {
                    ReflectorProduct.Apply(
                        kernels,
                        parallelism,
                        reduced.Slice(0, 1, n - 1, n - 1).Transposed,
                        rightTau,
                        transposed: false,
                        v.Slice(1, 0, n - 1, n),
                        scratch
                    );
                }
                Extend(innerU, u);
                MatrixView<T> top = u.Slice(0, 0, reduced.Rows, reduced.Rows == m ? u.Columns : n);
                ReflectorProduct.Apply(kernels, parallelism, reduced, leftTau, transposed: false, top, scratch);
            }
            if (!qrTau.IsEmpty)
            {
                ReflectorProduct.Apply(kernels, parallelism, work, qrTau, transposed: false, u, scratch);
            }
        }

        for (int i = 0; exponent != 0 && i < n; i++)
        {
            s[i] = T.ScaleB(s[i], exponent);
        }
        return true;
    }

    /// <summary>Where QR first and bidiagonalising the triangle has fewer flops than bidiagonalising all.</summary>
    /// <remarks>
    /// 2mn² + 2n³ against 4mn² − 4⁄3·n³ balance at m = 5⁄3·n; QR is the faster kind of flop, LAPACK takes 1.6.
    /// </remarks>
    private static bool IsTall(int m, int n) => n > 0 && 5L * m >= 8L * n;

    /// <summary>Copies a matrix, scaled by a power of two if its size could over- or underflow on the way.</summary>
    /// <returns>The exponent that the singular values must get back.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyScaled<T>(KernelSet<T> kernels, ReadOnlyMatrixView<T> a, MatrixView<T> copy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        a.CopyTo(copy);
        T largest = T.Zero;
        for (int j = 0; j < copy.Columns; j++)
        {
            largest = T.Max(largest, kernels.MaxMagnitude(copy.Column(j)));
        }

        int exponent = ScaledMatrix<T>.SafeExponent(largest);
        if (exponent == 0)
        {
            return 0;
        }

        for (int j = 0; j < copy.Columns; j++)
        {
            VectorView<T> column = copy.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = T.ScaleB(column[i], -exponent);
            }
        }
        return exponent;
    }

    /// <summary>Puts a matrix into the upper left corner of an identity.</summary>
    private static void Extend<T>(ReadOnlyMatrixView<T> corner, MatrixView<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (corner.Rows < matrix.Rows || corner.Columns < matrix.Columns)
        {
            matrix.SetIdentity();
        }
        corner.CopyTo(matrix.Slice(0, 0, corner.Rows, corner.Columns));
    }

    /// <summary>Brings the values into descending order and their vectors along.</summary>
    /// <remarks>By selection, which moves each vector once at most.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortDescending<T>(KernelSet<T> kernels, Span<T> values, MatrixView<T> u, MatrixView<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length - 1; i++)
        {
            int largest = IndexOfLargest(values[i..]) + i;
            if (largest != i)
            {
                (values[i], values[largest]) = (values[largest], values[i]);
                kernels.Swap(u.Column(i), u.Column(largest));
                kernels.Swap(v.Column(i), v.Column(largest));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOfLargest<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[largest])
            {
                largest = i;
            }
        }
        return largest;
    }
}
