using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>The cores of QR and of what is solved with it, and what is built of them.</content>
public abstract partial class LinearAlgebraProvider
{
    /// <summary>Scratch elements that <see cref="FactorQr"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    protected internal virtual int FactorQrWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;

    /// <summary>Factors a matrix in place, A = QR, by LAPACK's conventions (geqrf).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">
    /// m × n, with norms that cannot overflow: becomes R on and above the diagonal, of either sign, and the vectors of
    /// the reflectors H = I − τ·v·vᵀ below it, without their leading ones. Q = H₁H₂…Hₖ.
    /// </param>
    /// <param name="tau">min(m, n) elements; receive τ.</param>
    /// <param name="workspace">At least <see cref="FactorQrWorkspaceLength"/> elements.</param>
    protected internal abstract void FactorQr<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Scratch elements that the factorisations with column pivoting want.</summary>
    /// <inheritdoc cref="FactorQrWorkspaceLength" path="/*[not(self::summary)]"/>
    protected internal virtual int FactorPivotedQrWorkspaceLength<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;

    /// <summary>Factors a matrix with column pivoting in place, AP = QR (LAPACK: geqp3).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">
    /// m × n, with norms that cannot overflow: becomes R and the reflectors, as by <see cref="FactorQr"/>. |rₖₖ| is at
    /// least the norm of every later column from row k on, to rounding.
    /// </param>
    /// <param name="pivots">n elements; receive the columns of A in the order of AP, counted from zero.</param>
    /// <param name="tau">min(m, n) elements; receive τ.</param>
    /// <param name="workspace">At least <see cref="FactorPivotedQrWorkspaceLength"/> elements.</param>
    protected internal abstract void FactorPivotedQr<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Factors a matrix with column pivoting in place as far as limits allow (LAPACK: geqp3rk).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">As without limits, but from the rank on it holds what is left of A.</param>
    /// <param name="pivots">n elements; receive the columns of A in the order of AP, counted from zero.</param>
    /// <param name="tau">min(m, n) elements; receive τ, which is zero from the rank on.</param>
    /// <param name="limits">Where to stop.</param>
    /// <param name="workspace">At least <see cref="FactorPivotedQrWorkspaceLength"/> elements.</param>
    /// <returns>The rank that was reached, and the norms of what is left.</returns>
    /// <remarks>
    /// The default factors to the end, and then takes the reflectors beyond the limits back. It rents scratch for that.
    /// </remarks>
    protected internal virtual NumericalRank<T> FactorPivotedQr<T>(
        MatrixView<T> a,
        Span<int> pivots,
        Span<T> tau,
        RankLimits<T> limits,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FactorPivotedQr(a, pivots, tau, workspace);
        NumericalRank<T> reached = RankOfTriangle.Within<T>(a, limits);
        (int rank, int rows, int columns) = (reached.Rank, a.Rows - reached.Rank, a.Columns - reached.Rank);
        if (rank == tau.Length)
        {
            return reached;
        }

        // What was left of A after the last step within the limits is the rest of R, times the rest of the reflectors.
        MatrixView<T> rest = a.Slice(rank, rank, rows, columns);
        using RentedWorkspace<T> space = new(checked(rows * columns));
        MatrixView<T> product = MatrixView.ColumnMajor(space.Span, rows, columns);
        product.Fill(T.Zero);
        int corner = Math.Min(rows, columns);
        product.Slice(0, 0, corner, columns).SetUpperTriangle(rest);
        using RentedWorkspace<T> scratch = new(ApplyQWorkspaceLength<T>(QSide.Left, rows, columns, columns));
        ApplyQ(QSide.Left, transposed: false, rest, tau[rank..], product, scratch.Span);
        product.CopyTo(rest);
        tau[rank..].Clear();
        return reached;
    }

    /// <summary>Scratch elements that <see cref="FormQ"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    /// <param name="columns">Columns of Q that are wanted, zero or more.</param>
    protected internal virtual int FormQWorkspaceLength<T>(int m, int n, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ApplyQWorkspaceLength<T>(QSide.Left, m, n, columns);

    /// <summary>Writes out columns of Q (LAPACK: orgqr); by default it applies Q to those of the identity.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="factors">m × n, as a factorisation left them; not changed.</param>
    /// <param name="tau">min(m, n) elements, as it left them.</param>
    /// <param name="q">m × p with min(m, n) ≤ p ≤ m: receives the first p columns of Q.</param>
    /// <param name="workspace">At least <see cref="FormQWorkspaceLength"/> elements.</param>
    protected internal virtual void FormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        q.SetIdentity();
        ApplyQ(QSide.Left, transposed: false, factors, tau, q, workspace);
    }

