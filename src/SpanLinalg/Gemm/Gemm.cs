using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Matrix times matrix: C ← αAB + βC (BLAS: gemm).</summary>
/// <remarks>
/// Any strides: a transposed operand is a transposed view. Products follow the usual order of rounding errors,
/// |Ĉ − C| ≤ k·u·|α||A||B| elementwise to first order. Elements that are NaN or infinite propagate as the arithmetic
/// has it.
/// </remarks>
public static partial class Gemm
{
    /// <summary>Scratch elements that <c>Multiply</c> with a workspace needs.</summary>
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
        CheckSizes(m, n, k);
        return GemmPlan.WorkspaceLength(KernelSet<T>.Default, GemmTuning.Default, m, n, k, parallelism);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        CheckAndMultiply(KernelSet<T>.Default, alpha, a, b, beta, c, parallelism);

    /// <summary>The product, its views by reference, compiled for good at the first call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckAndMultiply<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        MultiplyChecked(kernels, alpha, a, b, beta, c, workspace: [], parallelism);
    }

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
        int needed = GemmPlan.WorkspaceLength(
            KernelSet<T>.Default,
            GemmTuning.Default,
            c.Rows,
            c.Columns,
            a.Columns,
            parallelism
        );
        CheckScratch(a, b, c, workspace, needed);
        Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, workspace[..needed], parallelism);
    }

    /// <summary>The product with checked arguments and a given set of kernels.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k.</param>
    /// <param name="b">k × n.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">m × n.</param>
    /// <param name="workspace">
    /// As long as <see cref="GemmPlan.WorkspaceLength"/> says, or empty, to rent what the plan needs.
    /// </param>
    /// <param name="parallelism">How many threads may compute.</param>
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
        MultiplyChecked(kernels, alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>A small product leaves here for the kernel, without a plan.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyChecked<T>(
        KernelSet<T> kernels,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (GemmPlan.IsDirect(a, b, c) && !T.IsZero(alpha))
        {
            DirectGemm.Multiply(kernels, alpha, a, b, beta, c);
        }
        else
        {
            MultiplyByPlan(kernels, GemmTuning.Default, alpha, a, b, beta, c, workspace, parallelism);
        }
    }

    /// <summary>The product with checked arguments, as <see cref="GemmPlan"/> has it.</summary>
    /// <remarks>Scratch is from the stack if it is short; or the caller's, if there is some; or rented.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static unsafe void MultiplyByPlan<T>(
        KernelSet<T> kernels,
        GemmTuning tuning,
        T alpha,
        in ReadOnlyMatrixView<T> a,
        in ReadOnlyMatrixView<T> b,
        T beta,
        in MatrixView<T> c,
        Span<T> workspace,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmPlan plan = GemmPlan.For(kernels, tuning, T.IsZero(alpha), a, b, c, parallelism);
        ReadOnlyMatrixView<T> left = plan.IsTransposed ? b.Transposed : a,
            right = plan.IsTransposed ? a.Transposed : b;
        MatrixView<T> result = plan.IsTransposed ? c.Transposed : c;
        switch (plan.Path)
        {
            case GemmPath.Nothing:
                return;
            case GemmPath.Scaling:
                ScaleOrClear(kernels, beta, c);
                return;
            case GemmPath.Direct:
                DirectGemm.Multiply(kernels, alpha, a, b, beta, c);
                return;
            case GemmPath.Vectors:
                for (int j = 0; j < result.Columns; j++)
                {
                    Gemv.Update(kernels, alpha, left, right.Column(j), beta, result.Column(j), plan.Threads);
                }
                return;
        }

        int length = plan.ScratchLength<T>();
        bool isOnStack = GemmPlan.FitsOnStack<T>(length);
        T* stack = stackalloc T[isOnStack ? length : 0];
        using RentedWorkspace<T> rented = new(isOnStack || !workspace.IsEmpty ? 0 : length);
        Span<T> scratch =
            isOnStack ? new(stack, length)
            : workspace.IsEmpty ? rented.Span
            : workspace;
        fixed (
            T* pa = left,
                pb = right,
                pc = result,
                _ = scratch
        )
        {
            GemmOperands<T> product = new()
            {
                Alpha = alpha,
                A = TileOperand<T>.InPlace(pa, left.RowStride, left.ColumnStride),
                B = TileOperand<T>.InPlace(pb, right.ColumnStride, right.RowStride),
                Beta = beta,
                C = pc,
                RowStrideC = result.RowStride,
                ColumnStrideC = result.ColumnStride,
                Rows = result.Rows,
                Columns = result.Columns,
                Depth = left.Columns,
            };
            GemmLoops<T>.OfThisThread.Multiply(kernels, plan, product, new Workspace<T>(scratch));
        }
    }

    /// <summary>All checks in one look, since a product of 4 × 4 matrices takes no longer than a few of them.</summary>
    /// <remarks>What is wrong is found out after.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckArguments<T>(in ReadOnlyMatrixView<T> a, in ReadOnlyMatrixView<T> b, in MatrixView<T> c)
        where T : unmanaged
    {
        bool fits = b.Rows == a.Columns && c.Rows == a.Rows && c.Columns == b.Columns;
        if (!fits || !Overlap.AreApart<T>(a, c) || !Overlap.AreApart<T>(b, c))
        {
            CheckOneByOne(in a, in b, in c);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckOneByOne<T>(in ReadOnlyMatrixView<T> a, in ReadOnlyMatrixView<T> b, in MatrixView<T> c)
        where T : unmanaged
    {
        Arguments.CheckShape(b, a.Columns, b.Columns);
        Arguments.CheckShape<T>(c, a.Rows, b.Columns);
        Arguments.CheckDistinct<T>(a, c);
        Arguments.CheckDistinct<T>(b, c);
    }

    internal static void CheckSizes(int m, int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
    }

    internal static void CheckScratch<T>(
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        MatrixView<T> c,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        if (needed > 0)
        {
            Workspace<T>.Check(workspace, needed);
            Arguments.CheckDistinct<T>(a, workspace);
            Arguments.CheckDistinct<T>(b, workspace);
            Arguments.CheckDistinct<T>(c, workspace);
        }
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
