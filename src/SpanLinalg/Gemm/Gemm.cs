using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Matrix times matrix: C ← αAB + βC (BLAS: gemm).</summary>
/// <remarks>
/// Any strides: a transposed operand is a transposed view. Products follow the usual order of rounding errors,
/// |Ĉ − C| ≤ k·u·|α||A||B| elementwise to first order. Elements that are NaN or infinite propagate as the arithmetic has it.
/// </remarks>
public static partial class Gemm
{
    /// <summary>Scratch elements that <see cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T})"/> needs.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Columns of A.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int WorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return BlockedGemm.WorkspaceLength(KernelSet<T>.Default, m, n, k);
    }

    /// <summary>C ← AB.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="c">m × n; what it held is not read.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B.</exception>
    /// <remarks>2mnk flops. Rents its scratch from the array pool.</remarks>
    public static void Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(T.One, a, b, T.Zero, c);

    /// <summary>C ← αAB + βC.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B; C is unchanged.</exception>
    /// <remarks>2mnk flops. Rents its scratch from the array pool.</remarks>
    public static void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        using RentedWorkspace<T> scratch = new(WorkspaceLength<T>(c.Rows, c.Columns, a.Columns));
        Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, scratch.Span);
    }

    /// <summary>C ← αAB + βC in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements; its content is lost.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, C overlaps A or B, or the workspace is too short; C is unchanged.
    /// </exception>
    /// <remarks>2mnk flops. Allocates nothing.</remarks>
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        int needed = WorkspaceLength<T>(c.Rows, c.Columns, a.Columns);
        if (needed > 0)
        {
            Workspace<T>.Check(workspace, needed);
            Arguments.CheckDistinct(a, workspace);
            Arguments.CheckDistinct(b, workspace);
            Arguments.CheckDistinct<T>(c, workspace);
        }
        Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, workspace[..needed]);
    }

    /// <summary>The product with checked arguments and a given set of kernels.</summary>
    internal static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty)
        {
            return;
        }
        if (a.Columns == 0 || T.IsZero(alpha))
        {
            ScaleOrClear(kernels, beta, c);
            return;
        }

        if (c.Columns == 1 && IsForGemv(a, b, c))
        {
            Gemv.Update(kernels, alpha, a, b.Column(0), beta, c.Column(0));
        }
        else if (c.Rows == 1 && IsForGemv(b.Transposed, a.Transposed, c.Transposed))
        {
            Gemv.Update(kernels, alpha, b.Transposed, a.Row(0), beta, c.Row(0));
        }
        else
        {
            BlockedGemm.Multiply(kernels, alpha, a, b, beta, c, workspace);
        }
    }

    /// <summary>Whether the product of a matrix and a column has the strides that GEMV is fast at.</summary>
    private static bool IsForGemv<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> x, MatrixView<T> y)
        where T : unmanaged => x.RowStride == 1 && y.RowStride == 1 && (a.RowStride == 1 || a.ColumnStride == 1);

    internal static void CheckArguments<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, MatrixView<T> c)
        where T : unmanaged
    {
        Arguments.CheckShape(b, a.Columns, b.Columns);
        Arguments.CheckShape<T>(c, a.Rows, b.Columns);
        Arguments.CheckDistinct<T>(a, c);
        Arguments.CheckDistinct<T>(b, c);
    }

    private static void ScaleOrClear<T>(KernelSet<T> kernels, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsZero(beta))
        {
            c.Fill(T.Zero);
            return;
        }

        MatrixView<T> lines = c.ColumnStride <= c.RowStride ? c : c.Transposed;
        for (int i = 0; i < lines.Rows; i++)
        {
            kernels.Scale(beta, lines.Row(i));
        }
    }
}
