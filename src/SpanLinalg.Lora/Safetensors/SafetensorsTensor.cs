using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>
/// One tensor of an open <see cref="SafetensorsFile"/>, row-major (the last dimension is contiguous).
/// </summary>
public sealed unsafe class SafetensorsTensor
{
    private readonly SafetensorsFile file;
    private readonly long begin;
    private readonly long byteLength;

    internal SafetensorsTensor(SafetensorsFile file, TensorEntry entry)
    {
        this.file = file;
        begin = entry.Begin;
        byteLength = entry.End - entry.Begin;
        Name = entry.Name;
        Type = entry.Type;
        Shape = entry.Shape;
    }

    /// <summary>The key in the header.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The dimensions, each zero or more; none for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public long Length => byteLength / Type.Size();

    /// <summary>
    /// Converts all elements to double, which holds F64, F32, F16 and BF16 exactly. Allocates nothing.
    /// </summary>
    /// <param name="destination">Exactly <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="SafetensorsException">The type is not one of F64, F32, F16, BF16.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void CopyTo(Span<double> destination)
    {
        CheckLength(destination);
        switch (Type)
        {
            case SafetensorsType.F64:
                Elements<double>().CopyTo(destination);
                break;
            case SafetensorsType.F32:
                Convert(Elements<float>(), destination);
                break;
            case SafetensorsType.F16:
                Convert(Elements<Half>(), destination);
                break;
            case SafetensorsType.BF16:
                ConvertBrain(Elements<ushort>(), destination);
                break;
            default:
                throw NotConvertible();
        }
    }

    /// <summary>Converts all elements to float; F64 is rounded to nearest. Allocates nothing.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="SafetensorsException">The type is not one of F64, F32, F16, BF16.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void CopyTo(Span<float> destination)
    {
        CheckLength(destination);
        switch (Type)
        {
            case SafetensorsType.F64:
                Convert(Elements<double>(), destination);
                break;
            case SafetensorsType.F32:
                Elements<float>().CopyTo(destination);
                break;
            case SafetensorsType.F16:
                Convert(Elements<Half>(), destination);
                break;
            case SafetensorsType.BF16:
                ConvertBrain(Elements<ushort>(), destination);
                break;
            default:
                throw NotConvertible();
        }
    }

    /// <summary>The elements where the file has them, without a copy; valid until the file is disposed of.</summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <exception cref="SafetensorsException">
    /// The tensor's type is not T, or it has more than 2³¹ − 1 elements.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <remarks>Files of old writers may place elements at addresses that are no multiple of their size.</remarks>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        CheckType<T>();
        return Elements<T>();
    }

    /// <summary>
    /// A tensor of two dimensions where the file has it, without a copy; valid until the file is disposed of.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> for F32, <see cref="double"/> for F64.</typeparam>
    /// <exception cref="SafetensorsException">The tensor's type is not T, or it is no matrix.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <remarks>The matrix may have more than 2³¹ elements, if neither side has.</remarks>
    public ReadOnlyMatrixView<T> AsMatrix<T>()
        where T : unmanaged
    {
        CheckType<T>();
        if (Shape.Count != 2 || Shape[0] > int.MaxValue || Shape[1] > int.MaxValue)
        {
            throw new SafetensorsException(file.Path, Name, $"of shape [{string.Join(", ", Shape)}] is not a matrix");
        }
        return new((T*)file.DataAt(begin), (int)Shape[0], (int)Shape[1], (nint)Shape[1], 1);
    }

    /// <summary>
    /// Says which of this tensor's elements is NaN or infinite, as part of a sentence; null if none is.
    /// </summary>
    /// <param name="elements">The elements, converted.</param>
    internal string? NotFinite(ReadOnlySpan<double> elements)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (!double.IsFinite(elements[i]))
            {
                return FormattableString.Invariant($"element {i} of tensor '{Name}' is {elements[i]}");
            }
        }
        return null;
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = TTo.CreateTruncating(source[i]);
        }
    }

    // A BF16 is the upper half of a float's bits.
    private static void ConvertBrain<TTo>(ReadOnlySpan<ushort> source, Span<TTo> destination)
        where TTo : INumberBase<TTo>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = TTo.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)source[i] << 16));
        }
    }

    private ReadOnlySpan<T> Elements<T>()
        where T : unmanaged
    {
        if (Length > int.MaxValue)
        {
            throw new SafetensorsException(file.Path, Name, $"has {Length} elements, more than one span can hold");
        }
        return new(file.DataAt(begin), (int)Length);
    }

    private void CheckType<T>()
        where T : unmanaged
    {
        bool same =
            (typeof(T) == typeof(float) && Type == SafetensorsType.F32)
            || (typeof(T) == typeof(double) && Type == SafetensorsType.F64);
        if (!same)
        {
            throw new SafetensorsException(
                file.Path,
                Name,
                $"is of type {Type.FormatName()} and cannot be viewed as {typeof(T).Name}"
            );
        }
    }

    private void CheckLength<T>(Span<T> destination)
    {
        if (destination.Length != Length)
        {
            throw new ArgumentException(
                $"Tensor '{Name}' has {Length} elements, but the destination has {destination.Length}.",
                nameof(destination)
            );
        }
    }

    private SafetensorsException NotConvertible() =>
        new(file.Path, Name, $"is of type {Type.FormatName()}, which cannot be converted to floating point");
}
