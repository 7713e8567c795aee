using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg;

/// <summary>A row, a column or any other evenly spaced elements, for reading.</summary>
/// <typeparam name="T">The element type.</typeparam>
[CollectionBuilder(typeof(VectorView), nameof(VectorView.Create))]
[DebuggerDisplay("{DebuggerText,nq}")]
public readonly ref struct ReadOnlyVectorView<T>
    where T : unmanaged
{
    internal readonly ref T origin;

    /// <summary>A vector over all elements of a span.</summary>
    /// <param name="elements">The elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyVectorView(ReadOnlySpan<T> elements)
        : this(ref MemoryMarshal.GetReference(elements), elements.Length, 1) { }

    /// <summary>A vector with any stride over a span.</summary>
    /// <param name="elements">The elements; the first is element 0.</param>
    /// <param name="length">Number of elements, zero or more.</param>
    /// <param name="stride">Elements of the span from one element to the next, zero or more; zero repeats one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length or the stride is negative.</exception>
    /// <exception cref="ArgumentException">The last element lies outside the span.</exception>
    public ReadOnlyVectorView(ReadOnlySpan<T> elements, int length, nint stride)
        : this(ref MemoryMarshal.GetReference(elements), length, stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        if (length > 0 && (Int128)(length - 1) * stride >= elements.Length)
        {
            Int128 needed = ((Int128)(length - 1) * stride) + 1;
            throw new ArgumentException(
                $"A vector of {length} elements with stride {stride} needs {needed}, "
                    + $"but the span has {elements.Length}.",
                nameof(elements)
            );
        }
    }

    internal ReadOnlyVectorView(ref T origin, int length, nint stride)
    {
        this.origin = ref origin;
        Length = length;
        Stride = stride;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Elements of the underlying memory from one element to the next.</summary>
    public nint Stride { get; }

    /// <summary>The element with the given index, counted from zero.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref readonly T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length)
            {
                ThrowNoSuchElement(index, Length);
            }
            return ref Unsafe.Add(ref origin, index * Stride);
        }
    }

    /// <summary>Some elements in a row of this vector.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many; may be zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slice reaches outside the vector.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyVectorView<T> Slice(int start, int length)
    {
        // One comparison: a number is negative, or their sum too large.
        if (((long)start | (long)length | ((long)Length - start - length)) < 0)
        {
            ThrowOutside(start, length, Length);
        }
        return new(ref length == 0 ? ref origin : ref Unsafe.Add(ref origin, start * Stride), length, Stride);
    }

    /// <summary>The vector as a matrix of one column.</summary>
    public ReadOnlyMatrixView<T> AsColumn() => new(ref origin, Length, 1, Stride, 1);

    /// <summary>Copies every element to a vector of the same length, which must not overlap this one.</summary>
    /// <param name="destination">Receives the elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void CopyTo(VectorView<T> destination)
    {
        if (destination.Length != Length)
        {
            throw new ArgumentException(
                $"A vector of {Length} elements cannot be copied to one of {destination.Length}.",
                nameof(destination)
            );
        }

        if (Stride == 1 && destination.Stride == 1)
        {
            MemoryMarshal
                .CreateReadOnlySpan(ref origin, Length)
                .CopyTo(MemoryMarshal.CreateSpan(ref destination.GetPinnableReference(), Length));
            return;
        }

        CopyStrided(Length, ref origin, Stride, ref destination.GetPinnableReference(), destination.Stride);
    }

    /// <summary>Compiled for good at once: every small decomposition of a row-major matrix ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyStrided(int length, ref T from, nint fromStride, ref T to, nint toStride)
    {
        for (int i = 0; i < length; i++)
        {
            Unsafe.Add(ref to, i * toStride) = Unsafe.Add(ref from, i * fromStride);
        }
    }

    /// <summary>A copy as an array.</summary>
    public T[] ToArray()
    {
        T[] copy = new T[Length];
        CopyTo(copy);
        return copy;
    }

    /// <summary>The elements in turn, for a <c>foreach</c> statement.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The numbers in one line, with six significant digits, in the invariant culture.</summary>
    /// <remarks>
    /// Of a vector with more than twelve elements, the middle ones are left out and their number is added.
    /// </remarks>
    public override string ToString() => MatrixText.Lines(AsColumn().Transposed);

    private string DebuggerText => MatrixText.OneLine(AsColumn().Transposed);

    /// <summary>The first element by reference, for a <c>fixed</c> statement.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref readonly T GetPinnableReference() => ref origin;

    /// <summary>A vector over all elements of an array.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator ReadOnlyVectorView<T>(T[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new(elements);
    }

    /// <summary>A vector over all elements of a span.</summary>
    /// <param name="elements">The elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator ReadOnlyVectorView<T>(ReadOnlySpan<T> elements) => new(elements);

    /// <summary>A vector over all elements of a span.</summary>
    /// <param name="elements">The elements.</param>
    public static implicit operator ReadOnlyVectorView<T>(Span<T> elements) => (ReadOnlySpan<T>)elements;

    /// <summary>Goes through the elements.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlyVectorView<T> vector;
        private int index = -1;

        internal Enumerator(ReadOnlyVectorView<T> vector) => this.vector = vector;

        /// <summary>The element at hand.</summary>
        public readonly ref readonly T Current => ref vector[index];

        /// <summary>Goes to the next element.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++index < vector.Length;
    }

    private static void ThrowOutside(int start, int length, int available) =>
        throw new ArgumentOutOfRangeException(
            start < 0 ? nameof(start) : nameof(length),
            $"{length} elements from {start} on are not within a vector of {available}."
        );

    private static void ThrowNoSuchElement(int index, int length) =>
        throw new IndexOutOfRangeException($"There is no element {index} in a vector of {length}.");
}

