using System.Numerics;
using SpanLinalg.Tests;

namespace SpanLinalg.OpenBlas.Tests;

public sealed class TruncatedSvdDoubleTests : TruncatedSvdTests<double>;

public sealed class TruncatedSvdSingleTests : TruncatedSvdTests<float>;

/// <summary>LAPACK has no truncated SVD: the provider computes the whole and cuts it.</summary>
public abstract class TruncatedSvdTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Columns, int Rank)[] Shapes =
    [
        (0, 4, 0),
        (6, 4, 0),
        (6, 4, 4),
        (60, 50, 5),
        (50, 60, 9),
    ];

    [NativeFact]
    public void It_is_the_leading_part_of_the_whole_and_its_error_is_the_rest()
    {
        foreach ((int m, int n, int rank) in Shapes)
        {
            int k = Math.Min(m, n);
            GuardedMatrix<T> a = new(RandomMatrix.Uniform(new Random(m), m, n), Layout.PaddedRows);
            SvdFactors<T> whole = new(new(m, k), new T[k], new(k, n));
            Native.Provider.Svd.Thin(a.ReadOnly, whole.U, whole.S, whole.Vt);

            Matrix<T> u = new(m, rank);
            T[] s = new T[rank];
            Matrix<T> vt = new(rank, n);
            TruncationError<T> error = Native.Provider.Svd.Truncated(a.ReadOnly, rank, u, s, vt);
            Assert.True(Bits.Equal<T>(whole.S.AsSpan(0, rank), s), $"{m}×{n}");
            Assert.True(Bits.Equal<T>(new Matrix<T>(whole.U.View.Slice(0, 0, m, rank)), u), $"{m}×{n}");
            Assert.True(Bits.Equal<T>(new Matrix<T>(whole.Vt.View.Slice(0, 0, rank, n)), vt), $"{m}×{n}");

            double[] rest = [.. whole.S[rank..].Select(Format<T>.ToDouble)];
            double norm = Math.Sqrt(rest.Sum(value => value * value));
            Assert.Equal(norm, Format<T>.ToDouble(error.FrobeniusNorm), 100 * Format<T>.Spacing * norm);
            Assert.Equal(rest.FirstOrDefault(), Format<T>.ToDouble(error.SpectralNorm));
            a.AssertUnchanged();
        }
    }

    [NativeFact]
    public void The_managed_sample_comes_to_the_same_where_the_spectrum_falls_off()
    {
        double[] sigma = [.. Enumerable.Range(0, 70).Select(j => Math.Pow(0.5, j))];
        foreach ((int m, int n) in new[] { (90, 70), (70, 90) })
        {
            GuardedMatrix<T> a = new(RandomMatrix.WithSingularValues(new Random(1), m, n, sigma));
            TruncatedSvdFactors<T> managed = Svd.Truncated(a.ReadOnly, 8);
            T[] s = new T[8];
            Native.Provider.Svd.Truncated(a.ReadOnly, 8, new Matrix<T>(m, 8), s, new Matrix<T>(8, n));
            for (int j = 0; j < 8; j++)
            {
                double difference = Format<T>.ToDouble(T.Abs(s[j] - managed.S[j]));
                Assert.True(difference <= 100 * Format<T>.Spacing, $"{m}×{n}: value {j} differs by {difference}");
            }
        }
    }

    [NativeFact]
    public void It_checks_what_the_managed_code_checks()
    {
        Matrix<T> a = new(7, 5);
        Errors.AssertArgument(
            "rank",
            () => Native.Provider.Svd.Truncated(a, 6, new Matrix<T>(7, 6), new T[6], new Matrix<T>(6, 5))
        );
        Errors.AssertArgument(
            "u",
            () => Native.Provider.Svd.Truncated(a, 2, new Matrix<T>(7, 3), new T[2], new Matrix<T>(2, 5))
        );
        Errors.AssertArgument(
            "vt",
            () => Native.Provider.Svd.Truncated(a, 2, new Matrix<T>(7, 2), new T[2], new Matrix<T>(2, 4))
        );
        a[3, 2] = T.NaN;
        Errors.AssertNotFinite(
            3,
            2,
            () => Native.Provider.Svd.Truncated(a, 2, new Matrix<T>(7, 2), new T[2], new Matrix<T>(2, 5))
        );
    }
}
