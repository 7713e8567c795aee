using System.Numerics;

namespace SpanLinalg.OpenBlas;

/// <summary>The SVD of views by LAPACK: gesdd, and gesvd should that not converge.</summary>
internal static unsafe class NativeSvd
{
    /// <summary>A = U·diag(S)·Vᵀ; the arguments fit, and A is not empty.</summary>
    /// <returns>False if neither routine converged, or A is not finite.</returns>
    public static bool TryDecompose<T>(
        Lapacke<T> lapack,
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Aᵀ = V·diag(S)·Uᵀ: with row-major factors that is the problem in which nothing has to be rearranged.
        bool byRows = LapackOperand<T>.IsOnlyRowMajor(vectors == SingularVectors.None ? a : u);
        return byRows
            ? TryDecomposeByColumns(lapack, a.Transposed, vectors, vt.Transposed, s, u.Transposed)
            : TryDecomposeByColumns(lapack, a, vectors, u, s, vt);
    }

    private static bool TryDecomposeByColumns<T>(
        Lapacke<T> lapack,
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LapackOperand<T> matrix = LapackOperand<T>.CopyOf(a);
        using LapackOperand<T> left = new(u, read: false);
        using LapackOperand<T> right = new(vt, read: false);
        fixed (
            T* pa = matrix.View,
                pu = left.View,
                ps = s,
                pv = right.View
        )
        {
            (int m, int n) = (a.Rows, a.Columns);
            (int strideA, int strideU, int strideV) = (
                matrix.LeadingDimension,
                left.LeadingDimension,
                right.LeadingDimension
            );
            SvdOutcome outcome = lapack.Gesdd(vectors, m, n, pa, strideA, ps, pu, strideU, pv, strideV);
            if (outcome == SvdOutcome.NotConverged)
            {
                a.CopyTo(new MatrixView<T>(pa, m, n, 1, strideA));
                outcome = lapack.Gesvd(vectors, m, n, pa, strideA, ps, pu, strideU, pv, strideV);
            }
            if (outcome != SvdOutcome.Converged)
            {
                return false;
            }
        }
        for (int i = 0; i < Math.Min(a.Rows, a.Columns); i++)
        {
            // LAPACK may leave a negative zero; the sum of the two zeros is the positive one.
            s[i] += T.Zero;
        }
        left.Store(u);
        right.Store(vt);
        return true;
    }
}
