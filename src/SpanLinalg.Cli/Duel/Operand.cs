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
    private readonly int length;
    private readonly bool byColumns;
    private readonly int leadingDimension;

    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="seed">Fills the matrix with numbers between −½ and ½; null leaves zeros.</param>
    /// <param name="byColumns">Whether <see cref="View"/> is stored column by column.</param>
    /// <param name="leadingMultiple">Elements that the leading dimension is a multiple of.</param>
    public Operand(int rows, int columns, int? seed = null, bool byColumns = false, int leadingMultiple = 1)
    {
        (Rows, Columns) = (rows, columns);
        this.byColumns = byColumns;
        (int lines, int across) = byColumns ? (columns, rows) : (rows, columns);
        leadingDimension = checked((across + leadingMultiple - 1) / leadingMultiple * leadingMultiple);
        length = checked(lines * leadingDimension);
        int slack = CacheLine / Unsafe.SizeOf<T>();
        memory = GC.AllocateArray<T>(checked(length + slack), pinned: true);
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

    /// <summary>As they lie, with what is between the lines of a matrix whose leading dimension is larger.</summary>
    public Span<T> Elements => memory.AsSpan(start, length);

    /// <summary>The matrix.</summary>
    public MatrixView<T> View =>
        byColumns
            ? MatrixView.ColumnMajor(Elements, Rows, Columns, leadingDimension)
            : new(Elements, Rows, Columns, leadingDimension, 1);

    /// <summary>The same memory taken column by column, without gaps.</summary>
    public MatrixView<T> ColumnMajor => MatrixView.ColumnMajor(Elements, Rows, Columns);

    /// <summary>The first column.</summary>
    public VectorView<T> Vector => View.Column(0);

    public double[] ToDoubles()
    {
        double[] copy = new double[length];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = double.CreateChecked(Elements[i]);
        }
        return copy;
    }
}
