using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Tests;

public sealed class GemmCrowdedDoubleTests : GemmCrowdedTests<double>;

public sealed class GemmCrowdedSingleTests : GemmCrowdedTests<float>;

/// <summary>
/// Rows that lie a multiple of 4096 bytes apart are packed, or gone through in another order: each sum is formed as it
/// always is.
/// </summary>
public abstract class GemmCrowdedTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double[] Factors = [0, 1, -0.7];

    /// <summary>
    /// Fewer columns than are worth a sweep and more, ends of every kind, and some stretches of sums.
    /// </summary>
    private static readonly int[] Columns = [1, 59, 60, 121, 240, 255, 367, 1200, 4100];

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(67)]
    [InlineData(1601)]
    public void Few_rows_give_the_same_bits_whatever_lies_between_the_rows_of_B(int depth)
    {
        Random random = new(depth);
        for (int m = 1; m <= 18; m++)
        {
            Check(random, m, Columns[random.Next(Columns.Length)], depth);
        }
        foreach (int n in Columns)
        {
            Check(random, random.Next(1, 18), n, depth);
        }
    }

    private static void Check(Random random, int m, int n, int depth)
    {
        int page = 4096 / Unsafe.SizeOf<T>();
        T alpha = Format<T>.From(Factors[random.Next(Factors.Length)]),
            beta = Format<T>.From(Factors[random.Next(Factors.Length)]);
        // With contiguous rows of A, the fewest would be products with vectors, which sum in an order of their own.
        (int rowOfA, int columnOfA) = random.Next(3) switch
        {
            0 when m > 4 => (depth + random.Next(3), 1),
            1 => (1, m + random.Next(3)),
            _ => (2 * depth, 2),
        };
        Operand a = new(random, m, depth, rowOfA, columnOfA),
            near = new(random, depth, n, n + 5),
            far = new(random, depth, n, (n + page - 1) / page * page),
            c = new(random, m, n, n + random.Next(5));
        near.View.CopyTo(far.View);
        string context = $"{m}×{n}×{depth} alpha={alpha} beta={beta}";

        T[] before = [.. c.Memory];
        Gemm.Multiply(alpha, a.View, near.View, beta, c.View, Parallelism.None);
        T[] expected = [.. c.Memory];
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            before.CopyTo(c.Memory, 0);
            if (T.IsZero(beta))
            {
                c.View.Fill(T.NaN);
            }
            Gemm.Multiply(alpha, a.View, far.View, beta, c.View, Parallelism.Exactly(threads));
            Assert.True(Bits.Equal<T>(expected, c.Memory), $"{context}, {threads} threads");
        }
    }

    /// <summary>Any numbers, and canaries between the rows.</summary>
    private sealed class Operand
    {
        private readonly int rows;
        private readonly int columns;
        private readonly int rowStride;
        private readonly int columnStride;

        public Operand(Random random, int rows, int columns, int rowStride, int columnStride = 1)
        {
            (this.rows, this.columns, this.rowStride, this.columnStride) = (rows, columns, rowStride, columnStride);
            Memory = new T[((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1];
            Array.Fill(Memory, Canary<T>.Value);
            MatrixView<T> view = View;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    view[i, j] = T.CreateChecked((2 * random.NextDouble()) - 1);
                }
            }
        }

        public T[] Memory { get; }

        public MatrixView<T> View => new(Memory, rows, columns, rowStride, columnStride);
    }
}
