using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>Singular vectors while they are computed: contiguous columns in memory that stays where it is.</summary>
/// <param name="Origin">The first element; zero without vectors.</param>
/// <param name="Rows">Rows that are turned, in whole cache lines: turning then leaves no remainder.</param>
/// <param name="Stride">Elements from one column to the next.</param>
internal readonly unsafe record struct VectorColumns<T>(nint Origin, int Rows, nint Stride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first rows of a padded matrix in pinned scratch.</summary>
    public static VectorColumns<T> Of(MatrixView<T> matrix, int rows) =>
        matrix.IsEmpty
            ? default
            : new((nint)Unsafe.AsPointer(ref matrix.At(0, 0)), Workspace<T>.Size(rows), matrix.ColumnStride);

    /// <summary>The first element of a column.</summary>
    public T* Column(int index) => (T*)Origin + (index * Stride);
}
