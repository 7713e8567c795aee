using System.Numerics;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <content>
/// Solutions as matrices and arrays of their own, which keep A and B: T is inferred from the type of A.
/// </content>
public static unsafe partial class Qr
{
    /// <summary>The X that makes ‖AX − B‖ smallest, column by column (LAPACK: gels).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × n of full rank; not changed.</param>
    /// <param name="b">m × p; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>n × p. Where A has more columns than rows, the shortest of all solutions.</returns>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="NotFiniteNumberException">An element of A or B is NaN or infinite.</exception>
    /// <exception cref="RankDeficientException">A column of A depends on those before it, to the last bit.</exception>
    /// <remarks>
    /// Allocates the solution, and rents copies of A and B. A matrix that is nearly rank-deficient is not refused;
    /// its solution is as large as the condition number makes it: see
    /// <see cref="SvdFactors{T}.Solve(ReadOnlyMatrixView{T}, T?)"/>.
    /// </remarks>
    public static Matrix<T> LeastSquares<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, a.Rows, b.Columns);
        Matrix<T> x = new(a.Columns, b.Columns);
        SolveInCopies(a, b, x, refuseSingular: false, parallelism);
        return x;
    }

    /// <summary>The x that makes ‖Ax − b‖ smallest (LAPACK: gels).</summary>
    /// <param name="a">m × n of full rank; not changed.</param>
    /// <param name="b">m elements, a vector view, a span or an array; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>n elements. Where A has more columns than rows, the shortest of all solutions.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has not m elements.</exception>
    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(self::summary or self::param or self::returns or contains(@cref, 'ArgumentException'))]"/>
    public static T[] LeastSquares<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> b,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckLength(b, a.Rows);
        T[] x = new T[a.Columns];
        SolveInCopies(a, b.AsColumn(), ((VectorView<T>)x).AsColumn(), refuseSingular: false, parallelism);
        return x;
    }

    /// <summary>The X with AX = B for a square matrix A.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">n × n and regular; not changed.</param>
    /// <param name="b">n × p; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>n × p.</returns>
    /// <exception cref="ArgumentException">A is not square, or B has not n rows.</exception>
    /// <exception cref="NotFiniteNumberException">An element of A or B is NaN or infinite.</exception>
    /// <exception cref="RankDeficientException">
    /// A is singular to rounding: what a column has beyond those before it is at most n·ε of it, where ε is the
    /// distance from 1 to the next number.
    /// </exception>
    /// <remarks>
    /// By QR, which is stable without pivoting at twice the flops of an elimination: 4⁄3·n³ + 4n²p. Allocates the
    /// solution, and rents copies of A and B.
    /// </remarks>
    public static Matrix<T> Solve<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckSquare(a);
        Arguments.CheckShape(b, a.Rows, b.Columns);
        Matrix<T> x = new(a.Columns, b.Columns);
        SolveInCopies(a, b, x, refuseSingular: true, parallelism);
        return x;
    }

    /// <summary>The x with Ax = b for a square matrix A.</summary>
    /// <param name="a">n × n and regular; not changed.</param>
    /// <param name="b">n elements, a vector view, a span or an array; not changed.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <returns>n elements.</returns>
    /// <exception cref="ArgumentException">A is not square, or <paramref name="b"/> has not n elements.</exception>
    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(self::summary or self::param or self::returns or contains(@cref, 'ArgumentException'))]"/>
    public static T[] Solve<T>(ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckSquare(a);
        Arguments.CheckLength(b, a.Rows);
        T[] x = new T[a.Columns];
        SolveInCopies(a, b.AsColumn(), ((VectorView<T>)x).AsColumn(), refuseSingular: true, parallelism);
        return x;
    }

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> LeastSquares<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares((ReadOnlyMatrixView<T>)a, b, parallelism);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> LeastSquares<T>(Matrix<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares(Arguments.ViewOf(a), b, parallelism);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"/>
    public static T[] LeastSquares<T>(MatrixView<T> a, ReadOnlyVectorView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares((ReadOnlyMatrixView<T>)a, b, parallelism);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"/>
    public static T[] LeastSquares<T>(Matrix<T> a, ReadOnlyVectorView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares(Arguments.ViewOf(a), b, parallelism);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> Solve<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve((ReadOnlyMatrixView<T>)a, b, parallelism);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"/>
    public static Matrix<T> Solve<T>(Matrix<T> a, ReadOnlyMatrixView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve(Arguments.ViewOf(a), b, parallelism);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"/>
    public static T[] Solve<T>(MatrixView<T> a, ReadOnlyVectorView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve((ReadOnlyMatrixView<T>)a, b, parallelism);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"/>
    public static T[] Solve<T>(Matrix<T> a, ReadOnlyVectorView<T> b, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve(Arguments.ViewOf(a), b, parallelism);

    /// <summary>The same as the face that takes X, for three matrices that own their elements.</summary>
    /// <inheritdoc cref="LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, bool, Parallelism)"/>
    public static void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        Matrix<T> x,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LeastSquares(a, b, Arguments.ViewOf(x), checkFinite, parallelism);

    private static void SolveInCopies<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        MatrixView<T> x,
        bool refuseSingular,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> spaceOfA = new(checked(a.Rows * a.Columns));
        using RentedWorkspace<T> spaceOfB = new(checked(b.Rows * b.Columns));
        MatrixView<T> factors = MatrixView.ColumnMajor(spaceOfA.Span, a.Rows, a.Columns);
        MatrixView<T> right = MatrixView.ColumnMajor(spaceOfB.Span, b.Rows, b.Columns);
        a.CopyTo(factors);
        b.CopyTo(right);
        LeastSquares(factors, right, x, parallelism: parallelism);
        if (refuseSingular)
        {
            CheckRegular<T>(factors);
        }
    }

    /// <summary>No diagonal element of R, which the solver leaves in the place of A, is nothing but rounding.</summary>
    internal static void CheckRegular<T>(ReadOnlyMatrixView<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T share = T.CreateChecked(r.Columns) * (Precision<T>.UnitRoundoff + Precision<T>.UnitRoundoff);
        for (int j = 0; j < r.Columns; j++)
        {
            if (T.Abs(r[j, j]) <= share * Blas1.Norm(r.Column(j).Slice(0, j + 1)))
            {
                throw new RankDeficientException(j);
            }
        }
    }
}
