namespace SpanLinalg.Lora;

/// <summary>The buffers for one layer's spectrum, grown to the largest layer they have met. One user at a time.</summary>
internal sealed class SpectrumWorkspace
{
    private double[] a = [];
    private double[] b = [];
    private double[] tau = [];
    private double[] core = [];
    private double[] scratch = [];

    /// <summary>The singular values of s·B·A, descending, without forming the product.</summary>
    /// <param name="layer">The layer; its file must be open.</param>
    /// <param name="singularValues">Exactly min(r, rows, columns) elements.</param>
    /// <exception cref="NotFiniteNumberException">A factor holds NaN or ±∞, or the core overflows.</exception>
    /// <remarks>
    /// B = Q_B·R_B and Aᵀ = Q_A·R_A give B·A = Q_B·(R_B·R_Aᵀ)·Q_Aᵀ: the singular values are those of the core R_B·R_Aᵀ, which is
    /// r × r or, where r exceeds a side, that side. 2(m + n)r² + O(r³) flops. Allocates only to grow. One thread, since the layers have
    /// the others.
    /// </remarks>
    public void SingularValues(AdapterLayer layer, Span<double> singularValues)
    {
        int r = layer.NominalRank;
        Span<double> bElements = Grown(ref b, layer.Rows * r);
        Span<double> aElements = Grown(ref a, r * layer.Columns);
        layer.B.CopyTo(bElements);
        layer.A.CopyTo(aElements);

        MatrixView<double> rB = Triangle(new(bElements, layer.Rows, r));
        MatrixView<double> rA = Triangle(new MatrixView<double>(aElements, r, layer.Columns).Transposed);

        MatrixView<double> product = new(Grown(ref core, rB.Rows * rA.Rows), rB.Rows, rA.Rows);
        Gemm.Multiply(
            layer.Scale,
            rB,
            rA.Transposed,
            0,
            product,
            Grown(ref scratch, Gemm.WorkspaceLength<double>(product.Rows, product.Columns, r, Parallelism.None)),
            Parallelism.None
        );
        Svd.Values(
            product,
            singularValues,
            Grown(ref scratch, Svd.ValuesWorkspaceLength<double>(product.Rows, product.Columns, Parallelism.None)),
            parallelism: Parallelism.None
        );
    }

    /// <summary>R of the QR factorisation, in the upper rows of the matrix factored; below its diagonal are zeros.</summary>
    private MatrixView<double> Triangle(MatrixView<double> matrix)
    {
        int rank = Math.Min(matrix.Rows, matrix.Columns);
        Qr.Factor(
            matrix,
            Grown(ref tau, rank),
            Grown(ref scratch, Qr.FactorWorkspaceLength<double>(matrix.Rows, matrix.Columns, Parallelism.None)),
            parallelism: Parallelism.None
        );

        MatrixView<double> triangle = matrix.Slice(0, 0, rank, matrix.Columns);
        for (int i = 1; i < rank; i++)
        {
            triangle.Row(i).Slice(0, i).Fill(0);
        }
        return triangle;
    }

    private static Span<double> Grown(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new double[length];
        }
        return buffer.AsSpan(0, length);
    }
}
