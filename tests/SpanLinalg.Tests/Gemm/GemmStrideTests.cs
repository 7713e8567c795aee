using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Tests;

public sealed class GemmStrideDoubleTests : GemmStrideTests<double>;

public sealed class GemmStrideSingleTests : GemmStrideTests<float>;

/// <summary>
/// Random shapes with random strides: gaps, lines that fall into one set of the cache, repeated elements, and what
/// comes in between.
/// </summary>
/// <remarks>
/// The operands are small integers, so that their product is known exactly and cheaply, and one rounding or two are all
/// that may differ.
/// </remarks>
public abstract class GemmStrideTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Odd, so that no element happens to be aligned to a vector.
    private const int Guard = 9;

    private static readonly double[] Factors = [0, 1, -0.7];

    [Property(MaxTest = 150, EndSize = 300)]
    public void Any_shapes_and_strides(Length m, Length n, Length k, int seed) => Check(new(seed), m, n, k, seed);

    private static void Check(Random random, int m, int n, int k, int seed)
    {
        Operand a = new(random, m, k, mayRepeat: true),
            b = new(random, k, n, mayRepeat: true),
            c = new(random, m, n, mayRepeat: false);
        double alpha = Factors[random.Next(3)],
            beta = Factors[random.Next(3)];
        string context = $"{seed}: m={m} n={n} k={k} {a} {b} {c} alpha={alpha} beta={beta}";
        double[] expected = Expected(a, b, c, alpha, beta);
        if (beta == 0)
        {
            Array.Fill(c.Memory, Canary<T>.Value);
        }
        T[] memoryOfA = [.. a.Memory],
            memoryOfB = [.. b.Memory],
            before = [.. c.Memory],
            first = [];
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            before.CopyTo(c.Memory, 0);
            Parallelism parallelism = Parallelism.Exactly(threads);
            GuardedMatrix<T> workspace = GuardedSpan.Create<T>(Gemm.WorkspaceLength<T>(m, n, k, parallelism));
            Gemm.Multiply(
                Format<T>.From(alpha),
                a.View,
                b.View,
                Format<T>.From(beta),
                c.Written,
                workspace.Span,
                parallelism
            );
            workspace.AssertPaddingIntact(context);
            if (threads == 1)
            {
                first = [.. c.Memory];
                AssertNear(expected, c, k, context);
            }
            Assert.True(Bits.Equal<T>(first, c.Memory), $"{context}: {threads} threads give other bits.");
        }
        Assert.True(Bits.Equal<T>(memoryOfA, a.Memory), $"{context}: A was changed.");
        Assert.True(Bits.Equal<T>(memoryOfB, b.Memory), $"{context}: B was changed.");
        c.Written.Fill(Canary<T>.Value);
        Assert.True(c.Memory.All(Canary<T>.IsIntact), $"{context}: what lies around C was changed.");
    }

    private static double[] Expected(Operand a, Operand b, Operand c, double alpha, double beta)
    {
        int n = c.Columns;
        double[] sums = new double[c.Rows * n];
        double[] row = new double[n];
        for (int p = 0; p < a.Columns; p++)
        {
            for (int j = 0; j < n; j++)
            {
                row[j] = Format<T>.ToDouble(b[p, j]);
            }
            for (int i = 0; i < c.Rows; i++)
            {
                double factor = Format<T>.ToDouble(a[i, p]);
                Span<double> sum = sums.AsSpan(i * n, n);
                for (int j = 0; j < sum.Length; j++)
                {
                    sum[j] += factor * row[j];
                }
            }
        }
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = (alpha * sums[i]) + (beta * Format<T>.ToDouble(c[i / n, i % n]));
        }
        return sums;
    }

    private static void AssertNear(double[] expected, Operand c, int k, string context)
    {
        // Elements are at most 4, so the sums at most 16k: α and β have been rounded, and each operation with them.
        double tolerance = 8 * Format<T>.Unit * ((16 * k) + 4);
        for (int i = 0; i < expected.Length; i++)
        {
            double actual = Format<T>.ToDouble(c[i / c.Columns, i % c.Columns]);
            if (!(Math.Abs(actual - expected[i]) <= tolerance))
            {
                Assert.Fail($"{context}: ({i / c.Columns}, {i % c.Columns}) is {actual}, should be {expected[i]}.");
            }
        }
    }

    /// <summary>Small integers in a buffer full of canaries.</summary>
    private sealed class Operand
    {
        private readonly int rowStride;
        private readonly int columnStride;

        public Operand(Random random, int rows, int columns, bool mayRepeat)
        {
            (Rows, Columns) = (rows, columns);
            bool byColumns = random.Next(2) == 0;
            (int along, int across) = Strides(random, Math.Max(byColumns ? rows : columns, 1), mayRepeat);
            (rowStride, columnStride) = byColumns ? (along, across) : (across, along);
            int extent = ((Math.Max(rows, 1) - 1) * rowStride) + ((Math.Max(columns, 1) - 1) * columnStride) + 1;
            Memory = new T[extent + (2 * Guard)];
            Array.Fill(Memory, Canary<T>.Value);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    At(i, j) = T.CreateChecked(random.Next(9) - 4);
                }
            }
        }

        public T[] Memory { get; }

        public int Rows { get; }

        public int Columns { get; }

        public ReadOnlyMatrixView<T> View => new(Memory.AsSpan(Guard), Rows, Columns, rowStride, columnStride);

        public MatrixView<T> Written => new(Memory.AsSpan(Guard), Rows, Columns, rowStride, columnStride);

        public T this[int row, int column] => At(row, column);

        public override string ToString() => $"({rowStride}, {columnStride})";

        private ref T At(int row, int column) => ref Memory[Guard + (row * rowStride) + (column * columnStride)];

        /// <summary>From one element of a line to the next, and from one line to the next.</summary>
        private static (int Along, int Across) Strides(Random random, int length, bool mayRepeat)
        {
            int page = 4096 / Unsafe.SizeOf<T>();
            return random.Next(mayRepeat ? 10 : 8) switch
            {
                0 or 1 => (1, length),
                2 or 3 => (1, length + random.Next(1, 20)),
                4 => (1, (length + page - 1) / page * page),
                5 => (1, (length + (page / 8) - 1) / (page / 8) * (page / 8)),
                6 => (2, (2 * length) + random.Next(3)),
                7 => (3, (3 * length) + random.Next(1, 9)),
                8 => (1, 0),
                _ => (0, random.Next(2)),
            };
        }
    }
}
