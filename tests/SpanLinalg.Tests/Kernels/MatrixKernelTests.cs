using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class MatrixKernelDoubleTests : MatrixKernelTests<double>;

public sealed class MatrixKernelSingleTests : MatrixKernelTests<float>;

/// <summary>Matrix times vector, rank-1 update and rotations, at every width.</summary>
public abstract class MatrixKernelTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The kernels take four or eight rows or columns at a time.
    private static readonly int[] FewLines = [0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 17];

    [Fact]
    public void Matrix_times_vector()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int index = 0;
            foreach (int few in FewLines)
            {
                for (int many = 0; many <= LongestLength(kernels); many += 1 + (many / 12))
                {
                    foreach (Layout layout in Layouts.All)
                    {
                        index++;
                        Layout x = Strides[index % 5 % 3];
                        Layout y = Strides[index % 7 % 3];
                        CheckProduct(kernels, few, many, layout, x, y, $"{width} {few}×{many} {layout} {x} {y}");
                        CheckProduct(kernels, many, few, layout, x, y, $"{width} {many}×{few} {layout} {x} {y}");
                    }
                }
            }
        }
    }

    [Property(MaxTest = 500, StartSize = 10, EndSize = 200)]
    public void Matrix_times_vector_at_any_strides(ProductCase product)
    {
        (int rows, int columns) = (product.M, product.K);
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            CheckProduct(kernels, rows, columns, product.A, product.B, product.C, $"{width}");
        }
    }

    [Property(MaxTest = 1000, StartSize = 10, EndSize = 200)]
    public void Rank_one_updates(ProductCase product)
    {
        // C ← C + αab, with a column of A and a row of B.
        product = product with
        {
            K = 1,
        };
        T alpha = Format<T>.From(0.6);
        GuardedMatrix<T> a = new(product.Left(), product.A);
        GuardedMatrix<T> b = new(product.Right(), product.B);
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            GuardedMatrix<T> c = new(product.Target(), product.C);
            Matrix<T> before = new(c.ReadOnly);
            kernels.AddOuterProduct(alpha, a.View.Column(0), b.View.Row(0), c.View);
            Reference.AssertProduct<T>(alpha, a.View, b.View, T.One, before, c.View, $"{width}");
            c.AssertPaddingIntact($"{width}");
        }
        a.AssertUnchanged();
        b.AssertUnchanged();
    }

    [Property(MaxTest = 200, EndSize = 200)]
    public void Chains_of_rotations_forwards_and_backwards(Length rows, bool fromLast, int seed)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            foreach (int count in new[] { 0, 1, 2, 5 })
            {
                CheckRotations(kernels, rows, count, fromLast, seed, $"{width} {rows} rows, {count} rotations");
            }
        }
    }

    private static void CheckProduct(
        KernelSet<T> kernels,
        int rows,
        int columns,
        Layout a,
        Layout x,
        Layout y,
        string context
    )
    {
        T alpha = Format<T>.From(0.6);
        GuardedMatrix<T> matrix = new(RandomMatrix.Uniform(new Random(rows + columns), rows, columns), a);
        GuardedMatrix<T> factor = Random(columns, x, 1);
        GuardedMatrix<T> result = Random(rows, y, 2);
        Matrix<T> before = new(result.ReadOnly);
        kernels.MultiplyAdd(alpha, matrix.View, factor.View.Column(0), result.View.Column(0));
        Reference.AssertProduct<T>(alpha, matrix.View, factor.View, T.One, before, result.View, context);
        matrix.AssertUnchanged(context);
        factor.AssertUnchanged(context);
        result.AssertPaddingIntact(context);
    }

    private static void CheckRotations(
        KernelSet<T> kernels,
        int rows,
        int count,
        bool fromLast,
        int seed,
        string context
    )
    {
        Random random = new(seed);
        T[] cosines = new T[count];
        T[] sines = new T[count];
        for (int i = 0; i < count; i++)
        {
            double angle = random.NextDouble() * 7;
            (cosines[i], sines[i]) = (Format<T>.From(Math.Cos(angle)), Format<T>.From(Math.Sin(angle)));
        }
        GuardedMatrix<T> a = new(RandomMatrix.Uniform(random, rows, count + 1), Layout.PaddedColumns);
        Dense expected = a.ToDense();
        for (int i = 0; i < count; i++)
        {
            (double c, double s) = (Format<T>.ToDouble(cosines[i]), Format<T>.ToDouble(sines[i]));
            (int first, int second) = fromLast ? (count - i, count - i - 1) : (i, i + 1);
            for (int row = 0; row < rows; row++)
            {
                (double x, double y) = (expected[row, first], expected[row, second]);
                expected[row, first] = (c * x) + (s * y);
                expected[row, second] = (c * y) - (s * x);
            }
        }

        Rotate(kernels, cosines, sines, a.View, fromLast);

        double error = (a.ToDense() - expected).MaxNorm();
        Assert.True(error <= 8 * (count + 1) * Format<T>.Unit, $"{context}: wrong by {error}");
        a.AssertPaddingIntact(context);
    }

    private static unsafe void Rotate(KernelSet<T> kernels, T[] cosines, T[] sines, MatrixView<T> a, bool fromLast)
    {
        fixed (
            T* pc = cosines,
                ps = sines,
                pa = a
        )
        {
            T* first = fromLast ? pa + (cosines.Length * a.ColumnStride) : pa;
            nint stride = fromLast ? -a.ColumnStride : a.ColumnStride;
            kernels.RotateColumns(a.Rows, cosines.Length, pc, ps, first, stride);
        }
    }
}
