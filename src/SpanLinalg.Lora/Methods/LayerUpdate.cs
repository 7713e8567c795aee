namespace SpanLinalg.Lora;

/// <summary>The update ΔW of one layer, dense or in factors, and the weight W₀ it is added to.</summary>
/// <remarks>Fitted by one thread at a time.</remarks>
public sealed class LayerUpdate
{
    private readonly Matrix<double>? dense;
    private LowRankFactors? factors;

    private LayerUpdate(string name, int rows, int columns, int maxRank, BaseWeight weight)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        MaxRank = maxRank;
        Base = weight;
        if (weight.Weight.Rows != rows || weight.Weight.Columns != columns)
        {
            throw new ArgumentException(
                $"The update of '{name}' is {rows}×{columns}, but its base weight is "
                    + $"{weight.Weight.Rows}×{weight.Weight.Columns}.",
                nameof(weight)
            );
        }
    }

    /// <summary>A dense update.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="update">ΔW; kept, not copied.</param>
    /// <param name="weight">W₀, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no entry.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// An entry of ΔW is NaN or infinite, and the message names it; or the norm overflows.
    /// </exception>
    public LayerUpdate(string name, Matrix<double> update, BaseWeight weight)
        : this(name, update.Rows, update.Columns, Math.Min(update.Rows, update.Columns), weight)
    {
        if (MaxRank == 0)
        {
            throw new ArgumentException($"The update of '{name}' is empty.", nameof(update));
        }
        CheckFinite(name, update);
        dense = update;
        Norm = update.FrobeniusNorm();
        if (!double.IsFinite(Norm))
        {
            throw new NotFiniteNumberException($"The update of '{name}' is so large that its norm overflows.");
        }
    }

    /// <summary>
    /// An update of low rank, in singular triplets; exact, so <see cref="LowRankFactors.Rest"/> is zero.
    /// </summary>
    internal LayerUpdate(string name, LowRankFactors factors, BaseWeight weight)
        : this(name, factors.U.Rows, factors.Vt.Columns, factors.S.Length, weight)
    {
        this.factors = factors;
        Norm = SpectralNorms.Frobenius(factors.S);
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>Rows of ΔW: the layer's outputs, unless the base stores its weights the other way round.</summary>
    public int Rows { get; }

    /// <summary>Columns of ΔW.</summary>
    public int Columns { get; }

    /// <summary>The rank that no update needs more than: that of its factors, or the smaller side.</summary>
    public int MaxRank { get; }

    /// <summary>W₀.</summary>
    public BaseWeight Base { get; }

    /// <summary>‖ΔW‖_F.</summary>
    public double Norm { get; }

    /// <summary>rows + columns: the parameters of a LoRA of rank 1.</summary>
    public long Sides => (long)Rows + Columns;

    /// <summary>rows·columns.</summary>
    public long Entries => (long)Rows * Columns;

    /// <summary>ΔW as a matrix, to be read only; for an update in factors formed anew at each call.</summary>
    public Matrix<double> ToMatrix() => dense ?? factors!.Product();

    /// <summary>Writes ΔW.</summary>
    internal void CopyTo(MatrixView<double> destination)
    {
        if (dense is not null)
        {
            dense.View.CopyTo(destination);
        }
        else
        {
            factors!.MultiplyInto(destination);
        }
    }

    /// <summary>An error found by Pythagoras; where that has cancelled, the error of the reconstruction.</summary>
    internal double Checked(double error, Func<Matrix<double>> reconstruct) =>
        error < SpectralNorms.LeastRemainder * Norm ? (ToMatrix() - reconstruct()).FrobeniusNorm() : error;

    /// <summary>All singular triplets; of a dense update computed at the first asking.</summary>
    /// <remarks>Exact at any size, since the error of LoRA is the bound that others are held against.</remarks>
    internal LowRankFactors Triplets => factors ??= LowRankFactors.Exact(dense!);

    /// <summary>All singular values, without vectors.</summary>
    internal double[] SingularValues()
    {
        if (factors is not null)
        {
            return factors.S;
        }
        double[] values = new double[MaxRank];
        Svd.Values(dense!, values, parallelism: Parallelism.None);
        return values;
    }

    /// <summary>C ← ΔW·X, without forming ΔW where it is in factors.</summary>
    internal void Multiply(ReadOnlyMatrixView<double> x, MatrixView<double> c)
    {
        if (dense is not null)
        {
            Gemm.Multiply(dense, x, c);
            return;
        }
        Matrix<double> inner = new(factors!.S.Length, x.Columns);
        Gemm.Multiply(factors.Vt, x, inner);
        for (int k = 0; k < inner.Rows; k++)
        {
            for (int j = 0; j < inner.Columns; j++)
            {
                inner[k, j] *= factors.S[k];
            }
        }
        Gemm.Multiply(factors.U, inner, c);
    }

    private static void CheckFinite(string name, Matrix<double> update)
    {
        for (int i = 0; i < update.Rows; i++)
        {
            for (int j = 0; j < update.Columns; j++)
            {
                if (!double.IsFinite(update[i, j]))
                {
                    throw new NotFiniteNumberException(
                        FormattableString.Invariant($"Entry ({i}, {j}) of the update of '{name}' is {update[i, j]}.")
                    );
                }
            }
        }
    }
}
