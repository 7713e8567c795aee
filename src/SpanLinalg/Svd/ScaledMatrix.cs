using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>2⁻ᵉ·A without a copy of A, e such that sums of products and of squares stay within the format.</summary>
/// <remarks>
/// e is zero for all but extreme matrices, and nothing is scaled then. For these, half of the scaling is done to the
/// vectors that A is multiplied by and half to the product: with all of it on one side, that side would leave the
/// format.
/// </remarks>
internal readonly ref struct ScaledMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelSet<T> kernels;
    private readonly Parallelism parallelism;
    private readonly ReadOnlyMatrixView<T> a;

    private ScaledMatrix(KernelSet<T> kernels, Parallelism parallelism, ReadOnlyMatrixView<T> a, int exponent)
    {
        this.kernels = kernels;
        this.parallelism = parallelism;
        this.a = a;
        Exponent = exponent;
    }

    /// <summary>Reads A once to choose e.</summary>
    public ScaledMatrix(KernelSet<T> kernels, Parallelism parallelism, ReadOnlyMatrixView<T> a)
        : this(kernels, parallelism, a, 0)
    {
        ReadOnlyMatrixView<T> lines = Lines;
        T largest = T.Zero;
        for (int i = 0; i < lines.Rows; i++)
        {
            largest = T.Max(largest, kernels.MaxMagnitude(lines.Row(i)));
        }
        Exponent = SafeExponent(largest);
    }

    public int Rows => a.Rows;

    public int Columns => a.Columns;

    /// <summary>e: norms and singular values of A are 2ᵉ times those found.</summary>
    public int Exponent { get; }

    public ScaledMatrix<T> Transposed => new(kernels, parallelism, a.Transposed, Exponent);

    /// <summary>Rows or columns, whichever are nearer to contiguous.</summary>
    private ReadOnlyMatrixView<T> Lines => a.ColumnStride <= a.RowStride ? a : a.Transposed;

    /// <summary>
    /// The power of two that brings a matrix with this largest element to order one; zero if it may stay as it is.
    /// </summary>
    public static int SafeExponent(T largest)
    {
        T small = T.Sqrt(Precision<T>.SmallestNormal) / Precision<T>.UnitRoundoff;
        bool mayStay = T.IsZero(largest) || !T.IsFinite(largest) || (largest >= small && largest <= T.One / small);
        return mayStay ? 0 : T.ILogB(largest);
    }

    /// <summary>Y ← 2⁻ᵉ·A·X.</summary>
    /// <param name="x">Contiguous columns; scaled on the way and scaled back.</param>
    /// <param name="y">Contiguous columns.</param>
    /// <param name="gemmScratch">For the product.</param>
    public void Multiply(MatrixView<T> x, MatrixView<T> y, Span<T> gemmScratch)
    {
        int half = Exponent / 2;
        Scale(x, -half);
        Gemm.Multiply(kernels, T.One, a, x, T.Zero, y, gemmScratch, parallelism);
        Scale(x, half);
        Scale(y, half - Exponent);
    }

    /// <summary>y ← 2⁻ᵉ·A·x.</summary>
    public void Multiply(Span<T> x, Span<T> y)
    {
        int half = Exponent / 2;
        Scale(x, -half);
        y.Clear();
        Gemv.MultiplyAdd(kernels, parallelism, T.One, a, x, y);
        Scale(x, half);
        Scale(y, half - Exponent);
    }

    /// <summary>Some columns of 2⁻ᵉ·A.</summary>
    public void CopyColumns(int first, MatrixView<T> destination)
    {
        a.Slice(0, first, a.Rows, destination.Columns).CopyTo(destination);
        Scale(destination, -Exponent);
    }

    /// <summary>‖2⁻ᵉ·A‖² in the Frobenius norm.</summary>
    /// <param name="line">Scratch of the larger of rows and columns.</param>
    public double SquaredNorm(Span<T> line)
    {
        double sum = 0;
        ReadOnlyMatrixView<T> lines = Lines;
        for (int i = 0; i < lines.Rows; i++)
        {
            ReadOnlyVectorView<T> scaled = lines.Row(i);
            if (Exponent != 0)
            {
                Span<T> copy = line[..scaled.Length];
                scaled.CopyTo(copy);
                Scale(copy, -Exponent);
                scaled = copy;
            }
            double norm = double.CreateTruncating(kernels.Norm(scaled));
            sum += norm * norm;
        }
        return sum;
    }

    private static void Scale(MatrixView<T> matrix, int exponent)
    {
        for (int j = 0; exponent != 0 && j < matrix.Columns; j++)
        {
            Scale(matrix.Column(j), exponent);
        }
    }

    private static void Scale(VectorView<T> vector, int exponent)
    {
        for (int i = 0; exponent != 0 && i < vector.Length; i++)
        {
            vector[i] = T.ScaleB(vector[i], exponent);
        }
    }
}
