using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

/// <summary>Products of 16-bit operands are those of the same numbers in float.</summary>
public sealed class GemmWideningTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (2, 2, 1),
        (7, 5, 9),
        (16, 16, 16),
        (33, 50, 70),
        (130, 140, 150),
        (16, 500, 64),
        (301, 70, 900),
        (301, 7, 90),
        (9, 8, 1700),
        (16, 8, 2048),
        (100, 8, 1536),
        (6, 301, 90),
    ];

    [Fact]
    public void Every_half_is_widened_exactly() =>
        AssertAllWidened<Half>(bits => (float)BitConverter.UInt16BitsToHalf(bits));

    [Fact]
    public void Every_bfloat16_is_widened_exactly() =>
        AssertAllWidened<BrainFloat16>(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    [Fact]
    public unsafe void Widening_takes_any_length_and_stride_and_writes_no_further()
    {
        Half[] source = [.. Enumerable.Range(0, 200).Select(i => (Half)(i - 77.5))];
        foreach (int stride in (int[])[1, 3])
        {
            for (int count = 0; count < 40; count++)
            {
                float[] widened = new float[count + 1];
                widened[count] = -1;
                fixed (Half* from = source)
                fixed (float* to = widened)
                {
                    Widening.ToSingle(count, from, stride, to);
                }
                Assert.Equal([.. Enumerable.Range(0, count).Select(i => (float)source[i * stride]), -1], widened);
            }
        }
    }

    [Fact]
    public void A_float_becomes_the_nearest_bfloat16_and_the_even_one_of_two()
    {
        Random random = new(5);
        for (int i = 0; i < 20000; i++)
        {
            // Half of them in the middle between two numbers of the format.
            uint bits = (uint)random.NextInt64(0, 0x7F7F_0000);
            bits = i % 2 == 0 ? bits : (bits & 0xFFFF_0000) | 0x8000;
            float value = BitConverter.UInt32BitsToSingle(bits);
            float below = BitConverter.UInt32BitsToSingle(bits & 0xFFFF_0000);
            float above = BitConverter.UInt32BitsToSingle((bits & 0xFFFF_0000) + 0x1_0000);
            double toBelow = (double)value - below;
            double toAbove = (double)above - value;
            bool belowIsEven = ((bits >> 16) & 1) == 0;
            float expected =
                toBelow < toAbove ? below
                : toBelow > toAbove ? above
                : belowIsEven ? below
                : above;
            Assert.Equal(expected, (float)(BrainFloat16)value);
            Assert.Equal(-expected, (float)(BrainFloat16)(-value));
        }
        Assert.Equal(float.PositiveInfinity, (float)(BrainFloat16)float.MaxValue);
        Assert.Equal(float.NegativeInfinity, (float)(BrainFloat16)float.NegativeInfinity);
        Assert.True(float.IsNaN((BrainFloat16)BitConverter.UInt32BitsToSingle(0x7F80_0001)));
    }

    [Fact]
    public void The_product_has_the_bits_of_the_widened_operands()
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            foreach (Layout layout in Layouts.All)
            {
                Operand a = new(m, k, layout, seed: 1),
                    b = new(k, n, layout, seed: 2);
                string context = $"{m}×{n}×{k} {layout}";
                for (int threads = 1; threads <= 3; threads += 2)
                {
                    Parallelism parallelism = Parallelism.Exactly(threads);
                    AssertSame(
                        a.WidenedBrain,
                        b.Single,
                        (c, w) => Gemm.Multiply(2, a.Brain, b.Single.View, 0.5f, c, w, parallelism)
                    );
                    AssertSame(
                        a.Single,
                        b.WidenedBrain,
                        (c, w) => Gemm.Multiply(2, a.Single.View, b.Brain, 0.5f, c, w, parallelism)
                    );
                    AssertSame(
                        a.WidenedBrain,
                        b.WidenedBrain,
                        (c, w) => Gemm.Multiply(2, a.Brain, b.Brain, 0.5f, c, w, parallelism)
                    );
                    AssertSame(
                        a.WidenedHalf,
                        b.Single,
                        (c, w) => Gemm.Multiply(2, a.Half, b.Single.View, 0.5f, c, w, parallelism)
                    );
                    AssertSame(
                        a.Single,
                        b.WidenedHalf,
                        (c, w) => Gemm.Multiply(2, a.Single.View, b.Half, 0.5f, c, w, parallelism)
                    );
                    AssertSame(
                        a.WidenedHalf,
                        b.WidenedHalf,
                        (c, w) => Gemm.Multiply(2, a.Half, b.Half, 0.5f, c, w, parallelism)
                    );

                    void AssertSame(
                        GuardedMatrix<float> left,
                        GuardedMatrix<float> right,
                        Action<MatrixView<float>, float[]> multiply
                    )
                    {
                        GuardedMatrix<float> c = new(RandomMatrix.Uniform(new Random(3), m, n), layout);
                        GuardedMatrix<float> expected = new(c.ToDense(), layout);
                        float[] workspace = new float[Gemm.WideningWorkspaceLength(m, n, k, parallelism)];
                        Array.Fill(workspace, float.NaN);
                        multiply(c.View, workspace);
                        Gemm.Multiply(2, left.View, right.View, 0.5f, expected.View, Parallelism.None);
                        Assert.True((c.ToDense() - expected.ToDense()).MaxNorm() == 0, context);
                        c.AssertPaddingIntact(context);
                    }
                }
            }
        }
    }

    [Fact]
    public void The_renting_faces_agree_and_a_beta_of_zero_reads_nothing()
    {
        Operand a = new(40, 50, Layout.RowMajor, seed: 1),
            b = new(50, 60, Layout.RowMajor, seed: 2);
        GuardedMatrix<float> expected = new(40, 60);
        Gemm.Multiply(1, a.WidenedBrain.View, b.WidenedBrain.View, 0, expected.View);
        GuardedMatrix<float> c = new(40, 60);
        Gemm.Multiply(1, a.Brain, b.Brain, 0, c.View);
        Assert.Equal(0, (c.ToDense() - expected.ToDense()).MaxNorm());

        Gemm.Multiply(1, a.WidenedHalf.View, b.Single.View, 0, expected.View);
        Gemm.Multiply(1, a.Half, b.Single.View, 0, c.View);
        Assert.Equal(0, (c.ToDense() - expected.ToDense()).MaxNorm());
    }

    [Fact]
    public void A_vector_has_the_product_of_its_numbers()
    {
        Operand a = new(40, 50, Layout.RowMajor, seed: 1),
            x = new(50, 1, Layout.RowMajor, seed: 2);
        GuardedMatrix<float> y = new(40, 1);
        Gemm.Multiply(1, a.Brain, x.Single.View, 0, y.View);
        Dense expected = a.WidenedBrain.ToDense() * x.Single.ToDense();
        Assert.True((y.ToDense() - expected).MaxNorm() < 50 * Format<float>.Spacing * expected.MaxNorm() * 10);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name_and_leaves_C_alone()
    {
        Operand a = new(4, 5, Layout.RowMajor, seed: 1);
        GuardedMatrix<float> b = new(RandomMatrix.Uniform(new Random(2), 6, 7));
        GuardedMatrix<float> c = new(RandomMatrix.Uniform(new Random(3), 4, 7));
        Errors.AssertArgument("b", () => Gemm.Multiply(1, a.Brain, b.View, 0, c.View));

        float[] shared = new float[64];
        Errors.AssertArgument(
            "c",
            () =>
                Gemm.Multiply(
                    1,
                    new ReadOnlyMatrixView<Half>(
                        System.Runtime.InteropServices.MemoryMarshal.Cast<float, Half>(shared.AsSpan(4)),
                        4,
                        4
                    ),
                    new ReadOnlyMatrixView<float>(new float[16], 4, 4),
                    0,
                    new MatrixView<float>(shared, 4, 4)
                )
        );
        Errors.AssertArgument(
            "workspace",
            () =>
                Gemm.Multiply(
                    1,
                    new Operand(65, 65, Layout.RowMajor, 1).Brain,
                    new ReadOnlyMatrixView<float>(new float[65 * 65], 65, 65),
                    0,
                    new MatrixView<float>(new float[65 * 65], 65, 65),
                    new float[3]
                )
        );
        c.AssertUnchanged();
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Operand a = new(100, 100, Layout.RowMajor, seed: 1);
        float[] c = new float[10000],
            workspace = new float[Gemm.WideningWorkspaceLength(100, 100, 100, Parallelism.None)];
        Allocations.AssertNone(() =>
            Gemm.Multiply(1, a.Half, a.Single.ReadOnly, 0, new(c, 100, 100), workspace, Parallelism.None)
        );
    }

    private static unsafe void AssertAllWidened<TStored>(Func<ushort, float> expected)
        where TStored : unmanaged
    {
        ushort[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)];
        float[] widened = new float[all.Length];
        fixed (ushort* from = all)
        fixed (float* to = widened)
        {
            Widening.ToSingle(all.Length, (TStored*)from, 1, to);
        }
        for (int i = 0; i < all.Length; i++)
        {
            float value = expected(all[i]);
            bool isSame = float.IsNaN(value)
                ? float.IsNaN(widened[i])
                : BitConverter.SingleToUInt32Bits(value) == BitConverter.SingleToUInt32Bits(widened[i]);
            Assert.True(isSame, $"{all[i]:X4}: {widened[i]} and not {value}");
        }
    }

    /// <summary>One random matrix in each format, and the numbers that each format has for it.</summary>
    private sealed class Operand
    {
        private readonly int rows;
        private readonly int columns;
        private readonly (int RowStride, int ColumnStride) strides;
        private readonly BrainFloat16[] brain;
        private readonly Half[] half;

        public Operand(int rows, int columns, Layout layout, int seed)
        {
            (this.rows, this.columns) = (rows, columns);
            strides = layout.Strides(rows, columns);
            Dense values = RandomMatrix.Uniform(new Random(seed), rows, columns);
            int length = ((rows - 1) * strides.RowStride) + ((columns - 1) * strides.ColumnStride) + 1;
            brain = new BrainFloat16[length];
            half = new Half[length];
            Array.Fill(brain, (BrainFloat16)float.NaN);
            Array.Fill(half, System.Half.NaN);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    int at = (i * strides.RowStride) + (j * strides.ColumnStride);
                    brain[at] = (BrainFloat16)(float)values[i, j];
                    half[at] = (Half)values[i, j];
                }
            }
            Single = new(values, layout);
            WidenedBrain = new(Dense.Build(rows, columns, (i, j) => (float)Brain[i, j]), layout);
            WidenedHalf = new(Dense.Build(rows, columns, (i, j) => (float)Half[i, j]), layout);
        }

        public ReadOnlyMatrixView<BrainFloat16> Brain =>
            new(brain, rows, columns, strides.RowStride, strides.ColumnStride);

        public ReadOnlyMatrixView<Half> Half => new(half, rows, columns, strides.RowStride, strides.ColumnStride);

        public GuardedMatrix<float> Single { get; }

        public GuardedMatrix<float> WidenedBrain { get; }

        public GuardedMatrix<float> WidenedHalf { get; }
    }
}
