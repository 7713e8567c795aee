using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdAcceptanceDoubleTests : SvdAcceptanceTests<double>;

public sealed class SvdAcceptanceSingleTests : SvdAcceptanceTests<float>;

/// <summary>LAPACK's own tests of the singular value decomposition (ddrvbd): its matrices, its ratios, its threshold.</summary>
public abstract class SvdAcceptanceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 7, 10, 16, 25, 40];

    [Fact]
    public void Small_matrices()
    {
        int index = 0;
        foreach (SvdMatrixType type in SvdMatrixTypes.All)
        {
            foreach (int rows in Sizes)
            {
                foreach (int columns in Sizes)
                {
                    // Of the combinations of size, every third with each kind: all of them over the kinds.
                    if (index++ % 3 == 0)
                    {
                        Check(type, rows, columns, index, full: true);
                    }
                }
            }
        }
    }

    [Fact]
    public void The_first_sizes_of_all_kinds()
    {
        int index = 0;
        foreach (SvdMatrixType type in SvdMatrixTypes.All)
        {
            for (int rows = 0; rows <= 5; rows++)
            {
                for (int columns = 0; columns <= 5; columns++)
                {
                    Check(type, rows, columns, index++, full: true);
                }
            }
        }
    }

    [Fact]
    public void Tall_and_wide_matrices()
    {
        int index = 0;
        foreach (SvdMatrixType type in SvdMatrixTypes.All)
        {
            Check(type, 300, 30, index++, full: false);
            Check(type, 30, 300, index++, full: false);
        }
        Check(SvdMatrixType.Even, 300, 60, index++, full: true);
        Check(SvdMatrixType.Geometric, 60, 300, index++, full: true);
    }

    [Fact]
    public void Matrices_of_many_blocks()
    {
        Check(SvdMatrixType.Even, 300, 300, 0, full: false);
        Check(SvdMatrixType.Geometric, 300, 160, 1, full: false);
        Check(SvdMatrixType.ClusteredAtTop, 160, 200, 2, full: true);
        Check(SvdMatrixType.Clustered, 200, 200, 3, full: false);
        Check(SvdMatrixType.RankDeficient, 200, 130, 4, full: false);
        Check(SvdMatrixType.Uniform, 129, 129, 5, full: false);
        Check(SvdMatrixType.NearUnderflow, 130, 150, 6, full: false);
        Check(SvdMatrixType.NearOverflow, 150, 130, 7, full: false);
    }

    private static void Check(SvdMatrixType type, int rows, int columns, int index, bool full)
    {
        string context = $"{type} {rows}×{columns}, case {index}";
        GuardedMatrix<T> a = new(type.Create<T>(new Random(index), rows, columns), Layouts.Cycle(index));

        GuardedSvd<T> thin = GuardedSvd<T>.Thin(a, Layouts.Cycle(index / 2), $"thin {context}");
        thin.AssertAccepted($"thin {context}");

        double[] values = GuardedSvd<T>.Values(a, $"values {context}");
        GuardedSvd<T>.AssertOrdered(values, $"values {context}");
        AssertSameValues(thin.S, values, $"values {context}");

        if (full)
        {
            GuardedSvd<T> square = GuardedSvd<T>.Full(a, Layouts.Cycle(index / 3), $"full {context}");
            square.AssertAccepted($"full {context}");
            AssertSameValues(thin.S, square.S, $"full {context}");
        }
    }

    private static void AssertSameValues(double[] expected, double[] actual, string context)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            // ddrvbd divides by the largest value or the root of underflow; elements that small are exact here, too.
            double difference = Math.Abs(expected[i] - actual[i]);
            double ratio = difference == 0 ? 0 : difference / (expected[0] * Format<T>.Spacing);
            Ratios.AssertBelow(Ratios.SvdThreshold, ratio, $"value {i}, with and without vectors,", context);
        }
    }
}
