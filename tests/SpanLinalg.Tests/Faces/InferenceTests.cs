namespace SpanLinalg.Tests;

/// <summary>
/// Every face with matrices, views, spans and arrays in every mix, and without one type argument. What counts is that
/// it compiles.
/// </summary>
public class InferenceTests
{
    [Fact]
    public void Products()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        Matrix<double> square = Matrix.FromRows([5.0, 5.0], [5.0, 10.0]);
        Matrix<double> c = new(2, 2);
        MatrixView<double> d = new Matrix<double>(2, 2);

        Is(square, Gemm.Multiply(m, m));
        Is(square, Gemm.Multiply(m, v));
        Is(square, Gemm.Multiply(m, r));
        Is(square, Gemm.Multiply(v, m));
        Is(square, Gemm.Multiply(v, v));
        Is(square, Gemm.Multiply(v, r));
        Is(square, Gemm.Multiply(r, m));
        Is(square, Gemm.Multiply(r, v));
        Is(square, Gemm.Multiply(r, r));

        Gemm.Multiply(m, m, c);
        Is(square, c);
        Gemm.Multiply(m, m, d);
        Is(square, d);
        Gemm.Multiply(1, m, m, 0, c);
        Is(square, c);
        Gemm.Multiply(1, m, m, 0, d);
        Is(square, d);
        Gemm.Multiply(m, v, c);
        Is(square, c);
        Gemm.Multiply(m, v, d);
        Is(square, d);
        Gemm.Multiply(1, m, v, 0, c);
        Is(square, c);
        Gemm.Multiply(1, m, v, 0, d);
        Is(square, d);
        Gemm.Multiply(m, r, c);
        Is(square, c);
        Gemm.Multiply(m, r, d);
        Is(square, d);
        Gemm.Multiply(1, m, r, 0, c);
        Is(square, c);
        Gemm.Multiply(1, m, r, 0, d);
        Is(square, d);
        Gemm.Multiply(v, m, c);
        Is(square, c);
        Gemm.Multiply(v, m, d);
        Is(square, d);
        Gemm.Multiply(1, v, m, 0, c);
        Is(square, c);
        Gemm.Multiply(1, v, m, 0, d);
        Is(square, d);
        Gemm.Multiply(v, v, c);
        Is(square, c);
        Gemm.Multiply(v, v, d);
        Is(square, d);
        Gemm.Multiply(1, v, v, 0, c);
        Is(square, c);
        Gemm.Multiply(1, v, v, 0, d);
        Is(square, d);
        Gemm.Multiply(v, r, c);
        Is(square, c);
        Gemm.Multiply(v, r, d);
        Is(square, d);
        Gemm.Multiply(1, v, r, 0, c);
        Is(square, c);
        Gemm.Multiply(1, v, r, 0, d);
        Is(square, d);
        Gemm.Multiply(r, m, c);
        Is(square, c);
        Gemm.Multiply(r, m, d);
        Is(square, d);
        Gemm.Multiply(1, r, m, 0, c);
        Is(square, c);
        Gemm.Multiply(1, r, m, 0, d);
        Is(square, d);
        Gemm.Multiply(r, v, c);
        Is(square, c);
        Gemm.Multiply(r, v, d);
        Is(square, d);
        Gemm.Multiply(1, r, v, 0, c);
        Is(square, c);
        Gemm.Multiply(1, r, v, 0, d);
        Is(square, d);
        Gemm.Multiply(r, r, c);
        Is(square, c);
        Gemm.Multiply(r, r, d);
        Is(square, d);
        Gemm.Multiply(1, r, r, 0, c);
        Is(square, c);
        Gemm.Multiply(1, r, r, 0, d);
        Is(square, d);
        double[] workspace = new double[Gemm.WorkspaceLength<double>(2, 2, 2)];
        Gemm.Multiply(1, m, v, 0, c, workspace);
        Is(square, c);
        Gemm.Multiply(m.ToArray(), m.ToArray(), c);
        Is(square, c);
    }

    [Fact]
    public void Operators()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        Matrix<double> square = Matrix.FromRows([5.0, 5.0], [5.0, 10.0]);
        Matrix<double> twice = Matrix.FromRows([4.0, 2.0], [2.0, 6.0]);
        Matrix<double> nothing = new(2, 2);

        Is(square, m * m);
        Is(twice, m + m);
        Is(nothing, m - m);
        Is(square, m * v);
        Is(twice, m + v);
        Is(nothing, m - v);
        Is(square, m * r);
        Is(twice, m + r);
        Is(nothing, m - r);
        Is(nothing, m + -m);
        Is(twice, 2 * m);
        Is(twice, m * 2.0);
        Is(m, 2.0 * m / 2);

        Is(square, v * m);
        Is(twice, v + m);
        Is(nothing, v - m);
        Is(square, v * v);
        Is(twice, v + v);
        Is(nothing, v - v);
        Is(square, v * r);
        Is(twice, v + r);
        Is(nothing, v - r);
        Is(nothing, v + -v);
        Is(twice, 2 * v);
        Is(twice, v * 2.0);
        Is(v, 2.0 * v / 2);

        Is(square, r * m);
        Is(twice, r + m);
        Is(nothing, r - m);
        Is(square, r * v);
        Is(twice, r + v);
        Is(nothing, r - v);
        Is(square, r * r);
        Is(twice, r + r);
        Is(nothing, r - r);
        Is(nothing, r + -r);
        Is(twice, 2 * r);
        Is(twice, r * 2.0);
        Is(r, 2.0 * r / 2);

        Is(m, m.Transposed * Matrix.Identity<double>(2));
        Is(square, m * m.ToArray());
        Is(square, m.Slice(0, 0, 2, 2) * m.Transposed);
    }

    [Fact]
    public void Singular_values()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        Is(m, Svd.Thin(m).Reconstruct());
        Is(m, Svd.Full(m).Reconstruct());
        Assert.Equal(2, Svd.Values(m).Length);
        Is(m, Svd.Truncated(m, 2).Reconstruct());
        Is(m, Svd.Truncated(m, 2, TruncatedSvdOptions.Default).Reconstruct());
        Is(m, Svd.Thin(v).Reconstruct());
        Is(m, Svd.Full(v).Reconstruct());
        Assert.Equal(2, Svd.Values(v).Length);
        Is(m, Svd.Truncated(v, 2).Reconstruct());
        Is(m, Svd.Truncated(v, 2, TruncatedSvdOptions.Default).Reconstruct());
        Is(m, Svd.Thin(r).Reconstruct());
        Is(m, Svd.Full(r).Reconstruct());
        Assert.Equal(2, Svd.Values(r).Length);
        Is(m, Svd.Truncated(r, 2).Reconstruct());
        Is(m, Svd.Truncated(r, 2, TruncatedSvdOptions.Default).Reconstruct());

        double[] s = new double[2];
        Matrix<double> u = new(2, 2);
        Matrix<double> vt = new(2, 2);
        double[] workspace = new double[Svd.FullWorkspaceLength<double>(2, 2)];
        Svd.Values(m, s);
        Svd.Values(m, s, workspace);
        Svd.Thin(m, u, s, vt);
        Svd.Full(m, u.View, s.AsSpan(), vt, workspace);
        Svd.Truncated(m, 2, u, s, vt.View);
        Svd.Values(v, s);
        Svd.Values(v, s, workspace);
        Svd.Thin(v, u, s, vt);
        Svd.Full(v, u.View, s.AsSpan(), vt, workspace);
        Svd.Truncated(v, 2, u, s, vt.View);
        Svd.Values(r, s);
        Svd.Values(r, s, workspace);
        Svd.Thin(r, u, s, vt);
        Svd.Full(r, u.View, s.AsSpan(), vt, workspace);
        Svd.Truncated(r, 2, u, s, vt.View);
    }

    [Fact]
    public void Orthogonal_factors()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        Is(m, Qr.Thin(m).Reconstruct());
        Is(m, Qr.ThinPivoted(m).Reconstruct());
        Is(m, Qr.ThinPivoted(m, new() { RelativeTolerance = 1e-9 }).Reconstruct());
        Is(m, Qr.Thin(v).Reconstruct());
        Is(m, Qr.ThinPivoted(v).Reconstruct());
        Is(m, Qr.ThinPivoted(v, new() { RelativeTolerance = 1e-9 }).Reconstruct());
        Is(m, Qr.Thin(r).Reconstruct());
        Is(m, Qr.ThinPivoted(r).Reconstruct());
        Is(m, Qr.ThinPivoted(r, new() { RelativeTolerance = 1e-9 }).Reconstruct());

        double[] tau = new double[2];
        Matrix<double> factors = new(m);
        Qr.Factor(factors, tau);
        Matrix<double> c = new(2, 2);
        Qr.FormQ(factors, tau, c);
        Qr.FormQ(factors.View, tau.AsSpan(), c.View);
        Qr.ApplyQ(QSide.Left, factors, tau, c);
        Qr.ApplyQ(QSide.Left, factors, tau, c, new double[Qr.ApplyQWorkspaceLength(QSide.Left, factors, c)]);
        Qr.ApplyQTransposed(
            QSide.Right,
            factors,
            tau,
            c.View,
            new double[Qr.ApplyQWorkspaceLength(QSide.Right, factors, c.View)]
        );
    }

    [Fact]
    public void Solutions()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        double[] array = [5, 5];
        Span<double> span = array;
        ReadOnlySpan<double> readOnlySpan = array;
        VectorView<double> vector = array;
        ReadOnlyVectorView<double> readOnlyVector = array;
        Matrix<double> square = Gemm.Multiply(m, m);

        Is(m, Qr.LeastSquares(m, square));
        Is(Matrix.Identity<double>(2), Qr.Solve(m, v));
        Is(Matrix.Identity<double>(2), Qr.Solve(m, r));
        Is(new double[] { 2, 1 }, Qr.Solve(m, array));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(m, array));
        Is(new double[] { 2, 1 }, Qr.Solve(m, span));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(m, span));
        Is(new double[] { 2, 1 }, Qr.Solve(m, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(m, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.Solve(m, vector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(m, vector));
        Is(new double[] { 2, 1 }, Qr.Solve(m, readOnlyVector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(m, readOnlyVector));

        Is(m, Qr.LeastSquares(v, square));
        Is(Matrix.Identity<double>(2), Qr.Solve(v, v));
        Is(Matrix.Identity<double>(2), Qr.Solve(v, r));
        Is(new double[] { 2, 1 }, Qr.Solve(v, array));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(v, array));
        Is(new double[] { 2, 1 }, Qr.Solve(v, span));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(v, span));
        Is(new double[] { 2, 1 }, Qr.Solve(v, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(v, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.Solve(v, vector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(v, vector));
        Is(new double[] { 2, 1 }, Qr.Solve(v, readOnlyVector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(v, readOnlyVector));

        Is(m, Qr.LeastSquares(r, square));
        Is(Matrix.Identity<double>(2), Qr.Solve(r, v));
        Is(Matrix.Identity<double>(2), Qr.Solve(r, r));
        Is(new double[] { 2, 1 }, Qr.Solve(r, array));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(r, array));
        Is(new double[] { 2, 1 }, Qr.Solve(r, span));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(r, span));
        Is(new double[] { 2, 1 }, Qr.Solve(r, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(r, readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.Solve(r, vector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(r, vector));
        Is(new double[] { 2, 1 }, Qr.Solve(r, readOnlyVector));
        Is(new double[] { 2, 1 }, Qr.LeastSquares(r, readOnlyVector));

        Is(Matrix.Identity<double>(2), Qr.LeastSquares(m, m));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(m, v));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(m, r));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(v, m));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(v, v));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(v, r));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(r, m));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(r, v));
        Is(Matrix.Identity<double>(2), Qr.LeastSquares(r, r));

        Is(new double[] { 2, 1 }, Svd.Thin(m).Solve(array));
        Is(new double[] { 2, 1 }, Svd.Truncated(m, 2).Solve(array));
        Is(new double[] { 2, 1 }, Qr.Thin(m).Solve(array));
        Is(new double[] { 2, 1 }, Qr.ThinPivoted(m).Solve(array));
        Is(new double[] { 2, 1 }, Svd.Thin(m).Solve(span));
        Is(new double[] { 2, 1 }, Svd.Truncated(m, 2).Solve(span));
        Is(new double[] { 2, 1 }, Qr.Thin(m).Solve(span));
        Is(new double[] { 2, 1 }, Qr.ThinPivoted(m).Solve(span));
        Is(new double[] { 2, 1 }, Svd.Thin(m).Solve(readOnlySpan));
        Is(new double[] { 2, 1 }, Svd.Truncated(m, 2).Solve(readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.Thin(m).Solve(readOnlySpan));
        Is(new double[] { 2, 1 }, Qr.ThinPivoted(m).Solve(readOnlySpan));
        Is(new double[] { 2, 1 }, Svd.Thin(m).Solve(vector));
        Is(new double[] { 2, 1 }, Svd.Truncated(m, 2).Solve(vector));
        Is(new double[] { 2, 1 }, Qr.Thin(m).Solve(vector));
        Is(new double[] { 2, 1 }, Qr.ThinPivoted(m).Solve(vector));
        Is(new double[] { 2, 1 }, Svd.Thin(m).Solve(readOnlyVector));
        Is(new double[] { 2, 1 }, Svd.Truncated(m, 2).Solve(readOnlyVector));
        Is(new double[] { 2, 1 }, Qr.Thin(m).Solve(readOnlyVector));
        Is(new double[] { 2, 1 }, Qr.ThinPivoted(m).Solve(readOnlyVector));
        Is(Matrix.Identity<double>(2), Svd.Thin(m).Solve(m));
        Is(Matrix.Identity<double>(2), Svd.Truncated(m, 2).Solve(m));
        Is(Matrix.Identity<double>(2), Qr.Thin(m).Solve(m));
        Is(Matrix.Identity<double>(2), Qr.ThinPivoted(m).Solve(m));
        Is(Matrix.Identity<double>(2), Svd.Thin(m).Solve(v));
        Is(Matrix.Identity<double>(2), Svd.Truncated(m, 2).Solve(v));
        Is(Matrix.Identity<double>(2), Qr.Thin(m).Solve(v));
        Is(Matrix.Identity<double>(2), Qr.ThinPivoted(m).Solve(v));
        Is(Matrix.Identity<double>(2), Svd.Thin(m).Solve(r));
        Is(Matrix.Identity<double>(2), Svd.Truncated(m, 2).Solve(r));
        Is(Matrix.Identity<double>(2), Qr.Thin(m).Solve(r));
        Is(Matrix.Identity<double>(2), Qr.ThinPivoted(m).Solve(r));

        Matrix<double> x = new(2, 2);
        Qr.LeastSquares(new Matrix<double>(m), new Matrix<double>(m), x);
        Is(Matrix.Identity<double>(2), x);
        Qr.LeastSquares(new Matrix<double>(m), new Matrix<double>(m), x.View);
        Is(Matrix.Identity<double>(2), x);
    }

    [Fact]
    public void Vectors()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        double[] array = [5, 5];
        Span<double> span = array;
        ReadOnlySpan<double> readOnlySpan = array;
        VectorView<double> vector = array;
        ReadOnlyVectorView<double> readOnlyVector = array;

        Assert.Equal(5, Blas1.MaxMagnitude(array));
        Assert.Equal(Math.Sqrt(50), Blas1.Norm(array), 1e-14);
        Assert.Equal(50, Blas1.Dot(array, array));
        Assert.Equal(50, Blas1.Dot(array, span));
        Assert.Equal(50, Blas1.Dot(array, readOnlySpan));
        Assert.Equal(50, Blas1.Dot(array, vector));
        Assert.Equal(50, Blas1.Dot(array, readOnlyVector));
        Assert.Equal(5, Blas1.MaxMagnitude(span));
        Assert.Equal(Math.Sqrt(50), Blas1.Norm(span), 1e-14);
        Assert.Equal(50, Blas1.Dot(span, array));
        Assert.Equal(50, Blas1.Dot(span, span));
        Assert.Equal(50, Blas1.Dot(span, readOnlySpan));
        Assert.Equal(50, Blas1.Dot(span, vector));
        Assert.Equal(50, Blas1.Dot(span, readOnlyVector));
        Assert.Equal(5, Blas1.MaxMagnitude(readOnlySpan));
        Assert.Equal(Math.Sqrt(50), Blas1.Norm(readOnlySpan), 1e-14);
        Assert.Equal(50, Blas1.Dot(readOnlySpan, array));
        Assert.Equal(50, Blas1.Dot(readOnlySpan, span));
        Assert.Equal(50, Blas1.Dot(readOnlySpan, readOnlySpan));
        Assert.Equal(50, Blas1.Dot(readOnlySpan, vector));
        Assert.Equal(50, Blas1.Dot(readOnlySpan, readOnlyVector));
        Assert.Equal(5, Blas1.MaxMagnitude(vector));
        Assert.Equal(Math.Sqrt(50), Blas1.Norm(vector), 1e-14);
        Assert.Equal(50, Blas1.Dot(vector, array));
        Assert.Equal(50, Blas1.Dot(vector, span));
        Assert.Equal(50, Blas1.Dot(vector, readOnlySpan));
        Assert.Equal(50, Blas1.Dot(vector, vector));
        Assert.Equal(50, Blas1.Dot(vector, readOnlyVector));
        Assert.Equal(5, Blas1.MaxMagnitude(readOnlyVector));
        Assert.Equal(Math.Sqrt(50), Blas1.Norm(readOnlyVector), 1e-14);
        Assert.Equal(50, Blas1.Dot(readOnlyVector, array));
        Assert.Equal(50, Blas1.Dot(readOnlyVector, span));
        Assert.Equal(50, Blas1.Dot(readOnlyVector, readOnlySpan));
        Assert.Equal(50, Blas1.Dot(readOnlyVector, vector));
        Assert.Equal(50, Blas1.Dot(readOnlyVector, readOnlyVector));

        double[] otherArray = [1, 1];
        Span<double> otherSpan = otherArray;
        VectorView<double> otherVector = otherArray;
        Blas1.AddScaled(2, array, otherArray);
        Blas1.AddScaled(2, array, otherSpan);
        Blas1.AddScaled(2, array, otherVector);
        Blas1.AddScaled(2, span, otherArray);
        Blas1.AddScaled(2, span, otherSpan);
        Blas1.AddScaled(2, span, otherVector);
        Blas1.AddScaled(2, readOnlySpan, otherArray);
        Blas1.AddScaled(2, readOnlySpan, otherSpan);
        Blas1.AddScaled(2, readOnlySpan, otherVector);
        Blas1.AddScaled(2, vector, otherArray);
        Blas1.AddScaled(2, vector, otherSpan);
        Blas1.AddScaled(2, vector, otherVector);
        Blas1.AddScaled(2, readOnlyVector, otherArray);
        Blas1.AddScaled(2, readOnlyVector, otherSpan);
        Blas1.AddScaled(2, readOnlyVector, otherVector);
        Assert.Equal([151.0, 151.0], otherArray);
        Blas1.Scale(2, otherArray);
        Blas1.Scale(0.5, otherSpan);
        Blas1.Scale(2, otherVector);
        Blas1.AddScaled(1, m.Row(0), m.Row(1));
        Blas1.AddScaled(1, r.Column(0), v.Column(1));
        Assert.Equal([302.0, 302.0], otherArray);
    }

    [Fact]
    public void Norms_and_views()
    {
        Matrix<double> m = Matrix.FromRows([2.0, 1.0], [1.0, 3.0]);
        MatrixView<double> v = m;
        ReadOnlyMatrixView<double> r = m;
        Assert.Equal(Math.Sqrt(15), m.FrobeniusNorm(), 1e-14);
        Assert.Equal(4, m.OneNorm());
        Assert.Equal(4, m.InfinityNorm());
        Assert.Equal(Math.Sqrt(15), v.FrobeniusNorm(), 1e-14);
        Assert.Equal(4, v.OneNorm());
        Assert.Equal(4, v.InfinityNorm());
        Assert.Equal(Math.Sqrt(15), r.FrobeniusNorm(), 1e-14);
        Assert.Equal(4, r.OneNorm());
        Assert.Equal(4, r.InfinityNorm());

        Is(m, m.ToArray().AsMatrixView());
        Is(m, m.Elements.AsMatrixView(2, 2));
        Is(m, ((ReadOnlySpan<double>)m.Elements).AsMatrixView(2, 2));
        double[] array = [2, 1, 1, 3];
        Is(m, array.AsMatrixView(2, 2));
        Is(m, array.AsMemory().AsMatrixView(2, 2));
        Is(m, ((ReadOnlyMemory<double>)array).AsMatrixView(2, 2));
        Is(m, Matrix.From(m.ToArray()));
        double[][] rows =
        [
            [2, 1],
            [1, 3],
        ];
        Is(m, Matrix.FromRows(rows));
        Is(m, Matrix.FromRows(rows[0], rows[1]));
        Is(m, Matrix.FromRows<double>([2, 1], [1, 3]));
    }

    private static void Is(ReadOnlyMatrixView<double> expected, ReadOnlyMatrixView<double> actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int i = 0; i < expected.Rows; i++)
        {
            Is(expected.Row(i), actual.Row(i));
        }
    }

    private static void Is(ReadOnlyVectorView<double> expected, ReadOnlyVectorView<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-13);
        }
    }
}
