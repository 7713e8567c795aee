using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Computes a product with a vector, alone or with others: each takes some rows.</summary>
/// <remarks>One piece for each thread: short pieces are slow to read.</remarks>
internal sealed unsafe class GemvTeam<T> : WorkTeam
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Rows of a part are a multiple of this, so that rows which a kernel takes together stay together, and no cache
    /// line of y has two writers.
    /// </summary>
    private const int RowsTogether = 64;

    [ThreadStatic]
    private static GemvTeam<T>? ofThisThread;

    private KernelSet<T> kernels = null!;
    private T alpha;
    private T beta;
    private T* a;
    private T* x;
    private T* y;
    private (int Rows, int Columns, nint RowStride, nint ColumnStride) shape;
    private nint strideX;
    private nint strideY;
    private int partRows;

    /// <summary>One for each thread that multiplies, kept so that a call allocates nothing.</summary>
    public static GemvTeam<T> OfThisThread => ofThisThread ??= new();

    /// <summary>y ← αAx + βy.</summary>
    public void Multiply(
        KernelSet<T> set,
        T factor,
        ReadOnlyMatrixView<T> matrix,
        ReadOnlyVectorView<T> vector,
        T scale,
        VectorView<T> result,
        int threads
    )
    {
        fixed (
            T* pa = matrix,
                px = vector,
                py = result
        )
        {
            (kernels, alpha, beta) = (set, factor, scale);
            a = pa;
            x = px;
            y = py;
            shape = (matrix.Rows, matrix.Columns, matrix.RowStride, matrix.ColumnStride);
            (strideX, strideY) = (vector.Stride, result.Stride);
            partRows = Partition.RoundUp(Partition.Count(matrix.Rows, threads), RowsTogether);
            Open(threads);
            try
            {
                RunStage(Partition.Count(matrix.Rows, partRows));
            }
            finally
            {
                Close();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Do(int chunk, int member)
    {
        int row = chunk * partRows;
        int rows = Math.Min(partRows, shape.Rows - row);
        Gemv.Update(
            kernels,
            alpha,
            new ReadOnlyMatrixView<T>(
                a + (row * shape.RowStride),
                rows,
                shape.Columns,
                shape.RowStride,
                shape.ColumnStride
            ),
            new ReadOnlyMatrixView<T>(x, shape.Columns, 1, strideX, 1).Column(0),
            beta,
            new MatrixView<T>(y + (row * strideY), rows, 1, strideY, 1).Column(0)
        );
    }
}
