using System.Buffers;

namespace SpanLinalg.Lora;

/// <summary>
/// A matrix for the length of one fit, in an array from the shared pool; its entries start as anything.
/// </summary>
/// <remarks>
/// Fits go over the same shapes by the hundred, and fresh pages would be a good part of their time.
/// </remarks>
internal readonly struct RentedMatrix(int rows, int columns) : IDisposable
{
    private readonly double[] elements = ArrayPool<double>.Shared.Rent(checked(rows * columns));

    /// <summary>All entries, row by row.</summary>
    public Span<double> Elements => elements.AsSpan(0, rows * columns);

    public MatrixView<double> View => new(elements, rows, columns);

    public void Dispose() => ArrayPool<double>.Shared.Return(elements);
}
