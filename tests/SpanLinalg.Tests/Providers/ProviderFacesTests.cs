using System.Numerics;

namespace SpanLinalg.Tests;

public sealed class ProviderFacesDoubleTests : ProviderFacesTests<double>;

public sealed class ProviderFacesSingleTests : ProviderFacesTests<float>;

/// <summary>
/// Every face of the default provider has the bits of the static face of its name: so the laws, which are tried on
/// providers, hold for the static faces.
/// </summary>
public abstract class ProviderFacesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly SimdProvider Provider = SimdProvider.Default;

    [Property(EndSize = 80, MaxTest = 40)]
    public void Products(ProductCase product, Factor alphaFactor, Factor betaFactor)
    {
        (T alpha, T beta) = (Format<T>.From(alphaFactor.Value), Format<T>.From(betaFactor.Value));
        (int m, int n, int k) = (product.M, product.N, product.K);
        Matrix<T> a = new(new GuardedMatrix<T>(product.Left()).ReadOnly);
        Matrix<T> b = new(new GuardedMatrix<T>(product.Right()).ReadOnly);
        Matrix<T> target = new(new GuardedMatrix<T>(product.Target()).ReadOnly);

        Matrix<T> expected = new(target.View);
        Gemm.Multiply(alpha, a, b, beta, expected);
        Matrix<T> rented = new(target.View);
        Provider.Gemm.Multiply(alpha, a, b, beta, rented);
        Matrix<T> owned = new(target.View);
        Provider.Gemm.Multiply(alpha, a, b, beta, owned.View, new T[Provider.Gemm.WorkspaceLength<T>(m, n, k)]);
        Same(expected, rented, owned);
        Same(Gemm.Multiply(a, b), Provider.Gemm.Multiply(a, b), Provider.Gemm.Multiply(a.View, b));

        if (n > 0)
        {
            T[] vector = target.Column(0).ToArray();
            Gemv.Multiply(alpha, a, b.Column(0), beta, vector);
            T[] provided = target.Column(0).ToArray();
            Provider.Gemv.Multiply(alpha, a, b.Column(0), beta, provided);
            Same(vector, provided);
        }

        Matrix<T> batch = new(target.View);
        int length = Provider.Gemm.MultiplyBatchWorkspaceLength<T>(m, n, k);
        Provider.Gemm.MultiplyBatch(alpha, Once(a), Once(b), beta, Batch(batch), new T[length]);
        Same(expected, batch);
        batch = new(target.View);
        Provider.Gemm.MultiplyBatch(alpha, Once(a), Once(b), beta, Batch(batch));
        Same(expected, batch);

        static ReadOnlyMatrixBatchView<T> Once(Matrix<T> matrix) =>
            new(matrix.Elements, 1, matrix.Rows, matrix.Columns);

        static MatrixBatchView<T> Batch(Matrix<T> matrix) => new(matrix.Elements, 1, matrix.Rows, matrix.Columns);
    }

    [Property(EndSize = 70, MaxTest = 40)]
    public void Qr_decompositions(MatrixCase matrix, Length limit)
    {
        Matrix<T> a = new(matrix.Create<T>().ReadOnly);
        (QrFactors<T> expected, QrFactors<T> actual) = (Qr.Thin(a), Provider.Qr.Thin(a));
        Same(expected.Q, actual.Q, Provider.Qr.Thin(a.View).Q);
        Same(expected.R, actual.R);

        Matrix<T> factors = new(a.View);
        T[] tau = new T[Math.Min(a.Rows, a.Columns)];
        Provider.Qr.Factor(factors, tau, new T[Provider.Qr.FactorWorkspaceLength<T>(a.Rows, a.Columns)]);
        foreach (QSide side in new[] { QSide.Left, QSide.Right })
        {
            Matrix<T> c = new((side == QSide.Left ? a : Transpose(a)).View);
            (Matrix<T> product, Matrix<T> provided) = (new(c.View), new(c.View));
            Qr.ApplyQ(side, factors, tau, product);
            Provider.Qr.ApplyQ(side, factors, tau, provided);
            Same(product, provided);
            Qr.ApplyQTransposed(side, factors, tau, product);
            T[] workspace = new T[Provider.Qr.ApplyQWorkspaceLength(side, factors, provided)];
            Provider.Qr.ApplyQTransposed(side, factors, tau, provided, workspace);
            Same(product, provided);
        }

        RankLimits<T> limits = new() { Rank = limit };
        PivotedQrFactors<T> pivoted = Qr.ThinPivoted(a, limits);
        PivotedQrFactors<T> providedPivoted = Provider.Qr.ThinPivoted(a, limits);
        Same(pivoted.Q, providedPivoted.Q);
        Same(pivoted.R, providedPivoted.R);
        Assert.Equal(pivoted.Pivots, providedPivoted.Pivots);
        Assert.Equal(pivoted.Reached, providedPivoted.Reached);
    }

    [Property(EndSize = 70, MaxTest = 40)]
    public void Solutions(MatrixCase matrix)
    {
        matrix = matrix.WellConditioned;
        Matrix<T> a = new(matrix.Create<T>().ReadOnly);
        Matrix<T> b = new(new GuardedMatrix<T>(RandomMatrix.Uniform(new Random(1), a.Rows, 3)).ReadOnly);
        Same(Qr.LeastSquares(a, b), Provider.Qr.LeastSquares(a, b), Provider.Qr.LeastSquares(a.View, b));
        Same(Qr.LeastSquares(a, b.Column(0)), Provider.Qr.LeastSquares(a, b.Column(0)));

        Matrix<T> square = new(Math.Min(a.Rows, a.Columns), Math.Min(a.Rows, a.Columns));
        a.Slice(0, 0, square.Rows, square.Columns).CopyTo(square);
        for (int i = 0; i < square.Rows; i++)
        {
            square[i, i] += Format<T>.From(2 * square.Rows);
        }
        Matrix<T> right = new(b.Slice(0, 0, square.Rows, 3));
        Same(Qr.Solve(square, right), Provider.Qr.Solve(square, right), Provider.Qr.Solve(square.View, right));
        Same(Qr.Solve(square, right.Column(1)), Provider.Qr.Solve(square, right.Column(1)));
    }

    [Property(EndSize = 70, MaxTest = 40)]
    public void Singular_value_decompositions(MatrixCase matrix)
    {
        Matrix<T> a = new(matrix.Create<T>().ReadOnly);
        (SvdFactors<T> thin, SvdFactors<T> provided) = (Svd.Thin(a), Provider.Svd.Thin(a));
        Same(thin.U, provided.U, Provider.Svd.Thin(a.View).U);
        Same(thin.Vt, provided.Vt);
        Same(thin.S, provided.S);
        (SvdFactors<T> full, provided) = (Svd.Full(a), Provider.Svd.Full(a));
        Same(full.U, provided.U);
        Same(full.Vt, provided.Vt);
        Same(Svd.Values(a), Provider.Svd.Values(a));

        int rank = Math.Min(a.Rows, a.Columns) / 3;
        (TruncatedSvdFactors<T> cut, TruncatedSvdFactors<T> providedCut) = (
            Svd.Truncated(a, rank),
            Provider.Svd.Truncated(a, rank)
        );
        Same(cut.U, providedCut.U);
        Same(cut.Vt, providedCut.Vt);
        Same(cut.S, providedCut.S);
        Assert.Equal(cut.Error, providedCut.Error);
    }

    /// <summary>The faces with a workspace leave nothing for the garbage collector.</summary>
    [Fact]
    public void Nothing_is_allocated()
    {
        GuardedMatrix<T> source = new(RandomMatrix.Uniform(new Random(1), 40, 30));
        Matrix<T> a = new(source.ReadOnly);
        Matrix<T> c = new(40, 40);
        (Matrix<T> u, Matrix<T> vt, T[] s) = (new(40, 30), new(30, 30), new T[30]);
        T[] workspace = new T[
            Math.Max(
                Provider.Gemm.WorkspaceLength<T>(40, 40, 30),
                Math.Max(
                    Provider.Svd.ThinWorkspaceLength<T>(40, 30),
                    Provider.Qr.FactorPivotedWorkspaceLength<T>(40, 30)
                )
            )
        ];
        int[] pivots = new int[30];
        Allocations.AssertNone(
            () => Provider.Gemm.Multiply(T.One, a, a.Transposed, T.Zero, c.View, workspace),
            "product"
        );
        Allocations.AssertNone(() => Provider.Svd.Thin(a, u, s, vt, workspace), "SVD");
        Allocations.AssertNone(
            () =>
            {
                source.ReadOnly.CopyTo(a);
                Provider.Qr.FactorPivoted(a, pivots, s, workspace);
            },
            "pivoted QR"
        );
    }

    private static Matrix<T> Transpose(Matrix<T> a) => new(a.Transposed);

    private static void Same(Matrix<T> expected, params Matrix<T>[] actual) =>
        Assert.All(actual, matrix => Assert.True(Bits.Equal<T>(expected, matrix)));

    private static void Same(T[] expected, T[] actual) => Assert.True(Bits.Equal<T>(expected, actual));
}
