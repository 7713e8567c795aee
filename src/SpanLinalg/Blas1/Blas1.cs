using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Operations on vectors (BLAS, level 1), with the vector width that <see cref="SimdPolicy"/> chose.</summary>
/// <remarks>
/// Arguments are vector views, spans and arrays in every mix. Contiguous vectors are the fast case. Nothing is
/// allocated, and elements that are NaN or infinite propagate as the arithmetic has it. T is float or double.
/// </remarks>
public static class Blas1
{
    /// <summary>xᵀy (BLAS: dot).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">n elements.</param>
    /// <param name="y">n elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>2n flops. The order of the sums, and with it the rounding, depends on the vector width.</remarks>
    public static T Dot<T>(ReadOnlyVectorView<T> x, ReadOnlyVectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckLength(y, x.Length);
        return KernelSet<T>.Default.Dot(x, y);
    }

    // T comes from one argument whose type is exactly the parameter's. Of two writable views either would do: so the
    // first is preferred.

    /// <inheritdoc cref="Dot{T}(ReadOnlyVectorView{T}, ReadOnlyVectorView{T})"/>
    [OverloadResolutionPriority(1)]
    public static T Dot<T>(VectorView<T> x, ReadOnlyVectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot((ReadOnlyVectorView<T>)x, y);

    /// <inheritdoc cref="Dot{T}(ReadOnlyVectorView{T}, ReadOnlyVectorView{T})"/>
    public static T Dot<T>(ReadOnlyVectorView<T> x, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot(x, (ReadOnlyVectorView<T>)y);

    /// <inheritdoc cref="Dot{T}(ReadOnlyVectorView{T}, ReadOnlyVectorView{T})"/>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot((ReadOnlyVectorView<T>)x, y);

    /// <summary>‖x‖₂ without overflow or underflow on the way (BLAS: nrm2).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">n elements; none at all have the norm zero.</param>
    /// <remarks>
    /// 2n flops; where the squares leave the range of normal numbers, the vector is read three times.
    /// </remarks>
    public static T Norm<T>(ReadOnlyVectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => KernelSet<T>.Default.Norm(x);

    /// <inheritdoc cref="Norm{T}(ReadOnlyVectorView{T})"/>
    public static T Norm<T>(VectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Norm((ReadOnlyVectorView<T>)x);

    /// <inheritdoc cref="Norm{T}(ReadOnlyVectorView{T})"/>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Norm((ReadOnlyVectorView<T>)x);

    /// <summary>max |xᵢ|; zero for an empty vector, NaN if an element is NaN.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">n elements.</param>
    public static T MaxMagnitude<T>(ReadOnlyVectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => KernelSet<T>.Default.MaxMagnitude(x);

    /// <inheritdoc cref="MaxMagnitude{T}(ReadOnlyVectorView{T})"/>
    public static T MaxMagnitude<T>(VectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MaxMagnitude((ReadOnlyVectorView<T>)x);

    /// <inheritdoc cref="MaxMagnitude{T}(ReadOnlyVectorView{T})"/>
    public static T MaxMagnitude<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MaxMagnitude((ReadOnlyVectorView<T>)x);

    /// <summary>y ← y + αx (BLAS: axpy).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="x">n elements; not changed, unless it is y itself.</param>
    /// <param name="y">n elements.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, or y is not x itself and shares elements with it; y is unchanged.
    /// </exception>
    /// <remarks>2n flops, each pair with one rounding where the processor multiplies and adds at once.</remarks>
    public static void AddScaled<T>(T alpha, ReadOnlyVectorView<T> x, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckLength<T>(y, x.Length);
        bool isSame = Unsafe.AreSame(in x.origin, in y.GetPinnableReference()) && x.Stride == y.Stride;
        if (!isSame)
        {
            Arguments.CheckDistinct<T>(x.AsColumn(), y.AsColumn(), nameof(x), nameof(y));
        }
        KernelSet<T>.Default.Axpy(alpha, x, y);
    }

    /// <inheritdoc cref="AddScaled{T}(T, ReadOnlyVectorView{T}, VectorView{T})"/>
    public static void AddScaled<T>(T alpha, ReadOnlyVectorView<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AddScaled(alpha, x, (VectorView<T>)y);

    /// <summary>x ← αx (BLAS: scal).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="alpha">α.</param>
    /// <param name="x">n elements.</param>
    public static void Scale<T>(T alpha, VectorView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => KernelSet<T>.Default.Scale(alpha, x);

    /// <inheritdoc cref="Scale{T}(T, VectorView{T})"/>
    public static void Scale<T>(T alpha, Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Scale(alpha, (VectorView<T>)x);
}
