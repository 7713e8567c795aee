using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class SvdAcceptanceDoubleTests : SvdAcceptanceTests<double, ProviderUnderTest>;

public sealed class SvdAcceptanceSingleTests : SvdAcceptanceTests<float, ProviderUnderTest>;

/// <summary>
/// LAPACK's own tests of the singular value decomposition (ddrvbd): its matrices, its ratios, its threshold.
/// </summary>
public abstract class SvdAcceptanceTests<T, TProvider>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TProvider : IProviderUnderTest
{
    [Property(MaxTest = 450, StartSize = 10, EndSize = 40)]
    public void Small_matrices(LapackCase<SvdMatrixType> matrix, Layout other) => Check(matrix, other, full: true);

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

    private static void Check(SvdMatrixType type, int rows, int columns, int index, bool full) =>
        Check(new(type, rows, columns, Layouts.Cycle(index), index), Layouts.Cycle(index / 2), full);

    private static void Check(LapackCase<SvdMatrixType> matrix, Layout other, bool full)
    {
        string context = matrix.ToString();
        GuardedMatrix<T> a = new(matrix.Create<T>(), matrix.Layout);

        GuardedSvd<T, TProvider> thin = GuardedSvd<T, TProvider>.Thin(a, other, $"thin {context}");
        thin.AssertAccepted($"thin {context}");

        double[] values = GuardedSvd<T, TProvider>.Values(a, $"values {context}");
        GuardedSvd<T, TProvider>.AssertOrdered(values, $"values {context}");
        AssertSameValues(thin.S, values, $"values {context}");

        if (full)
        {
            GuardedSvd<T, TProvider> square = GuardedSvd<T, TProvider>.Full(a, other, $"full {context}");
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
