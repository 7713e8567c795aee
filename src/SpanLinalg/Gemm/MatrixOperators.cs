using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>
/// The arithmetic of matrices: <c>a * b</c>, <c>a + b</c>, <c>a - b</c>, <c>-a</c>, <c>2 * a</c>, <c>a / 2</c>.
/// </summary>
/// <remarks>
/// Operands are matrices and views in every mix, of float or double. Each result is a new matrix; where that is too
/// much, <see cref="Gemm"/> and <see cref="Blas1"/> write to memory that is there. Shapes that do not fit are an
/// <see cref="ArgumentException"/>.
/// <para>
/// Each operator stands here once for every type that its first matrix may have, from which the compiler infers T.
/// </para>
/// </remarks>
public static class MatrixOperators
{
    extension<T>(ReadOnlyMatrixView<T>)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>AB, by <see cref="Gemm"/>.</summary>
        public static Matrix<T> operator *(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b) => Gemm.Multiply(a, b);

        /// <summary>A + B.</summary>
        public static Matrix<T> operator +(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b) => Sum(a, T.One, b);

        /// <summary>A − B.</summary>
        public static Matrix<T> operator -(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b) => Sum(a, -T.One, b);

        /// <summary>−A.</summary>
        public static Matrix<T> operator -(ReadOnlyMatrixView<T> a) => Scaled(a, -T.One);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(T alpha, ReadOnlyMatrixView<T> a) => Scaled(a, alpha);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(ReadOnlyMatrixView<T> a, T alpha) => Scaled(a, alpha);

        /// <summary>Every element divided by a number.</summary>
        public static Matrix<T> operator /(ReadOnlyMatrixView<T> a, T divisor) => Divided(a, divisor);
    }

    extension<T>(MatrixView<T>)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>AB, by <see cref="Gemm"/>.</summary>
        public static Matrix<T> operator *(MatrixView<T> a, ReadOnlyMatrixView<T> b) => Gemm.Multiply(a, b);

        /// <summary>A + B.</summary>
        public static Matrix<T> operator +(MatrixView<T> a, ReadOnlyMatrixView<T> b) => Sum(a, T.One, b);

        /// <summary>A − B.</summary>
        public static Matrix<T> operator -(MatrixView<T> a, ReadOnlyMatrixView<T> b) => Sum(a, -T.One, b);

        /// <summary>−A.</summary>
        public static Matrix<T> operator -(MatrixView<T> a) => Scaled(a, -T.One);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(T alpha, MatrixView<T> a) => Scaled(a, alpha);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(MatrixView<T> a, T alpha) => Scaled(a, alpha);

        /// <summary>Every element divided by a number.</summary>
        public static Matrix<T> operator /(MatrixView<T> a, T divisor) => Divided(a, divisor);
    }

    extension<T>(Matrix<T>)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>AB, by <see cref="Gemm"/>.</summary>
        public static Matrix<T> operator *(Matrix<T> a, ReadOnlyMatrixView<T> b) => Gemm.Multiply(a, b);

        /// <summary>A + B.</summary>
        public static Matrix<T> operator +(Matrix<T> a, ReadOnlyMatrixView<T> b) => Sum(Arguments.ViewOf(a), T.One, b);

        /// <summary>A − B.</summary>
        public static Matrix<T> operator -(Matrix<T> a, ReadOnlyMatrixView<T> b) => Sum(Arguments.ViewOf(a), -T.One, b);

        /// <summary>−A.</summary>
        public static Matrix<T> operator -(Matrix<T> a) => Scaled(Arguments.ViewOf(a), -T.One);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(T alpha, Matrix<T> a) => Scaled(Arguments.ViewOf(a), alpha);

        /// <summary>αA.</summary>
        public static Matrix<T> operator *(Matrix<T> a, T alpha) => Scaled(Arguments.ViewOf(a), alpha);

        /// <summary>Every element divided by a number.</summary>
        public static Matrix<T> operator /(Matrix<T> a, T divisor) => Divided(Arguments.ViewOf(a), divisor);
    }

    private static Matrix<T> Sum<T>(ReadOnlyMatrixView<T> a, T sign, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, a.Rows, a.Columns);
        Matrix<T> sum = new(a);
        for (int i = 0; i < sum.Rows; i++)
        {
            KernelSet<T>.Default.Axpy(sign, b.Row(i), sum.Row(i));
        }
        return sum;
    }

    private static Matrix<T> Scaled<T>(ReadOnlyMatrixView<T> a, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> scaled = new(a);
        KernelSet<T>.Default.Scale(factor, scaled.Elements);
        return scaled;
    }

    private static Matrix<T> Divided<T>(ReadOnlyMatrixView<T> a, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> quotient = new(a);
        foreach (ref T element in quotient.Elements)
        {
            element /= divisor;
        }
        return quotient;
    }
}
