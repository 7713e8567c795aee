using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <content>Products of operands that are stored in 16 bits, as the weights of language models are.</content>
/// <remarks>
/// They are widened to float while they are packed, which is exact, and the sums are float: the result has the bits that it would have for operands
/// widened before, unless one of these has four rows or columns at most and is multiplied as so many vectors. The memory of a widened copy and the time to write it are saved.
/// </remarks>
public static partial class Gemm
{
    /// <summary>Scratch elements that the products of 16-bit operands need in the faces that take a workspace.</summary>
    /// <inheritdoc cref="WorkspaceLength" path="/*[not(self::summary or self::typeparam)]"/>
    public static int WideningWorkspaceLength(int m, int n, int k, Parallelism parallelism = default) =>
        WorkspaceLength<float>(m, n, k, parallelism);

    /// <summary>C ← αAB + βC, where A is stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<BrainFloat16> a,
        ReadOnlyMatrixView<float> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where A is stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<BrainFloat16> a,
        ReadOnlyMatrixView<float> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>C ← αAB + βC, where B is stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<float> a,
        ReadOnlyMatrixView<BrainFloat16> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where B is stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<float> a,
        ReadOnlyMatrixView<BrainFloat16> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>C ← αAB + βC, where A and B are stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<BrainFloat16> a,
        ReadOnlyMatrixView<BrainFloat16> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where A and B are stored as bfloat16 and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<BrainFloat16> a,
        ReadOnlyMatrixView<BrainFloat16> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>C ← αAB + βC, where A is stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<Half> a,
        ReadOnlyMatrixView<float> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where A is stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<Half> a,
        ReadOnlyMatrixView<float> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>C ← αAB + βC, where B is stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<float> a,
        ReadOnlyMatrixView<Half> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where B is stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<float> a,
        ReadOnlyMatrixView<Half> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    /// <summary>C ← αAB + βC, where A and B are stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<Half> a,
        ReadOnlyMatrixView<Half> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, parallelism);

    /// <summary>C ← αAB + βC in the caller's scratch, where A and B are stored as half precision and the sums are float.</summary>
    /// <inheritdoc cref="Multiply{T}(T, ReadOnlyMatrixView{T}, ReadOnlyMatrixView{T}, T, MatrixView{T}, Span{T}, Parallelism)" path="/*[not(self::summary or self::typeparam)]"/>
    public static void Multiply(
        float alpha,
        ReadOnlyMatrixView<Half> a,
        ReadOnlyMatrixView<Half> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism = default
    ) => MultiplyWidening(alpha, a, b, beta, c, workspace, parallelism);

    private static void MultiplyWidening<TA, TB>(
        float alpha,
        ReadOnlyMatrixView<TA> a,
        ReadOnlyMatrixView<TB> b,
        float beta,
        MatrixView<float> c,
        Parallelism parallelism
    )
        where TA : unmanaged
        where TB : unmanaged
    {
        CheckArguments(a, b, c);
        using RentedWorkspace<float> scratch = new(WorkspaceLength<float>(c.Rows, c.Columns, a.Columns, parallelism));
        MultiplyWidening(alpha, a, b, beta, c, scratch.Span, parallelism);
    }

    private static void MultiplyWidening<TA, TB>(
        float alpha,
        ReadOnlyMatrixView<TA> a,
        ReadOnlyMatrixView<TB> b,
        float beta,
        MatrixView<float> c,
        Span<float> workspace,
        Parallelism parallelism
    )
        where TA : unmanaged
        where TB : unmanaged
    {
        CheckArguments(a, b, c);
        KernelSet<float> kernels = KernelSet<float>.Default;
        int threads = BlockedGemm.Threads(parallelism, c.Rows, c.Columns, a.Columns);
        int needed = BlockedGemm.WorkspaceLength(kernels, c.Rows, c.Columns, a.Columns, threads);
        CheckScratch(a, b, c, workspace, needed);
        if (IsTrivial(kernels, alpha, a.Columns, beta, c))
        {
            return;
        }
        BlockedGemm.Multiply(kernels, alpha, a, b, beta, c, workspace[..needed], threads);
    }
}
