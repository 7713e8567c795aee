using System.Numerics;

namespace SpanLinalg.Benchmarks;

/// <summary>Operands for benchmarks.</summary>
internal static class RandomMatrix
{
    /// <summary>Elements between −½ and ½.</summary>
    public static Matrix<T> Create<T>(int rows, int columns, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        Matrix<T> matrix = new(rows, columns);
        foreach (ref T element in matrix.Elements)
        {
            element = T.CreateChecked(random.NextDouble() - 0.5);
        }
        return matrix;
    }
}
