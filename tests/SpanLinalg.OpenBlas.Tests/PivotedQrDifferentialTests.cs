using System.Numerics;
using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

public sealed class PivotedQrDifferentialDoubleTests : PivotedQrDifferentialTests<double>;

public sealed class PivotedQrDifferentialSingleTests : PivotedQrDifferentialTests<float>;

/// <summary>The managed code and LAPACK take the same pivots and reflectors, where rounding cannot decide.</summary>
public abstract class PivotedQrDifferentialTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 1), (7, 4), (4, 7), (60, 50), (50, 60), (150, 40)];

    private static Dense Separated(int rows, int columns)
    {
        // Orthogonal columns (or rows of such) with norms that fall by a tenth each, in random order.
        Random random = new(rows + columns);
        Dense q = RandomMatrix.Orthogonal(random, Math.Max(rows, columns));
        int[] order = [.. Enumerable.Range(0, columns).OrderBy(_ => random.Next())];
        double share = Math.Pow(1e-3, 1.0 / columns);
        return Dense.Build(rows, columns, (i, j) => q[i, j] * Math.Pow(share, order[j]));
    }

    [NativeFact]
    public void The_pivots_and_factors_are_those_of_lapack()
    {
        int index = 0;
        foreach ((int m, int n) in Shapes.Where(shape => shape.Rows >= shape.Columns))
        {
            (int[] pivots, T[] tau, Dense factors) = Factor(SimdProvider.Default, m, n, Layouts.Cycle(index++));
            (int[] nativePivots, T[] nativeTau, Dense nativeFactors) = Factor(Native.Provider, m, n, default);
            Assert.Equal(nativePivots, pivots);
            double tolerance = 1e3 * 50 * m * Format<T>.Unit;
            Assert.True((factors - nativeFactors).MaxNorm() <= tolerance, $"{m}×{n}: factors");
            for (int k = 0; k < tau.Length; k++)
            {
                Assert.Equal(Format<T>.ToDouble(nativeTau[k]), Format<T>.ToDouble(tau[k]), tolerance);
            }
        }
    }

    [NativeFact]
    public void Each_takes_the_factors_of_the_other()
    {
        foreach ((int m, int n) in Shapes)
        {
            LinearAlgebraProvider[] both = [SimdProvider.Default, Native.Provider];
            foreach (LinearAlgebraProvider factoring in both)
            {
                (_, T[] tau, Dense factors) = Factor(factoring, m, n, Layout.PaddedColumns);
                GuardedMatrix<T> reflectors = new(factors);
                GuardedMatrix<T>[] q = [new(m, m), new(m, m)];
                for (int i = 0; i < 2; i++)
                {
                    both[i].Qr.FormQ(reflectors.ReadOnly, tau, q[i].View);
                }
                double difference = (q[0].ToDense() - q[1].ToDense()).MaxNorm();
                Assert.True(difference <= 30 * m * Format<T>.Unit, $"{m}×{n}: Q differs by {difference}");
            }
        }
    }

    private static (int[] Pivots, T[] Tau, Dense Factors) Factor(
        LinearAlgebraProvider provider,
        int rows,
        int columns,
        Layout layout
    )
    {
        GuardedMatrix<T> a = new(Separated(rows, columns), layout);
        int[] pivots = new int[columns];
        T[] tau = new T[Math.Min(rows, columns)];
        provider.Qr.FactorPivoted(a.View, pivots, tau);
        a.AssertPaddingIntact();
        return (pivots, tau, a.ToDense());
    }
}