/// <summary>A row, a column or any other evenly spaced elements, for reading and writing.</summary>
/// <typeparam name="T">The element type.</typeparam>
[DebuggerDisplay("{DebuggerText,nq}")]
public readonly ref struct VectorView<T>
    where T : unmanaged
{
    private readonly ReadOnlyVectorView<T> view;

    /// <summary>A vector over all elements of a span.</summary>
    /// <param name="elements">The elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorView(Span<T> elements) => view = new(elements);

    /// <summary>A vector with any stride over a span.</summary>
    /// <param name="elements">The elements; the first is element 0.</param>
    /// <param name="length">Number of elements, zero or more.</param>
    /// <param name="stride">Elements of the span from one element to the next, one or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the stride is not positive.</exception>
    /// <exception cref="ArgumentException">The last element lies outside the span.</exception>
    public VectorView(Span<T> elements, int length, nint stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        view = new(elements, length, stride);
    }

    internal VectorView(ReadOnlyVectorView<T> view) => this.view = view;

    /// <summary>Number of elements.</summary>
    public int Length => view.Length;

    /// <summary>Elements of the underlying memory from one element to the next.</summary>
    public nint Stride => view.Stride;

    /// <summary>The element with the given index, counted from zero.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.AsRef(in view[index]);
    }

    /// <summary>Some elements in a row of this vector.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many; may be zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slice reaches outside the vector.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorView<T> Slice(int start, int length) => new(view.Slice(start, length));

    /// <summary>The vector as a matrix of one column.</summary>
    public MatrixView<T> AsColumn() => new(view.AsColumn());

    /// <summary>Sets every element.</summary>
    /// <param name="value">The value.</param>
    public void Fill(T value)
    {
        if (Stride == 1)
        {
            MemoryMarshal.CreateSpan(ref view.origin, Length).Fill(value);
            return;
        }

        for (int i = 0; i < Length; i++)
        {
            At(i) = value;
        }
    }

    /// <summary>Copies every element to a vector of the same length, which must not overlap this one.</summary>
    /// <param name="destination">Receives the elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void CopyTo(VectorView<T> destination) => view.CopyTo(destination);

    /// <inheritdoc cref="ReadOnlyVectorView{T}.ToArray"/>
    public T[] ToArray() => view.ToArray();

    /// <summary>The elements in turn, for a <c>foreach</c> statement; by <c>ref</c> they can be written.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc cref="ReadOnlyVectorView{T}.ToString"/>
    public override string ToString() => view.ToString();

    private string DebuggerText => MatrixText.OneLine(view.AsColumn().Transposed);

    /// <summary>The first element by reference, for a <c>fixed</c> statement.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref T GetPinnableReference() => ref view.origin;

    /// <summary>The same vector, for reading only.</summary>
    /// <param name="vector">The vector.</param>
    public static implicit operator ReadOnlyVectorView<T>(VectorView<T> vector) => vector.view;

    /// <summary>A vector over all elements of an array.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator VectorView<T>(T[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new(elements.AsSpan());
    }

    /// <summary>A vector over all elements of a span.</summary>
    /// <param name="elements">The elements.</param>
    public static implicit operator VectorView<T>(Span<T> elements) => new(elements);

    /// <summary>Goes through the elements.</summary>
    public ref struct Enumerator
    {
        private readonly VectorView<T> vector;
        private int index = -1;

        internal Enumerator(VectorView<T> vector) => this.vector = vector;

        /// <summary>The element at hand.</summary>
        public readonly ref T Current => ref vector[index];

        /// <summary>Goes to the next element.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++index < vector.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T At(int index) => ref Unsafe.Add(ref view.origin, index * Stride);
}

/// <summary>Makes vector views.</summary>
public static class VectorView
{
    /// <summary>
    /// A vector over all elements of a span: what a collection expression calls, <c>Qr.Solve(a, [1, 2])</c>.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The elements.</param>
    public static ReadOnlyVectorView<T> Create<T>(ReadOnlySpan<T> elements)
        where T : unmanaged => new(elements);
}
