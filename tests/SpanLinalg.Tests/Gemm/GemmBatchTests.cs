using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class GemmBatchDoubleTests : GemmBatchTests<double>;

public sealed class GemmBatchSingleTests : GemmBatchTests<float>;

/// <summary>Batches of products: one product for each matrix, to the bit, and what is refused.</summary>
public abstract class GemmBatchTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Guard = 7;

    private static readonly (int Count, int M, int N, int K)[] Sizes =
    [
        (1, 1, 1, 1),
        (3, 4, 4, 4),
        (5, 1, 9, 30),
        (4, 13, 5, 7),
        (2, 50, 60, 70),
        (3, 8, 1, 8),
    ];

    private static T[] Random(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Format<T>.From(random.NextDouble() - 0.5))];
    }

    [Property(MaxTest = 100, EndSize = 70)]
    public void Each_product_has_the_bits_of_a_single_one_and_nothing_else_is_written(
        ProductCase product,
        bool sharesA,
        Factor beta
    )
    {
        const int Count = 3;
        (int m, int n, int k) = (product.M, product.N, product.K);

        // Gaps between rows and between matrices, in which canaries lie.
        int rowC = n + 2;
        int stepC = (m * rowC) + 3;
        T[] a = Random(Count * m * k, product.Seed);
        T[] b = Random(Count * k * n, product.Seed ^ 1);
        T[] c = new T[(Count * stepC) + (2 * Guard)];
        Array.Fill(c, Canary<T>.Value);
        if (beta.Value != 0)
        {
            T[] values = Random(Count * m * n, product.Seed ^ 2);
            for (int item = 0; item < Count; item++)
            {
                new MatrixView<T>(values.AsSpan(item * m * n), m, n).CopyTo(Item(c, item));
            }
        }
        T[] expected = (T[])c.Clone();
        (T alpha, T factor) = (Format<T>.From(0.75), Format<T>.From(beta.Value));
        nint stepA = sharesA ? 0 : m * k;

        // B lies column by column.
        for (int item = 0; item < Count; item++)
        {
            Gemm.Multiply(
                alpha,
                new ReadOnlyMatrixView<T>(a.AsSpan(item * (int)stepA), m, k),
                MatrixView.ColumnMajor<T>(b.AsSpan(item * k * n), k, n),
                factor,
                Item(expected, item)
            );
        }
        T[] again = (T[])c.Clone();

        Gemm.MultiplyBatch(
            alpha,
            new ReadOnlyMatrixBatchView<T>(a, Count, m, k, k, 1, stepA),
            new ReadOnlyMatrixBatchView<T>(b, Count, n, k).Transposed,
            factor,
            Batch(c)
        );
        Gemm.MultiplyBatch(
            alpha,
            new ReadOnlyMatrixBatchView<T>(a, Count, m, k, k, 1, stepA),
            new ReadOnlyMatrixBatchView<T>(b, Count, n, k).Transposed,
            factor,
            Batch(again),
            new T[Gemm.MultiplyBatchWorkspaceLength<T>(m, n, k)]
        );

        Assert.True(Bits.Equal<T>(expected, c));
        Assert.True(Bits.Equal<T>(expected, again));
        for (int item = 0; item < Count; item++)
        {
            Assert.False(double.IsNaN(Dense.From<T>(Item(c, item)).MaxNorm()));
        }

        MatrixView<T> Item(T[] memory, int item) => new(memory.AsSpan(Guard + (item * stepC)), m, n, rowC, 1);

        MatrixBatchView<T> Batch(T[] memory) => new(memory.AsSpan(Guard), Count, m, n, rowC, 1, stepC);
    }

    [Fact]
    public void Heads_side_by_side_in_one_matrix_are_a_batch()
    {
        // Four heads of 3 columns: what attention multiplies. The result goes to columns between those that are read.
        const int rows = 5,
            heads = 4,
            width = 3;
        T[] memory = Random(rows * 3 * heads * width, 1);
        T[] before = (T[])memory.Clone();
        T[] weights = Random(heads * width * width, 2);
        const int across = 3 * heads * width;
        MatrixBatchView<T> target = new(memory.AsSpan(width), heads, rows, width, across, 1, 3 * width);
        Gemm.MultiplyBatch(
            T.One,
            new ReadOnlyMatrixBatchView<T>(memory, heads, rows, width, across, 1, 3 * width),
            new ReadOnlyMatrixBatchView<T>(weights, heads, width, width),
            T.Zero,
            target
        );
        for (int head = 0; head < heads; head++)
        {
            Matrix<T> expected = new(rows, width);
            Gemm.Multiply(
                new ReadOnlyMatrixView<T>(before.AsSpan(head * 3 * width), rows, width, across, 1),
                new ReadOnlyMatrixView<T>(weights.AsSpan(head * width * width), width, width),
                expected
            );
            Assert.True(Bits.Equal<T>(expected, target[head]), $"head {head}");
        }
        for (int i = 0; i < memory.Length; i++)
        {
            bool isTarget = i % (3 * width) / width == 1;
            Assert.True(isTarget || memory[i] == before[i], $"element {i} was written");
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        foreach ((int count, int m, int n, int k) in Sizes)
        {
            T[] a = new T[count * m * k];
            T[] b = new T[count * k * n];
            T[] c = new T[count * m * n];
            T[] workspace = new T[Gemm.MultiplyBatchWorkspaceLength<T>(m, n, k)];
            Allocations.AssertNone(
                () =>
                    Gemm.MultiplyBatch(
                        T.One,
                        new ReadOnlyMatrixBatchView<T>(a, count, m, k),
                        new ReadOnlyMatrixBatchView<T>(b, count, k, n),
                        T.One,
                        new MatrixBatchView<T>(c, count, m, n),
                        workspace
                    ),
                $"{count} of {m}×{n}×{k}"
            );
        }
    }

    [Fact]
    public void Empty_batches_and_empty_matrices_are_products_too()
    {
        Multiply(0, 3, 3, 3, []);
        Multiply(4, 0, 3, 3, []);
        T[] c = [.. Enumerable.Repeat(T.NaN, 4 * 3 * 2)];
        Multiply(4, 3, 2, 0, c);
        Assert.All(c, element => Assert.Equal(T.Zero, element));

        static void Multiply(int count, int m, int n, int k, T[] c) =>
            Gemm.MultiplyBatch(
                T.One,
                new ReadOnlyMatrixBatchView<T>(new T[count * m * k], count, m, k),
                new ReadOnlyMatrixBatchView<T>(new T[count * k * n], count, k, n),
                T.Zero,
                new MatrixBatchView<T>(c, count, m, n)
            );
    }

    [Fact]
    public void Numbers_and_shapes_must_match()
    {
        T[] c = Random(100, 1);
        T[] before = (T[])c.Clone();
        Refuses("b", (2, 3, 4), (2, 5, 4), (2, 3, 4));
        Refuses("b", (2, 3, 4), (3, 4, 4), (2, 3, 4));
        Refuses("c", (2, 3, 4), (2, 4, 5), (2, 3, 4));
        Refuses("c", (2, 3, 4), (2, 4, 5), (2, 4, 5));
        Refuses("c", (2, 3, 4), (2, 4, 5), (3, 3, 5));
        Assert.Equal(before, c);

        void Refuses(string name, (int, int, int) a, (int, int, int) b, (int, int, int) shape) =>
            Errors.AssertArgument(
                name,
                () =>
                    Gemm.MultiplyBatch(
                        T.One,
                        new ReadOnlyMatrixBatchView<T>(new T[100], a.Item1, a.Item2, a.Item3),
                        new ReadOnlyMatrixBatchView<T>(new T[100], b.Item1, b.Item2, b.Item3),
                        T.Zero,
                        new MatrixBatchView<T>(c, shape.Item1, shape.Item2, shape.Item3)
                    )
            );
    }

    [Fact]
    public void A_destination_that_overlaps_an_input_is_refused_and_untouched()
    {
        T[] memory = Random(200, 1);
        T[] before = (T[])memory.Clone();
        T[] other = new T[4 * 9];

        // The last matrix of A is the first of C; C lies between those of B, one element into the next; the workspace
        // is a matrix.
        Errors.AssertArgument("c", () => Multiply(memory, other, memory.AsSpan(27), []));
        Errors.AssertArgument("c", () => Multiply(other, memory, memory.AsSpan(35), []));
        Errors.AssertArgument("c", () => Multiply(memory, other, memory, []));
        Multiply(memory, other, memory.AsSpan(36), []);
        Assert.Equal(before[..36], memory[..36]);

        T[] workspace = new T[Gemm.MultiplyBatchWorkspaceLength<T>(200, 200, 200)];
        Errors.AssertArgument(
            "workspace",
            () =>
                Gemm.MultiplyBatch(
                    T.One,
                    new ReadOnlyMatrixBatchView<T>(new T[200 * 200], 2, 200, 200, 200, 1, 0),
                    new ReadOnlyMatrixBatchView<T>(workspace, 2, 200, 200, 200, 1, 0),
                    T.Zero,
                    new MatrixBatchView<T>(new T[2 * 200 * 200], 2, 200, 200),
                    workspace
                )
        );
        Errors.AssertArgument(
            "workspace",
            () =>
                Gemm.MultiplyBatch(
                    T.One,
                    new ReadOnlyMatrixBatchView<T>(new T[2 * 200 * 200], 2, 200, 200),
                    new ReadOnlyMatrixBatchView<T>(new T[2 * 200 * 200], 2, 200, 200),
                    T.Zero,
                    new MatrixBatchView<T>(new T[2 * 200 * 200], 2, 200, 200),
                    new T[workspace.Length - 1]
                )
        );

        static void Multiply(Span<T> a, Span<T> b, Span<T> c, Span<T> workspace) =>
            Gemm.MultiplyBatch(
                T.One,
                new ReadOnlyMatrixBatchView<T>(a, 4, 3, 3),
                new ReadOnlyMatrixBatchView<T>(b, 4, 3, 3),
                T.Zero,
                new MatrixBatchView<T>(c, 4, 3, 3),
                workspace
            );
    }

    [Fact]
    public void A_view_lies_inside_its_span_and_one_that_is_written_repeats_nothing()
    {
        T[] memory = new T[24];
        Assert.Equal(4, new ReadOnlyMatrixBatchView<T>(memory, 4, 2, 3).Count);
        Assert.Equal(9, new ReadOnlyMatrixBatchView<T>(memory.AsSpan(0, 6), 9, 2, 3, 3, 1, 0).Count);
        Errors.AssertArgument("elements", () => _ = new ReadOnlyMatrixBatchView<T>(memory, 5, 2, 3));
        Errors.AssertArgument("elements", () => _ = new MatrixBatchView<T>(memory, 4, 2, 3, 3, 1, 7));
        Errors.AssertArgument("count", () => _ = new ReadOnlyMatrixBatchView<T>(memory, -1, 2, 3));
        Errors.AssertArgument("rows", () => _ = new MatrixBatchView<T>(memory, 1, -2, 3));
        Errors.AssertArgument("batchStride", () => _ = new ReadOnlyMatrixBatchView<T>(memory, 2, 2, 3, 3, 1, -1));

        foreach (nint batchStride in new nint[] { 0, 1, 2, 3, 4, 5 })
        {
            Errors.AssertArgument("batchStride", () => _ = new MatrixBatchView<T>(memory, 2, 2, 3, 3, 1, batchStride));
        }
        Assert.Equal(2, new MatrixBatchView<T>(memory, 2, 2, 3, 3, 1, 6).Count);
        Assert.Equal(2, new MatrixBatchView<T>(memory, 2, 2, 3, 6, 1, 3).Count);
        Assert.Equal(1, new MatrixBatchView<T>(memory, 1, 2, 3, 3, 1, 0).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new MatrixBatchView<T>(new T[24], 2, 2, 3)[2]);
    }
}
