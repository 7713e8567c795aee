using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// A matrix inside a larger buffer, everything around and between its elements a NaN that must survive.
/// </summary>
/// <remarks>
/// The elements start as the same NaN, so an output that is not written, or is read before it is, shows in the result.
/// </remarks>
internal sealed class GuardedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Odd, so that no element happens to be aligned to a vector.
    private const int Guard = 7;

    private readonly T[] buffer;
    private readonly int rowStride;
    private readonly int columnStride;
    private T[]? snapshot;

    public GuardedMatrix(int rows, int columns, Layout layout = default)
    {
        Rows = rows;
        Columns = columns;
        (rowStride, columnStride) = layout.Strides(rows, columns);
        int extent = rows == 0 || columns == 0 ? 0 : ((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1;
        buffer = new T[extent + (2 * Guard)];
        Array.Fill(buffer, Canary<T>.Value);
    }

    /// <summary>A matrix with the given values, rounded to <typeparamref name="T"/>.</summary>
    public GuardedMatrix(Dense values, Layout layout = default)
        : this(values.Rows, values.Columns, layout)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                this[i, j] = Format<T>.From(values[i, j]);
            }
        }
        snapshot = (T[])buffer.Clone();
    }

    public int Rows { get; }

    public int Columns { get; }

    public MatrixView<T> View => new(buffer.AsSpan(Guard), Rows, Columns, rowStride, columnStride);

    public ReadOnlyMatrixView<T> ReadOnly => View;

    /// <summary>The elements, if the layout is row-major: for arguments that are spans.</summary>
    public Span<T> Span => buffer.AsSpan(Guard, Rows * Columns);

    public ref T this[int row, int column] => ref buffer[Guard + (row * rowStride) + (column * columnStride)];

    /// <summary>The elements in double precision.</summary>
    public Dense ToDense() => Dense.From(ReadOnly);

    /// <summary>Takes the present content for what <see cref="AssertUnchanged"/> compares with.</summary>
    public GuardedMatrix<T> Freeze()
    {
        snapshot = (T[])buffer.Clone();
        return this;
    }

    /// <summary>Nothing outside the elements was written.</summary>
    public void AssertPaddingIntact(string context = "")
    {
        bool[] isElement = new bool[buffer.Length];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                isElement[Guard + (i * rowStride) + (j * columnStride)] = true;
            }
        }
        for (int i = 0; i < buffer.Length; i++)
        {
            if (!isElement[i] && !Canary<T>.IsIntact(buffer[i]))
            {
                Assert.Fail(
                    $"{context}: the padding of a {Rows}×{Columns} matrix was overwritten "
                        + $"at {i - Guard} with {buffer[i]}."
                );
            }
        }
    }

    /// <summary>Not a bit of the elements or of the padding is other than when the matrix was made or frozen.</summary>
    public void AssertUnchanged(string context = "") =>
        Assert.True(
            Bits.Equal<T>(buffer, snapshot),
            $"{context}: a {Rows}×{Columns} matrix that is only read was changed."
        );
}

/// <summary>Spans for workspaces and vectors: canaries in them and on both sides.</summary>
internal static class GuardedSpan
{
    public static GuardedMatrix<T> Create<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(1, length);
}