    /// <summary>Scratch elements that <see cref="ApplyQ"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="side">The side of Q.</param>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    /// <param name="other">The size of C that is not m: its columns if Q is on the left, or its rows.</param>
    protected internal virtual int ApplyQWorkspaceLength<T>(QSide side, int m, int n, int other)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;

    /// <summary>C ← QC or C ← CQ, or with Qᵀ in the place of Q (LAPACK: ormqr).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="side">The side of Q.</param>
    /// <param name="transposed">Whether to multiply by Qᵀ.</param>
    /// <param name="factors">m × n, as a factorisation left them; not changed.</param>
    /// <param name="tau">min(m, n) elements, as it left them.</param>
    /// <param name="c">m rows if Q is on the left, m columns if it is on the right.</param>
    /// <param name="workspace">At least <see cref="ApplyQWorkspaceLength"/> elements.</param>
    protected internal abstract void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Scratch elements that <see cref="LeastSquares"/> wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A, zero or more.</param>
    /// <param name="n">Columns of A, zero or more.</param>
    /// <param name="rightHandSides">Columns of B, zero or more.</param>
    protected internal virtual int LeastSquaresWorkspaceLength<T>(int m, int n, int rightHandSides)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int tall, int small) = m >= n ? (m, n) : (n, m);
        return checked(
            small
            + Math.Max(
                FactorQrWorkspaceLength<T>(tall, small),
                ApplyQWorkspaceLength<T>(QSide.Left, tall, small, rightHandSides)
            )
        );
    }

    /// <summary>The X that makes ‖AX − B‖ smallest, column by column (LAPACK: gels).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">
    /// m × n; the largest element is in the middle of the range of T. Its content is lost, but that where m = n it must
    /// hold the R of its factorisation on and above the diagonal in the end.
    /// </param>
    /// <param name="b">m × p, scaled to suit A; its content is lost.</param>
    /// <param name="x">n × p. Where A has more columns than rows, the shortest of all solutions.</param>
    /// <param name="workspace">At least <see cref="LeastSquaresWorkspaceLength"/> elements.</param>
    /// <exception cref="RankDeficientException">R has a zero on its diagonal.</exception>
    /// <remarks>
    /// By default of <see cref="FactorQr"/>, <see cref="ApplyQ"/>, and the managed code for the triangle, which is to
    /// the rest as n to 2m.
    /// </remarks>
    protected internal virtual void LeastSquares<T>(
        MatrixView<T> a,
        MatrixView<T> b,
        MatrixView<T> x,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        Span<T> tau = workspace[..k];
        Span<T> scratch = workspace[k..];
        if (a.Rows >= a.Columns)
        {
            // A = QR: the first n rows of QᵀB are RX.
            FactorQr(a, tau, scratch);
            ReadOnlyMatrixView<T> r = TriangularSystem.CheckRank<T>(a.Slice(0, 0, k, k));
            ApplyQ(QSide.Left, transposed: true, a, tau, b, scratch);
            b.Slice(0, 0, k, b.Columns).CopyTo(x);
            TriangularSystem.SolveUpper(KernelSet<T>.Default, Parallelism.None, r, x);
        }
        else
        {
            // Aᵀ = QR: of all X with RᵀQᵀX = B, the shortest one lies in the range of Q.
            FactorQr(a.Transposed, tau, scratch);
            ReadOnlyMatrixView<T> r = TriangularSystem.CheckRank<T>(a.Slice(0, 0, k, k).Transposed);
            TriangularSystem.SolveLower(KernelSet<T>.Default, Parallelism.None, r.Transposed, b);
            x.Fill(T.Zero);
            b.CopyTo(x.Slice(0, 0, k, b.Columns));
            ApplyQ(QSide.Left, transposed: false, a.Transposed, tau, x, scratch);
        }
    }
}
