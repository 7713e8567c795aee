using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

/// <summary>
/// Columns as the kernels of reflectors want them: each on a vector of its own, and zero behind its last row.
/// </summary>
/// <remarks>
/// Between the columns, in front of the first and behind the last there are canaries.
/// </remarks>
internal sealed unsafe class PaddedColumns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] storage;
    private readonly int padded;
    private readonly int front;

    /// <param name="kernels">Their vectors.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="isLoose">Whether the stride is larger by a vector than it must be.</param>
    public PaddedColumns(KernelSet<T> kernels, int rows, int columns, bool isLoose = true)
    {
        Rows = rows;
        Columns = columns;
        padded = (rows + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
        Stride = padded + (isLoose ? kernels.Lanes : 0);
        front = kernels.Lanes;
        storage = new T[(columns * Stride) + (2 * front)];
        Array.Fill(storage, Canary<T>.Value);
        for (int j = 0; j < columns; j++)
        {
            storage.AsSpan(front + (j * Stride), padded).Clear();
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Stride { get; }

    public ref T this[int row, int column] => ref storage[front + (column * Stride) + row];

    public static PaddedColumns<T> From(KernelSet<T> kernels, Dense source, bool isLoose = true)
    {
        PaddedColumns<T> result = new(kernels, source.Rows, source.Columns, isLoose);
        for (int i = 0; i < source.Rows; i++)
        {
            for (int j = 0; j < source.Columns; j++)
            {
                result[i, j] = Format<T>.From(source[i, j]);
            }
        }
        return result;
    }

    /// <summary>Some elements that no kernel has written, between canaries.</summary>
    public static T[] Vector(int length) => Enumerable.Repeat(Canary<T>.Value, length + (2 * Guard)).ToArray();

    public const int Guard = 16;

    public static void AssertGuards(T[] vector, string context)
    {
        for (int i = 0; i < Guard; i++)
        {
            bool isIntact = Canary<T>.IsIntact(vector[i]) && Canary<T>.IsIntact(vector[^(i + 1)]);
            Assert.True(isIntact, $"{context}: a vector was written beyond an end.");
        }
    }

    public PaddedColumns<T> Copy(KernelSet<T> kernels)
    {
        PaddedColumns<T> copy = new(kernels, Rows, Columns, Stride > padded);
        storage.CopyTo(copy.storage, 0);
        return copy;
    }

    public ref T GetPinnableReference() => ref storage[front];

    /// <summary>In double precision, each column multiplied by a power of two.</summary>
    public Dense ToDense(Func<int, int> exponent) =>
        Dense.Build(Rows, Columns, (i, j) => Math.ScaleB(Format<T>.ToDouble(this[i, j]), exponent(j)));

    public Dense ToDense() => ToDense(_ => 0);

    public ReadOnlySpan<T> Column(int j) => storage.AsSpan(front + (j * Stride), Rows);

    /// <summary>Copies all columns, with what is behind them.</summary>
    public void CopyTo(T* destination) =>
        storage.AsSpan(front, Columns * Stride).CopyTo(new Span<T>(destination, Columns * Stride));

    /// <summary>Another place holds the same bits.</summary>
    public void AssertSameAs(T* other, string context)
    {
        for (int j = 0; j < Columns; j++)
        {
            ReadOnlySpan<T> column = new(other + (j * Stride), Rows);
            Assert.True(Bits.Equal(Column(j), column), $"{context}: column {j} differs between two places.");
        }
    }

    /// <summary>
    /// Canaries are as they were, and what is behind the last row is zero (or NaN where NaN is in the column).
    /// </summary>
    public void AssertSurroundings(string context, bool isFinite = true)
    {
        for (int i = 0; i < storage.Length; i++)
        {
            int column = (i - front) / Stride;
            int row = (i - front) % Stride;
            bool isOutside = i < front || column >= Columns || row >= padded;
            if (isOutside)
            {
                Assert.True(Canary<T>.IsIntact(storage[i]), $"{context}: memory outside was written.");
            }
            else if (isFinite && row >= Rows)
            {
                Assert.True(T.IsZero(storage[i]), $"{context}: padding of column {column} is {storage[i]}.");
            }
        }
    }
}
