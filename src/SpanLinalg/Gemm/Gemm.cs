using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Matrix times matrix: C ← αAB + βC (BLAS: gemm).</summary>
/// <remarks>
/// Any strides: a transposed operand is a transposed view. Products follow the usual order of rounding errors,
/// |Ĉ − C| ≤ k·u·|α||A||B| elementwise to first order. Elements that are NaN or infinite propagate as the arithmetic has it.
/// </remarks>
public static partial class Gemm
{
    /// <summary>Scratch elements that <see cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)"/> needs.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Columns of A.</param>
    /// <param name="parallelism">As for the product; more threads need more scratch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int WorkspaceLength<T>(int m, int n, int k, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        int threads = BlockedGemm.Threads(parallelism, m, n, k);
        return BlockedGemm.WorkspaceLength(KernelSet<T>.Default, m, n, k, threads);
    }

    /// <summary>C ← AB.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="c">m × n; what it held is not read.</param>
    /// <param name="parallelism">How many threads may compute.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B.</exception>
    /// <remarks>2mnk flops. Rents its scratch from the array pool.</remarks>
    public static void Multiply<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(T.One, a, b, T.Zero, c, parallelism);

    /// <summary>C ← αAB + βC.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B; C is unchanged.</exception>
    /// <remarks>2mnk flops. Rents its scratch from the array pool.</remarks>
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        if (!DirectGemm.TryMultiply(KernelSet<T>.Default, alpha, a, b, beta, c))
        {
            MultiplyLarge(alpha, a, b, beta, c, parallelism);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyLarge<T>(
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k; not changed.</param>
    /// <param name="b">k × n; not changed.</param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements; its content is lost.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, C overlaps A or B, or the workspace is too short; C is unchanged.
    /// </exception>
    /// <remarks>2mnk flops. Allocates nothing, but for the first product of a thread.</remarks>
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        int threads = BlockedGemm.Threads(parallelism, c.Rows, c.Columns, a.Columns);
        int needed = BlockedGemm.WorkspaceLength(KernelSet<T>.Default, c.Rows, c.Columns, a.Columns, threads);
        if (needed == 0 && DirectGemm.TryMultiply(KernelSet<T>.Default, alpha, a, b, beta, c))
        {
            return;
        }
        CheckScratch(a, b, c, workspace, needed);
        Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, workspace[..needed], threads);
    }

    /// <summary>The product with checked arguments and a given set of kernels, in rented scratch.</summary>
    internal static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int threads = BlockedGemm.Threads(parallelism, c.Rows, c.Columns, a.Columns);
        int length = BlockedGemm.WorkspaceLength(kernels, c.Rows, c.Columns, a.Columns, threads);
        using RentedWorkspace<T> scratch = new(length);
        Multiply(kernels, alpha, a, b, beta, c, scratch.Span, threads);
    }

    /// <summary>The product with checked arguments and a given set of kernels, by as many threads as pay.</summary>
    internal static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(
            kernels,
            alpha,
            a,
            b,
            beta,
            c,
            workspace,
            BlockedGemm.Threads(parallelism, c.Rows, c.Columns, a.Columns)
        );

    /// <summary>The product with checked arguments and a given set of kernels.</summary>
    internal static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace,
        int threads = 1
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (DirectGemm.TryMultiply(kernels, alpha, a, b, beta, c) || IsTrivial(kernels, alpha, a.Columns, beta, c))
        {
            return;
        }

        if (SkinnyGemm.Suits(a, b, c))
        {
            SkinnyGemm.Multiply(kernels, alpha, a, b, beta, c, threads);
        }
        else if (SkinnyGemm.Suits(b.Transposed, a.Transposed, c.Transposed))
        {
            SkinnyGemm.Multiply(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed, threads);
        }
        else if (c.Columns == 1 && IsForGemv(a, b, c))
        {
            Gemv.Update(kernels, alpha, a, b.Column(0), beta, c.Column(0), threads);
        }
        else if (c.Rows == 1 && IsForGemv(b.Transposed, a.Transposed, c.Transposed))
        {
            Gemv.Update(kernels, alpha, b.Transposed, a.Row(0), beta, c.Row(0), threads);
        }
        else
        {
            BlockedGemm.Multiply(kernels, alpha, a, b, beta, c, workspace, threads);
        }
    }

    /// <summary>Whether the product of a matrix and a column has the strides that GEMV is fast at.</summary>
    private static bool IsForGemv<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> x, MatrixView<T> y)
        where T : unmanaged => x.RowStride == 1 && y.RowStride == 1 && (a.RowStride == 1 || a.ColumnStride == 1);

    /// <summary>All checks in one look, since a product of 4 × 4 matrices takes no longer than a few of them; what is wrong is found out after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckArguments<TA, TB, T>(
        in ReadOnlyMatrixView<TA> a,
        in ReadOnlyMatrixView<TB> b,
        in MatrixView<T> c
    )
        where TA : unmanaged
        where TB : unmanaged
        where T : unmanaged
    {
        bool fits = b.Rows == a.Columns && c.Rows == a.Rows && c.Columns == b.Columns;
        if (!fits || !Overlap.AreApart<TA, T>(a, c) || !Overlap.AreApart<TB, T>(b, c))
        {
            CheckOneByOne(in a, in b, in c);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckOneByOne<TA, TB, T>(
        in ReadOnlyMatrixView<TA> a,
        in ReadOnlyMatrixView<TB> b,
        in MatrixView<T> c
    )
        where TA : unmanaged
        where TB : unmanaged
        where T : unmanaged
    {
        Arguments.CheckShape(b, a.Columns, b.Columns);
        Arguments.CheckShape<T>(c, a.Rows, b.Columns);
        Arguments.CheckApart<TA, T>(a, c);
        Arguments.CheckApart<TB, T>(b, c);
    }

    internal static void CheckScratch<TA, TB, T>(
        ReadOnlyMatrixView<TA> a,
        ReadOnlyMatrixView<TB> b,
        MatrixView<T> c,
        Span<T> workspace,
        int needed
    )
        where TA : unmanaged
        where TB : unmanaged
        where T : unmanaged
    {
        if (needed > 0)
        {
            Workspace<T>.Check(workspace, needed);
            ReadOnlyMatrixView<T> scratch = ((ReadOnlyVectorView<T>)workspace).AsColumn();
            Arguments.CheckApart(a, scratch, writtenName: nameof(workspace));
            Arguments.CheckApart(b, scratch, writtenName: nameof(workspace));
            Arguments.CheckApart<T, T>(c, scratch, writtenName: nameof(workspace));
        }
    }

    /// <summary>Does what takes no multiplication: nothing for an empty C, βC where the product is zero.</summary>
    private static bool IsTrivial<T>(KernelSet<T> kernels, T alpha, int depth, T beta, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty)
        {
            return true;
        }
        if (depth > 0 && !T.IsZero(alpha))
        {
            return false;
        }
        ScaleOrClear(kernels, beta, c);
        return true;
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
