using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Tests;

public sealed class ReflectorChainDoubleTests : ReflectorChainTests<double>;

public sealed class ReflectorChainSingleTests : ReflectorChainTests<float>;

/// <summary>The kernel that applies reflectors one by one, at every width.</summary>
public abstract unsafe class ReflectorChainTests<T> : KernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Reflectors in columns, as QR leaves them; what is above them, and their first elements, must not count.
    /// </summary>
    [Fact]
    public void Reflectors_in_columns() => ForAllSizes(inColumns: true);

    /// <summary>Reflectors in rows, as a bidiagonalisation leaves those of P.</summary>
    [Fact]
    public void Reflectors_in_rows() => ForAllSizes(inColumns: false);

    [GuardedPagesFact]
    public void Nothing_outside_is_touched()
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int largest = (3 * kernels.Lanes) + 3;
            int bytes = sizeof(T) * largest * (largest + kernels.Lanes);
            using GuardedPages matrix = new(bytes),
                chain = new(bytes),
                factors = new(sizeof(T) * largest),
                free = new(sizeof(T) * kernels.ApplyReflectorsScratchLength(largest, largest));
            for (int rows = 1; rows <= largest; rows++)
            {
                for (int columns = 1; columns <= largest; columns += 1 + (columns / 5))
                {
                    foreach (bool atEnd in new[] { false, true })
                    {
                        Random random = new(rows);
                        int first = random.Next(rows);
                        int count = rows - first;
                        Dense v = RandomMatrix.Uniform(random, rows, count);
                        PaddedColumns<T> reflectors = PaddedColumns<T>.From(kernels, v, isLoose: false);
                        T[] taus = Taus(random, count);
                        Dense dense = RandomMatrix.Uniform(random, rows, columns);
                        PaddedColumns<T> c = PaddedColumns<T>.From(kernels, dense, isLoose: false);
                        string context = $"{width} {rows}×{columns}, {count} reflectors";

                        T* place = matrix.Place<T>(columns * c.Stride, atEnd);
                        c.CopyTo(place);
                        T* pv = chain.Place<T>(count * reflectors.Stride, atEnd);
                        reflectors.CopyTo(pv);
                        T* tau = factors.Place<T>(count, atEnd);
                        taus.CopyTo(new Span<T>(tau, count));
                        int needed = kernels.ApplyReflectorsScratchLength(rows, columns);
                        T* scratch = free.Place<T>(needed, atEnd);
                        new Span<T>(scratch, needed).Fill(T.NaN);
                        nint across = reflectors.Stride;
                        kernels.ApplyReflectors(
                            rows,
                            columns,
                            count,
                            first,
                            pv,
                            1,
                            across,
                            tau,
                            place,
                            c.Stride,
                            scratch
                        );

                        Apply(kernels, reflectors, inColumns: true, first, taus, c, context);
                        c.AssertSameAs(place, context);
                    }
                }
            }
        }
    }

    private static void ForAllSizes(bool inColumns)
    {
        foreach ((SimdWidth width, KernelSet<T> kernels) in Widths)
        {
            int largest = (3 * kernels.Lanes) + 3;
            for (int rows = 1; rows <= largest; rows++)
            {
                for (int columns = 1; columns <= largest; columns += 1 + (columns / 5))
                {
                    Random random = new((100 * rows) + columns);
                    for (int first = 0; first < rows; first += 1 + random.Next(6))
                    {
                        int count = random.Next(rows - first + 1);
                        string context = $"{width} {rows}×{columns}, {count} reflectors from {first}";
                        Check(kernels, rows, columns, first, count, inColumns, random, context);
                    }
                }
            }
        }
    }

    private static void Check(
        KernelSet<T> kernels,
        int rows,
        int columns,
        int first,
        int count,
        bool inColumns,
        Random random,
        string context
    )
    {
        Dense v = RandomMatrix.Uniform(random, rows, count);
        PaddedColumns<T> c = PaddedColumns<T>.From(kernels, RandomMatrix.Uniform(random, rows, columns));
        T[] tau = Taus(random, count);
        PaddedColumns<T> reflectors = PaddedColumns<T>.From(kernels, inColumns ? v : v.Transposed);
        Dense expected = c.ToDense();
        double growth = 1;
        for (int j = count - 1; j >= 0; j--)
        {
            int row = first + j;
            for (int i = 0; i <= row; i++)
            {
                v[i, j] = i == row ? 1 : 0;
                reflectors[inColumns ? i : j, inColumns ? j : i] = T.NaN;
            }
            // In the precision of the kernel, from here on too.
            double squares = 0;
            for (int i = row; i < rows; i++)
            {
                v[i, j] = Format<T>.ToDouble(Format<T>.From(v[i, j]));
                squares += v[i, j] * v[i, j];
            }
            double factor = Format<T>.ToDouble(tau[j]);
            growth *= Math.Max(1, Math.Abs(1 - (factor * squares)));
            for (int k = 0; k < columns; k++)
            {
                double dot = 0;
                for (int i = row; i < rows; i++)
                {
                    dot += v[i, j] * expected[i, k];
                }
                for (int i = row; i < rows; i++)
                {
                    expected[i, k] -= factor * dot * v[i, j];
                }
            }
        }

        Apply(kernels, reflectors, inColumns, first, tau, c, context);

        double error = (c.ToDense() - expected).MaxNorm();
        double bound = 8 * (rows + 2) * (count + 1) * Math.Sqrt(rows) * growth * Format<T>.Unit;
        Assert.True(error <= bound, $"{context}: wrong by {error}, {bound} is allowed.");
        c.AssertSurroundings(context);
    }

    /// <summary>Small ones, so that no reflector makes a vector much longer; and a zero now and then.</summary>
    private static T[] Taus(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(j => Format<T>.From(j % 5 == 3 ? 0 : random.NextDouble() / 8))];

    private static void Apply(
        KernelSet<T> kernels,
        PaddedColumns<T> reflectors,
        bool inColumns,
        int first,
        T[] tau,
        PaddedColumns<T> c,
        string context
    )
    {
        int guard = PaddedColumns<T>.Guard;
        T[] scratch = PaddedColumns<T>.Vector(kernels.ApplyReflectorsScratchLength(c.Rows, c.Columns));
        fixed (
            T* pv = reflectors,
                pt = tau,
                pc = c,
                ps = scratch
        )
        {
            kernels.ApplyReflectors(
                c.Rows,
                c.Columns,
                tau.Length,
                first,
                pv,
                inColumns ? 1 : reflectors.Stride,
                inColumns ? reflectors.Stride : 1,
                pt,
                pc,
                c.Stride,
                ps + guard
            );
        }
        PaddedColumns<T>.AssertGuards(scratch, context);
    }
}
