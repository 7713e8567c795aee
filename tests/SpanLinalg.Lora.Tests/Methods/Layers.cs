namespace SpanLinalg.Lora.Tests;

/// <summary>Small layers to fit, and what to check fits with.</summary>
internal static class Layers
{
    /// <summary>A dense update of normal entries on a Gaussian base.</summary>
    public static LayerUpdate Normal(int rows, int columns, uint seed)
    {
        Matrix<double> update = new(rows, columns);
        new NumpyRandom(seed).FillNormal(update.Elements);
        return Of(update, seed);
    }

    public static LayerUpdate Of(Matrix<double> update, uint seed = 0) =>
        new("layer", update, BaseWeight.Gaussian(update.Rows, update.Columns, seed));

    /// <summary>U·diag(values)·Vᵀ with random orthonormal U and V.</summary>
    public static Matrix<double> WithSpectrum(int rows, int columns, double[] values, uint seed)
    {
        Matrix<double> u = new(rows, values.Length);
        Matrix<double> v = new(columns, values.Length);
        NumpyRandom random = new(seed);
        random.FillNormal(u.Elements);
        random.FillNormal(v.Elements);
        u = Qr.Thin(u).Q;
        v = Qr.Thin(v).Q;
        return new LowRankFactors(u, values, new(v.Transposed), 0).Product();
    }

    /// <summary>The error as the reconstruction has it.</summary>
    public static double Measured(LayerUpdate layer, LayerFit fit) =>
        (layer.ToMatrix() - fit.Reconstruct()).FrobeniusNorm();

    public static LayerFit Fit(IUpdateMethod method, LayerUpdate layer, long budget) =>
        Assert.Single(method.Fit([layer], budget).Layers);

    /// <summary>The smallest ‖target − Σ xᵢ·basisᵢ‖ by dense QR least squares over all entries.</summary>
    public static double LeastSquaresError(Matrix<double> target, IReadOnlyList<Matrix<double>> basis)
    {
        Matrix<double> design = new(target.Elements.Length, basis.Count);
        for (int j = 0; j < basis.Count; j++)
        {
            for (int i = 0; i < design.Rows; i++)
            {
                design[i, j] = basis[j].Elements[i];
            }
        }
        Matrix<double> right = new(new ReadOnlyMatrixView<double>(target.Elements, design.Rows, 1));
        Matrix<double> x = new(basis.Count, 1);
        Qr.LeastSquares(new Matrix<double>(design), new Matrix<double>(right), x);
        Gemm.Multiply(-1, design, x, 1, right);
        return right.FrobeniusNorm();
    }

    /// <summary>Σ A∘B.</summary>
    public static double InnerProduct(ReadOnlyMatrixView<double> a, ReadOnlyMatrixView<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += Blas1.Dot(a.Row(i), b.Row(i));
        }
        return sum;
    }

    public static Matrix<double> Outer(ReadOnlyVectorView<double> u, ReadOnlyVectorView<double> v)
    {
        Matrix<double> outer = new(u.Length, v.Length);
        for (int i = 0; i < u.Length; i++)
        {
            for (int j = 0; j < v.Length; j++)
            {
                outer[i, j] = u[i] * v[j];
            }
        }
        return outer;
    }

    /// <summary>All subsets of so many of n things.</summary>
    public static IEnumerable<int[]> Subsets(int n, int size) =>
        Enumerable
            .Range(0, 1 << n)
            .Where(mask => int.PopCount(mask) == size)
            .Select(mask => (int[])[.. Enumerable.Range(0, n).Where(i => (mask & (1 << i)) != 0)]);
}
