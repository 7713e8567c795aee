using System.Numerics;

namespace SpanLinalg.OpenBlas;

/// <summary>
/// Products of views by BLAS, which knows columns, a leading dimension, and the transposition of an operand.
/// </summary>
internal static unsafe class NativeProduct
{
    /// <summary>C ← αAB + βC; nothing is empty, and the arguments fit.</summary>
    public static void Multiply<T>(
        Cblas<T> blas,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (LapackOperand<T>.IsOnlyRowMajor(c))
        {
            // Cᵀ = αBᵀAᵀ + βCᵀ
            Multiply(blas, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
            return;
        }

        bool transposeA = LapackOperand<T>.IsOnlyRowMajor(a);
        bool transposeB = LapackOperand<T>.IsOnlyRowMajor(b);
        using LapackOperand<T> left = new(transposeA ? a.Transposed : a);
        using LapackOperand<T> right = new(transposeB ? b.Transposed : b);
        using LapackOperand<T> product = new(c, read: !T.IsZero(beta));
        fixed (
            T* pa = left.View,
                pb = right.View,
                pc = product.View
        )
        {
            blas.Gemm(
                transposeA,
                transposeB,
                c.Rows,
                c.Columns,
                a.Columns,
                alpha,
                pa,
                left.LeadingDimension,
                pb,
                right.LeadingDimension,
                beta,
                pc,
                product.LeadingDimension
            );
        }
        product.Store(c);
    }

    /// <summary>y ← αAx + βy; nothing is empty, and the arguments fit.</summary>
    /// <param name="blas">The routines.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="x">x as a row: the leading dimension of a row is the step of the vector.</param>
    /// <param name="beta">β.</param>
    /// <param name="y">y as a row.</param>
    public static void MultiplyVector<T>(
        Cblas<T> blas,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> x,
        T beta,
        MatrixView<T> y
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool transpose = LapackOperand<T>.IsOnlyRowMajor(a);
        using LapackOperand<T> matrix = new(transpose ? a.Transposed : a);
        using LapackOperand<T> input = new(x);
        using LapackOperand<T> result = new(y, read: !T.IsZero(beta));
        fixed (
            T* pa = matrix.View,
                px = input.View,
                py = result.View
        )
        {
            blas.Gemv(
                transpose,
                matrix.View.Rows,
                matrix.View.Columns,
                alpha,
                pa,
                matrix.LeadingDimension,
                px,
                input.LeadingDimension,
                beta,
                py,
                result.LeadingDimension
            );
        }
        result.Store(y);
    }
}
