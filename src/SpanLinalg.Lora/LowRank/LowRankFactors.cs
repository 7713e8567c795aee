namespace SpanLinalg.Lora;

/// <summary>Leading singular triplets of a matrix, and what lies beyond them.</summary>
/// <param name="U">m × r, orthonormal columns.</param>
/// <param name="S">r values, descending.</param>
/// <param name="Vt">r × n, orthonormal rows.</param>
/// <param name="Rest">The Frobenius norm of what these triplets leave.</param>
internal sealed record LowRankFactors(Matrix<double> U, double[] S, Matrix<double> Vt, double Rest)
{
    /// <summary>
    /// Up to this smaller side a step of a fit is exact. Above it the cost of an exact one grows with its cube, and a
    /// comparison takes a thousand of them.
    /// </summary>
    private const int LargestExactStep = 160;

    /// <summary>Up to this smaller side what is decomposed once is exact.</summary>
    private const int LargestExact = 512;

    private static readonly TruncatedSvdOptions Careful = new() { Oversampling = 20, PowerIterations = 4 };

    /// <summary>
    /// Where the values fall off, little work is plenty; where they do not, one direction leaves as much as another.
    /// </summary>
    private static readonly TruncatedSvdOptions Quick = new() { Oversampling = 6, PowerIterations = 1 };

    /// <summary>All triplets.</summary>
    /// <remarks>
    /// On one thread, as all that is decomposed here: layers and budgets side by side have the others.
    /// </remarks>
    public static LowRankFactors Exact(ReadOnlyMatrixView<double> matrix)
    {
        SvdFactors<double> svd = Svd.Thin(matrix, Parallelism.None);
        return new(svd.U, svd.S, svd.Vt, 0);
    }

    /// <summary>
    /// The best approximation of a rank, for a matrix that is decomposed once: exact, or nearly so where that would
    /// take seconds.
    /// </summary>
    public static LowRankFactors Of(ReadOnlyMatrixView<double> matrix, int rank) =>
        Of(matrix, rank, LargestExact, Careful);

    /// <summary>
    /// The best approximation of a rank, as one step of many: exact for small matrices, and good enough for large ones.
    /// </summary>
    public static LowRankFactors Step(ReadOnlyMatrixView<double> matrix, int rank) =>
        Of(matrix, rank, LargestExactStep, Quick);

    private static LowRankFactors Of(
        ReadOnlyMatrixView<double> matrix,
        int rank,
        int largestExact,
        TruncatedSvdOptions options
    )
    {
        if (Math.Min(matrix.Rows, matrix.Columns) <= largestExact)
        {
            return Exact(matrix).Leading(rank);
        }
        TruncatedSvdFactors<double> factors = Svd.Truncated(matrix, rank, options, Parallelism.None);

        // Uᵀ·A = S·Vᵀ whatever the sample was, so the energy that is left is the difference.
        double kept = SpectralNorms.Frobenius(factors.S);
        LowRankFactors leading = new(
            factors.U,
            factors.S,
            factors.Vt,
            SpectralNorms.Remainder(matrix.FrobeniusNorm(), kept)
        );
        if (leading.Rest > SpectralNorms.LeastRemainder * kept)
        {
            return leading;
        }
        Matrix<double> rest = new(matrix);
        leading.MultiplyInto(rest, -1, 1);
        return leading with { Rest = rest.FrobeniusNorm() };
    }

    /// <summary>Fewer of the triplets, in copies of their own unless all are wanted.</summary>
    public LowRankFactors Leading(int rank) =>
        rank >= S.Length
            ? this
            : new(
                new(U.View.Slice(0, 0, U.Rows, rank)),
                S[..rank],
                new(Vt.View.Slice(0, 0, rank, Vt.Columns)),
                Tail(rank)
            );

    /// <summary>The Frobenius norm of what the leading triplets of a number leave.</summary>
    public double Tail(int rank) =>
        rank >= S.Length ? Rest : double.Hypot(SpectralNorms.Frobenius(S.AsSpan(rank)), Rest);

    /// <summary>C ← α·U·diag(S)·Vᵀ + β·C. Allocates a copy of U.</summary>
    public void MultiplyInto(MatrixView<double> c, double alpha = 1, double beta = 0)
    {
        Matrix<double> scaled = new(U);
        for (int i = 0; i < scaled.Rows; i++)
        {
            for (int j = 0; j < S.Length; j++)
            {
                scaled[i, j] *= S[j];
            }
        }
        Gemm.Multiply(alpha, scaled, Vt, beta, c);
    }

    /// <summary>U·diag(S)·Vᵀ.</summary>
    public Matrix<double> Product()
    {
        Matrix<double> product = new(U.Rows, Vt.Columns);
        MultiplyInto(product);
        return product;
    }
}
