using System.Buffers;

namespace SpanLinalg.OpenBlas;

/// <summary>Memory from the array pool for as long as one call takes.</summary>
internal readonly ref struct RentedMemory<T>(int length) : IDisposable
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);
    private readonly int length = length;

    public Span<T> Span => array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}
