using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>Many products of one shape in one call, which checks its arguments once.</content>
public static partial class Gemm
{
    /// <summary>
    /// Scratch elements that <c>MultiplyBatch</c> with a workspace needs, for any number of products.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of each C.</param>
    /// <param name="n">Columns of each C.</param>
    /// <param name="k">Columns of each A.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="OverflowException">The scratch would have more than 2³¹ − 1 elements.</exception>
    public static int MultiplyBatchWorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WorkspaceLength<T>(m, n, k, Parallelism.None);

    /// <summary>Cᵢ ← αAᵢBᵢ + βCᵢ for every matrix of a batch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k each; not changed. A batch stride of zero gives one matrix to all products.</param>
    /// <param name="b">
    /// k × n each, as many; not changed. A batch stride of zero gives one matrix to all products.
    /// </param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n each, as many.</param>
    /// <exception cref="ArgumentException">
    /// The numbers or shapes do not fit, or C overlaps A or B; C is unchanged.
    /// </exception>
    /// <remarks>
    /// 2mnk flops a product. The bits are those of one <c>Multiply</c> for each. One thread. Rents its scratch from the
    /// array pool.
    /// </remarks>
    public static void MultiplyBatch<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        using RentedWorkspace<T> scratch = new(WorkspaceLength<T>(c.Rows, c.Columns, a.Columns, Parallelism.None));
        MultiplyBatch(KernelSet<T>.Default, alpha, a, b, beta, c, scratch.Span);
    }

    /// <summary>Cᵢ ← αAᵢBᵢ + βCᵢ for every matrix of a batch, in the caller's scratch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × k each; not changed. A batch stride of zero gives one matrix to all products.</param>
    /// <param name="b">
    /// k × n each, as many; not changed. A batch stride of zero gives one matrix to all products.
    /// </param>
    /// <param name="beta">β. Where it is zero, C is not read: it may hold NaN.</param>
    /// <param name="c">m × n each, as many.</param>
    /// <param name="workspace">
    /// At least <see cref="MultiplyBatchWorkspaceLength"/> elements; its content is lost.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The numbers or shapes do not fit, C overlaps A or B, or the workspace is too short or overlaps a matrix; C is
    /// unchanged.
    /// </exception>
    /// <remarks>
    /// 2mnk flops a product. The bits are those of one <c>Multiply</c> for each. One thread. Allocates nothing.
    /// </remarks>
    public static void MultiplyBatch<T>(
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, b, c);
        int needed = WorkspaceLength<T>(c.Rows, c.Columns, a.Columns, Parallelism.None);
        CheckScratch(a, b, c, workspace, needed);
        MultiplyBatch(KernelSet<T>.Default, alpha, a, b, beta, c, workspace[..needed]);
    }

    private static void MultiplyBatch<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        T beta,
        MatrixBatchView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < c.Count; i++)
        {
            Multiply(kernels, alpha, a.At(i), b.At(i), beta, c.At(i), workspace, Parallelism.None);
        }
    }

    internal static void CheckScratch<T>(
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        MatrixBatchView<T> c,
        Span<T> workspace,
        int needed
    )
        where T : unmanaged
    {
        if (needed > 0)
        {
            Workspace<T>.Check(workspace, needed);
            ReadOnlyMatrixBatchView<T> scratch = new(workspace, 1, 1, workspace.Length);
            CheckDistinct(a, scratch, writtenName: nameof(workspace));
            CheckDistinct(b, scratch, writtenName: nameof(workspace));
            CheckDistinct(c, scratch, writtenName: nameof(workspace));
        }
    }

    internal static void CheckArguments<T>(
        ReadOnlyMatrixBatchView<T> a,
        ReadOnlyMatrixBatchView<T> b,
        MatrixBatchView<T> c
    )
        where T : unmanaged
    {
        CheckBatch(b, a.Count, a.Columns, b.Columns);
        CheckBatch<T>(c, a.Count, a.Rows, b.Columns);
        CheckDistinct(a, c);
        CheckDistinct(b, c);
    }

    private static void CheckBatch<T>(
        ReadOnlyMatrixBatchView<T> batch,
        int count,
        int rows,
        int columns,
        [CallerArgumentExpression(nameof(batch))] string name = ""
    )
        where T : unmanaged
    {
        if (batch.Count != count || batch.Rows != rows || batch.Columns != columns)
        {
            throw new ArgumentException(
                $"'{name}' has {batch.Count} matrices of {batch.Rows}×{batch.Columns}, "
                    + $"but {count} of {rows}×{columns} are needed.",
                name
            );
        }
    }

    /// <summary>
    /// Exact where <see cref="Overlap"/> is; only batches that lie in each other's midst are compared matrix by matrix.
    /// </summary>
    private static void CheckDistinct<T>(
        ReadOnlyMatrixBatchView<T> input,
        ReadOnlyMatrixBatchView<T> written,
        [CallerArgumentExpression(nameof(input))] string inputName = "",
        [CallerArgumentExpression(nameof(written))] string writtenName = ""
    )
        where T : unmanaged
    {
        if (!Overlap.Between(Extent(input), Extent(written)))
        {
            return;
        }
        int inputs = input.BatchStride == 0 ? Math.Min(input.Count, 1) : input.Count;
        for (int i = 0; i < inputs; i++)
        {
            for (int j = 0; j < written.Count; j++)
            {
                Arguments.CheckDistinct(input.At(i), written.At(j), inputName, writtenName);
            }
        }
    }

    /// <summary>All from the first element to the last, as one row.</summary>
    private static ReadOnlyMatrixView<T> Extent<T>(ReadOnlyMatrixBatchView<T> batch)
        where T : unmanaged
    {
        nint last = batch.IsEmpty
            ? -1
            : ((batch.Count - 1) * batch.BatchStride)
                + ((batch.Rows - 1) * batch.RowStride)
                + ((batch.Columns - 1) * batch.ColumnStride);
        return new(ref batch.origin, 1, (int)(last + 1), 0, 1);
    }
}
