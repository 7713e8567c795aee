using System.Numerics;

namespace SpanLinalg.OpenBlas;

/// <summary>QR of views by LAPACK: in place where the storage is column-major, and in a copy where it is not.</summary>
/// <remarks>The LQ factorisation of the transpose is no way around the copy: its reflectors are other ones.</remarks>
internal static unsafe class NativeQr
{
    /// <summary>A = QR; A is not empty.</summary>
    public static void Factor<T>(Lapacke<T> lapack, MatrixView<T> a, Span<T> tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LapackOperand<T> matrix = new(a);
        fixed (
            T* pa = matrix.View,
                pt = tau
        )
        {
            lapack.Geqrf(a.Rows, a.Columns, pa, matrix.LeadingDimension, pt);
        }
        matrix.Store(a);
    }

    /// <summary>AP = QR; A is not empty.</summary>
    public static void FactorPivoted<T>(Lapacke<T> lapack, MatrixView<T> a, Span<int> pivots, Span<T> tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LapackOperand<T> matrix = new(a);
        fixed (
            T* pa = matrix.View,
                pt = tau
        )
        {
            lapack.Geqp3(a.Rows, a.Columns, pa, matrix.LeadingDimension, pivots, pt);
        }
        matrix.Store(a);
    }

    /// <summary>The first columns of Q, which are not none.</summary>
    public static void FormQ<T>(Lapacke<T> lapack, ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(factors.Rows, factors.Columns);
        factors.Slice(0, 0, factors.Rows, k).CopyTo(q.Slice(0, 0, q.Rows, k));
        using LapackOperand<T> result = new(q);
        fixed (
            T* pq = result.View,
                pt = tau
        )
        {
            lapack.Orgqr(q.Rows, q.Columns, k, pq, result.LeadingDimension, pt);
        }
        result.Store(q);
    }

    /// <summary>C ← QC or CQ, or with Qᵀ; nothing is empty.</summary>
    public static void ApplyQ<T>(
        Lapacke<T> lapack,
        QSide side,
        bool transpose,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (LapackOperand<T>.IsOnlyRowMajor(c))
        {
            // (QC)ᵀ = CᵀQᵀ
            QSide other = side == QSide.Left ? QSide.Right : QSide.Left;
            ApplyQ(lapack, other, !transpose, factors, tau, c.Transposed);
            return;
        }

        // A copy always: ormqr sets the diagonal to one for a while, which must not be seen by another thread, nor be
        // tried on memory that cannot be written.
        int k = Math.Min(factors.Rows, factors.Columns);
        using LapackOperand<T> reflectors = LapackOperand<T>.CopyOf(factors.Slice(0, 0, factors.Rows, k));
        using LapackOperand<T> result = new(c);
        fixed (
            T* pa = reflectors.View,
                pt = tau,
                pc = result.View
        )
        {
            lapack.Ormqr(
                side,
                transpose,
                c.Rows,
                c.Columns,
                k,
                pa,
                reflectors.LeadingDimension,
                pt,
                pc,
                result.LeadingDimension
            );
        }
        result.Store(c);
    }
}
