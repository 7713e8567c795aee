namespace SpanLinalg.Lora;

/// <summary>Draws the study's updates, one after the other, from one random stream.</summary>
/// <remarks>
/// The order of the draws is part of the result: U, then V, then the noise. The factors and the update live in three
/// buffers that every update uses again.
/// </remarks>
internal sealed class UpdateGenerator
{
    private readonly NumpyRandom random;
    private readonly double noise;
    private readonly double[] left;
    private readonly double[] right;
    private readonly double[] tau;
    private readonly Matrix<double> update;

    /// <summary>Starts the stream. Allocates (d + k)·min(d, k) + d·k elements.</summary>
    public UpdateGenerator(StudyOptions options)
    {
        random = new(options.Seed);
        noise = options.Noise;
        left = new double[options.Rows * options.FullRank];
        right = new double[options.Columns * options.FullRank];
        tau = new double[options.FullRank];
        update = new(options.Rows, options.Columns);
    }

    /// <summary>The next update: Q_U·diag(linspace(largest, 0.5, rank))·Q_Vᵀ + noise.</summary>
    /// <param name="rank">1 to min(d, k).</param>
    /// <param name="largest">The first singular value before the noise.</param>
    /// <returns>A matrix that the next call overwrites.</returns>
    public Matrix<double> Next(int rank, double largest)
    {
        MatrixView<double> u = new(left, update.Rows, rank);
        MatrixView<double> v = new(right, update.Columns, rank);
        random.FillNormal(left.AsSpan(0, update.Rows * rank));
        random.FillNormal(right.AsSpan(0, update.Columns * rank));

        Orthonormalize(u);
        Orthonormalize(v);
        for (int j = 0; j < rank; j++)
        {
            double value = LinearlySpaced(largest, 0.5, rank, j);
            VectorView<double> column = u.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] *= value;
            }
        }

        Gemm.Multiply(u, v.Transposed, update);
        foreach (ref double entry in update.Elements)
        {
            entry += noise * random.NextNormal();
        }
        return update;
    }

    /// <summary>Element j of NumPy's <c>linspace(first, last, count)</c>, whose single element is the first.</summary>
    internal static double LinearlySpaced(double first, double last, int count, int j)
    {
        if (j == 0)
        {
            return first;
        }
        return j == count - 1 ? last : (j * ((last - first) / (count - 1))) + first;
    }

    // The Q factor keeps the signs that LAPACK gives it. It is formed in the update's memory, which has room for it:
    // neither factor has more columns than the update.
    private void Orthonormalize(MatrixView<double> a)
    {
        MatrixView<double> q = new(update.Elements, a.Rows, a.Columns);
        Qr.Factor(a, tau, parallelism: Parallelism.None);
        Qr.FormQ(a, tau.AsSpan(0, a.Columns), q, Parallelism.None);
        q.CopyTo(a);
    }
}
