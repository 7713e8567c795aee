using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg.Cli;

/// <summary>A matrix that begins on a cache line and stays there, so that no side has the better addresses.</summary>
internal sealed class Operand<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CacheLine = 64;

    private readonly T[] memory;
    private readonly int start;

    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="seed">Fills the matrix with numbers between −½ and ½; null leaves zeros.</param>
    public Operand(int rows, int columns, int? seed = null)
    {
        (Rows, Columns) = (rows, columns);
        int slack = CacheLine / Unsafe.SizeOf<T>();
        memory = GC.AllocateArray<T>(checked((rows * columns) + slack), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        start = (int)(-address & (CacheLine - 1)) / Unsafe.SizeOf<T>();

        if (seed is { } number)
        {
            Random random = new(number);
            foreach (ref T element in Elements)
            {
                element = T.CreateChecked(random.NextDouble() - 0.5);
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public Span<T> Elements => memory.AsSpan(start, Rows * Columns);

    /// <summary>Row by row.</summary>
    public MatrixView<T> View => new(Elements, Rows, Columns);

    /// <summary>Column by column.</summary>
    public MatrixView<T> ColumnMajor => MatrixView.ColumnMajor(Elements, Rows, Columns);

    /// <summary>The first column.</summary>
    public VectorView<T> Vector => View.Column(0);

    public double[] ToDoubles()
    {
        double[] copy = new double[Rows * Columns];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = double.CreateChecked(Elements[i]);
        }
        return copy;
    }
}
