using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>Least squares and square systems.</content>
public sealed partial class QrOperations
{
    /// <inheritdoc cref="Qr.LeastSquaresWorkspaceLength"
    /// path="/*[not(self::summary or @name='parallelism')]"/>
    /// <summary>Scratch elements for a solution by least squares.</summary>
    public int LeastSquaresWorkspaceLength<T>(int m, int n, int rightHandSides)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(rightHandSides);
        return provider.LeastSquaresWorkspaceLength<T>(m, n, rightHandSides);
    }

    /// <inheritdoc
    /// cref="Qr.LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, Span{T}, bool, Parallelism)"
    /// path="/*[not(self::remarks or @name='parallelism')]"/>
    public void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace,
        bool checkFinite = true
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int needed = provider.LeastSquaresWorkspaceLength<T>(a.Rows, a.Columns, b.Columns);
        QrArguments.CheckLeastSquares(a, b, x, workspace, needed);
        int exponent = SafeRange<T>.ScaleForSolving(KernelSet<T>.Default, a, b, checkFinite);
        if (a.IsEmpty || b.IsEmpty)
        {
            x.Fill(T.Zero);
            return;
        }
        provider.LeastSquares(a, b, x, workspace);
        SafeRange<T>.Scale(x, exponent);
    }

    /// <inheritdoc cref="Qr.LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, bool, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public void LeastSquares<T>(MatrixView<T> a, MatrixView<T> b, MatrixView<T> x, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = LeastSquaresWorkspaceLength<T>(a.Rows, a.Columns, b.Columns);
        using RentedWorkspace<T> scratch = new(length);
        LeastSquares(a, b, x, scratch.Span, checkFinite);
    }

    /// <inheritdoc cref="LeastSquares{T}(MatrixView{T}, MatrixView{T}, MatrixView{T}, bool)"/>
    public void LeastSquares<T>(MatrixView<T> a, MatrixView<T> b, Matrix<T> x, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares(a, b, Arguments.ViewOf(x), checkFinite);

    /// <inheritdoc cref="Qr.LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public Matrix<T> LeastSquares<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, a.Rows, b.Columns);
        Matrix<T> x = new(a.Columns, b.Columns);
        SolveInCopies(a, b, x, refuseSingular: false);
        return x;
    }

    /// <inheritdoc cref="Qr.LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public T[] LeastSquares<T>(ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckLength(b, a.Rows);
        T[] x = new T[a.Columns];
        SolveInCopies(a, b.AsColumn(), ((VectorView<T>)x).AsColumn(), refuseSingular: false);
        return x;
    }

    /// <inheritdoc cref="Qr.Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public Matrix<T> Solve<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckSquare(a);
        Arguments.CheckShape(b, a.Rows, b.Columns);
        Matrix<T> x = new(a.Columns, b.Columns);
        SolveInCopies(a, b, x, refuseSingular: true);
        return x;
    }

    /// <inheritdoc cref="Qr.Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T}, Parallelism)"
    /// path="/*[not(@name='parallelism')]"/>
    public T[] Solve<T>(ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckSquare(a);
        Arguments.CheckLength(b, a.Rows);
        T[] x = new T[a.Columns];
        SolveInCopies(a, b.AsColumn(), ((VectorView<T>)x).AsColumn(), refuseSingular: true);
        return x;
    }

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> LeastSquares<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares((ReadOnlyMatrixView<T>)a, b);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> LeastSquares<T>(Matrix<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares(Arguments.ViewOf(a), b);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T})"/>
    public T[] LeastSquares<T>(MatrixView<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares((ReadOnlyMatrixView<T>)a, b);

    /// <inheritdoc cref="LeastSquares{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T})"/>
    public T[] LeastSquares<T>(Matrix<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares(Arguments.ViewOf(a), b);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> Solve<T>(MatrixView<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve((ReadOnlyMatrixView<T>)a, b);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T})"/>
    public Matrix<T> Solve<T>(Matrix<T> a, ReadOnlyMatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve(Arguments.ViewOf(a), b);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T})"/>
    public T[] Solve<T>(MatrixView<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve((ReadOnlyMatrixView<T>)a, b);

    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixView{T}, ReadOnlyVectorView{T})"/>
    public T[] Solve<T>(Matrix<T> a, ReadOnlyVectorView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve(Arguments.ViewOf(a), b);

    private void SolveInCopies<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        MatrixView<T> x,
        bool refuseSingular
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RentedWorkspace<T> spaceOfA = new(checked(a.Rows * a.Columns));
        using RentedWorkspace<T> spaceOfB = new(checked(b.Rows * b.Columns));
        MatrixView<T> factors = MatrixView.ColumnMajor(spaceOfA.Span, a.Rows, a.Columns);
        MatrixView<T> right = MatrixView.ColumnMajor(spaceOfB.Span, b.Rows, b.Columns);
        a.CopyTo(factors);
        b.CopyTo(right);
        LeastSquares(factors, right, x);
        if (refuseSingular && !b.IsEmpty)
        {
            Qr.CheckRegular<T>(factors);
        }
    }
}
