using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class BidiagonalizationKernelDoubleTests : BidiagonalizationKernelTests<double>;

public sealed class BidiagonalizationKernelSingleTests : BidiagonalizationKernelTests<float>;

/// <summary>The kernel that reduces a small matrix to bidiagonal form, at every width.</summary>
public abstract unsafe class BidiagonalizationKernelTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_size() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
                Check(kernels, RandomMatrix.Uniform(new Random(rows + (100 * columns)), rows, columns), context)
        );

    [Fact]
    public void Dependent_columns_and_zero_matrices() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
            {
                Dense a = RandomMatrix.Uniform(new Random(rows), rows, columns);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        a[i, j] =
                            j % 3 == 1 ? 0
                            : j % 5 == 4 ? 2 * a[i, 0]
                            : a[i, j];
                    }
                }
                Check(kernels, a, context);
                Check(kernels, new Dense(rows, columns), context);
            }
        );

    /// <summary>Elements whose squares are nothing, beside others that are of order one.</summary>
    [Fact]
    public void Tiny_rows_and_columns() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
            {
                int tiny = typeof(T) == typeof(double) ? -1000 : -110;
                Dense a = RandomMatrix.Uniform(new Random(rows), rows, columns);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        a[i, j] = (i + j) % 4 > 1 || i % 5 == 4 ? Math.ScaleB(a[i, j], tiny) : a[i, j];
                    }
                }
                Check(kernels, a, context);
                Check(
                    kernels,
                    Dense.Build(rows, columns, (i, j) => i > j ? Math.ScaleB(a[i, j], tiny) : a[i, j]),
                    context
                );
            }
        );

    [Fact]
    public void A_bidiagonal_matrix_stays_as_it_is() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
            {
                Random random = new(rows);
                Dense b = Dense.Build(rows, columns, (i, j) => j == i || j == i + 1 ? random.NextDouble() - 0.5 : 0);
                PaddedColumns<T> a = PaddedColumns<T>.From(kernels, b);
                PaddedColumns<T> before = a.Copy(kernels);
                (T[] left, T[] right) = Reduce(kernels, a, context);
                Assert.All([.. left, .. right], tau => Assert.True(T.IsZero(tau), context));
                for (int j = 0; j < columns; j++)
                {
                    Assert.True(before.Column(j).SequenceEqual(a.Column(j)), $"{context} column {j}");
                }
            }
        );

    [Fact]
    public void What_is_not_finite_comes_out_somewhere_in_the_bidiagonal() =>
        ForAllSizes(
            (kernels, rows, columns, context) =>
            {
                Random random = new(rows);
                Dense source = RandomMatrix.Uniform(random, rows, columns);
                foreach (T value in new[] { T.NaN, T.PositiveInfinity })
                {
                    PaddedColumns<T> a = PaddedColumns<T>.From(kernels, source);
                    a[random.Next(rows), random.Next(columns)] = value;
                    Reduce(kernels, a, context, isFinite: false);
                    bool isSeen = false;
                    for (int j = 0; j < columns; j++)
                    {
                        isSeen |= !T.IsFinite(a[j, j]) || (j > 0 && !T.IsFinite(a[j - 1, j]));
                    }
                    Assert.True(isSeen, $"{context}: {value} was lost.");
                }
            }
        );

    [GuardedPagesFact]
    public void Nothing_outside_is_touched()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int largest = LargestSize(kernels);
            using GuardedPages matrix = new(sizeof(T) * largest * (largest + kernels.Lanes)),
                lefts = new(sizeof(T) * largest),
                rights = new(sizeof(T) * largest),
                free = new(sizeof(T) * kernels.BidiagonalizeScratchLength(largest, largest));
            for (int rows = 1; rows <= largest; rows++)
            {
                for (int columns = 1; columns <= rows; columns++)
                {
                    foreach (bool atEnd in new[] { false, true })
                    {
                        Dense random = RandomMatrix.Uniform(new Random(rows), rows, columns);
                        PaddedColumns<T> a = PaddedColumns<T>.From(kernels, random, isLoose: false);
                        T* place = matrix.Place<T>(columns * a.Stride, atEnd);
                        a.CopyTo(place);
                        int needed = kernels.BidiagonalizeScratchLength(rows, columns);
                        T* scratch = free.Place<T>(needed, atEnd);
                        new Span<T>(scratch, needed).Fill(T.NaN);
                        kernels.Bidiagonalize(
                            rows,
                            columns,
                            place,
                            a.Stride,
                            lefts.Place<T>(columns, atEnd),
                            rights.Place<T>(columns - 1, atEnd),
                            scratch
                        );
                        Reduce(kernels, a, "");
                        a.AssertSameAs(place, $"{width} {rows}×{columns}");
                    }
                }
            }
        }
    }

    private static int LargestSize(KernelSet<T> kernels) => (3 * kernels.Lanes) + 3;

    private static void ForAllSizes(Action<KernelSet<T>, int, int, string> check)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            for (int rows = 1; rows <= LargestSize(kernels); rows++)
            {
                // All of them where vectors are short; where they are long, those near the multiples of four columns.
                for (int columns = 1; columns <= rows; columns += kernels.Lanes < 16 || columns % 4 < 2 ? 1 : 2)
                {
                    check(kernels, rows, columns, $"{width} {rows}×{columns}");
                }
            }
        }
    }

    private static (T[] Left, T[] Right) Reduce(
        KernelSet<T> kernels,
        PaddedColumns<T> a,
        string context,
        bool isFinite = true
    )
    {
        int guard = PaddedColumns<T>.Guard;
        T[] left = PaddedColumns<T>.Vector(a.Columns);
        T[] right = PaddedColumns<T>.Vector(a.Columns - 1);
        T[] scratch = PaddedColumns<T>.Vector(kernels.BidiagonalizeScratchLength(a.Rows, a.Columns));
        fixed (
            T* pa = a,
                pl = left,
                pr = right,
                ps = scratch
        )
        {
            kernels.Bidiagonalize(a.Rows, a.Columns, pa, a.Stride, pl + guard, pr + guard, ps + guard);
        }
        a.AssertSurroundings(context, isFinite);
        PaddedColumns<T>.AssertGuards(left, context);
        PaddedColumns<T>.AssertGuards(right, context);
        PaddedColumns<T>.AssertGuards(scratch, context);
        return (left[guard..^guard], right[guard..^guard]);
    }

    private static void Check(KernelSet<T> kernels, Dense matrix, string context)
    {
        PaddedColumns<T> a = PaddedColumns<T>.From(kernels, matrix);
        ReflectorCheck<T> check = new(a.ToDense(), context);
        (T[] left, T[] right) = Reduce(kernels, a, context);
        Dense b = a.ToDense();
        for (int j = 0; j < a.Columns; j++)
        {
            double[] v = [.. Enumerable.Range(j + 1, a.Rows - j - 1).Select(i => b[i, j])];
            check.Eliminate(j, j, left[j], v, b[j, j]);
            if (j < right.Length)
            {
                double[] u = [.. Enumerable.Range(j + 2, a.Columns - j - 2).Select(k => b[j, k])];
                check.EliminateRow(j, j + 1, right[j], u, b[j, j + 1]);
            }
        }
        check.AssertLeft((i, j) => j == i || j == i + 1 ? b[i, j] : 0);
    }
}
