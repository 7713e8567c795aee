using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Matrix times vector: y ← αAx + βy (BLAS: gemv).</summary>
/// <remarks>For Aᵀx, give the transposed view. Bound by reading A once; contiguous x and y are the fast case.</remarks>
public static class Gemv
{
    /// <summary>What a thread must have to do to be worth its start.</summary>
    private const double FlopsPerThread = 2.5e5;

    /// <summary>y ← αAx + βy.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="a">m × n; not changed.</param>
    /// <param name="x">n elements; not changed.</param>
    /// <param name="beta">β. Where it is zero, y is not read: it may hold NaN.</param>
    /// <param name="y">m elements; overlaps neither A nor x.</param>
    /// <param name="parallelism">How many threads may compute; the result has the same bits for every number.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or y overlaps A or x; y is unchanged.</exception>
    /// <remarks>2mn flops. Allocates nothing, but for the first product of a thread.</remarks>
    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckArguments(a, x, y);
        Multiply(KernelSet<T>.Default, alpha, a, x, beta, y, parallelism);
    }

    /// <summary>y ← αAx + βy with checked arguments, by as many threads as pay.</summary>
    internal static void Multiply<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Update(kernels, alpha, a, x, beta, y, Threads(parallelism, a.Rows, a.Columns));

    /// <summary>y ← y + αAx with checked arguments, by as many threads as pay.</summary>
    internal static void MultiplyAdd<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        VectorView<T> y
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int threads = a.IsEmpty ? 1 : Threads(parallelism, a.Rows, a.Columns);
        if (threads == 1)
        {
            kernels.MultiplyAdd(alpha, a, x, y);
        }
        else
        {
            GemvTeam<T>.OfThisThread.Multiply(kernels, alpha, a, x, T.One, y, threads);
        }
    }

    /// <summary>Threads for an m × n matrix.</summary>
    internal static int Threads(Parallelism parallelism, int m, int n) =>
        parallelism.ThreadsFor(2.0 * m * n, FlopsPerThread);

    /// <summary>y ← αAx + βy with checked arguments, by some threads.</summary>
    internal static void Update<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        int threads
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (threads == 1)
        {
            Update(kernels, alpha, a, x, beta, y);
        }
        else
        {
            GemvTeam<T>.OfThisThread.Multiply(kernels, alpha, a, x, beta, y, threads);
        }
    }

    /// <summary>y ← αAx + βy with checked arguments.</summary>
    internal static void Update<T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsZero(beta))
        {
            y.Fill(T.Zero);
        }
        else if (beta != T.One)
        {
            kernels.Scale(beta, y);
        }
        if (!T.IsZero(alpha))
        {
            kernels.MultiplyAdd(alpha, a, x, y);
        }
    }

    internal static void CheckArguments<T>(ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, VectorView<T> y)
        where T : unmanaged
    {
        Arguments.CheckLength(x, a.Columns);
        Arguments.CheckLength<T>(y, a.Rows);
        ReadOnlyMatrixView<T> written = y.AsColumn();
        Arguments.CheckDistinct(a, written, writtenName: nameof(y));
        Arguments.CheckDistinct(x.AsColumn(), written, nameof(x), nameof(y));
    }
}
