namespace SpanLinalg.Lora;

/// <summary>TinyLoRA: LoRA-XS with R = Σ vᵢ·Pᵢ, random fixed Pᵢ, and one vector v for all layers together.</summary>
/// <param name="seed">The seed of the Pᵢ, which differ from layer to layer.</param>
/// <remarks>
/// The length u of v is all that is trained, from one number up; the paper shows 13. The frame has the paper's rank 2,
/// or more where its r² entries over all layers could not hold u numbers. It is orthonormal: the paper's singular
/// values, which weigh the random entries of the Pᵢ, are left out. v is found by QR least squares over all layers'
/// projected updates stacked.
/// </remarks>
public sealed class TinyLoraMethod(uint seed) : IUpdateMethod
{
    /// <summary>Least squares over more would cost more than it tells: the family is then all but LoRA-XS.</summary>
    private const int MostParameters = 256;
    private const int PaperRank = 2;

    /// <inheritdoc/>
    public string Name => "TinyLoRA";

    /// <inheritdoc/>
    public string Paper => "Morris et al., Learning to reason in 13 parameters, 2026";

    /// <inheritdoc/>
    public UpdateFamily Family => UpdateFamily.FrozenFrame;

    /// <inheritdoc/>
    public bool QuantizesBase => false;

    /// <inheritdoc/>
    public long LeastParameters(IReadOnlyList<LayerUpdate> layers) => 1;

    /// <inheritdoc/>
    public UpdateFit Fit(IReadOnlyList<LayerUpdate> layers, long budget)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 1);
        int wanted = (int)Math.Min(budget, MostParameters);
        int[] ranks = [.. layers.Select(layer => RankFor(layer, wanted, layers.Count))];
        int length = Math.Min(wanted, ranks.Sum(rank => rank * rank));

        Matrix<double> directions = new(ranks.Sum(rank => rank * rank), length);
        RandomStreams.For(seed, RandomStreams.Directions).FillNormal(directions.Elements);
        Matrix<double>[] cores =
        [
            .. layers.Select((layer, i) => LoraXsMethod.Project(layer, layer.Base.Frame(ranks[i]), ranks[i])),
        ];
        Matrix<double> v = LeastSquares(directions, cores);
        Matrix<double> fitted = new(directions.Rows, 1);
        Gemm.Multiply(directions, v, fitted);

        LayerFit[] fits = new LayerFit[layers.Count];
        int row = 0;
        for (int i = 0; i < fits.Length; i++)
        {
            int rank = ranks[i];
            Matrix<double> core = new(new ReadOnlyMatrixView<double>(fitted.Elements[row..], rank, rank));
            fits[i] = FitOf(layers[i], cores[i], core, i == 0 ? length : 0);
            row += rank * rank;
        }
        string rankText = ranks.Min() == ranks.Max() ? $"{ranks[0]}" : $"{ranks.Min()} to {ranks.Max()}";
        return new(length, LayerFit.BytesPerParameter * length, $"u = {length}, r = {rankText}", fits);
    }

    private static int RankFor(LayerUpdate layer, int parameters, int layers) =>
        Math.Min(
            Math.Max(PaperRank, (int)Math.Ceiling(Math.Sqrt((double)parameters / layers))),
            Math.Min(layer.Rows, layer.Columns)
        );

    private static Matrix<double> LeastSquares(Matrix<double> directions, Matrix<double>[] cores)
    {
        Matrix<double> stacked = new(directions.Rows, 1);
        int row = 0;
        foreach (Matrix<double> core in cores)
        {
            core.Elements.CopyTo(stacked.Elements[row..]);
            row += core.Elements.Length;
        }
        Matrix<double> v = new(directions.Columns, 1);
        Qr.LeastSquares(new Matrix<double>(directions), stacked, v, parallelism: Parallelism.None);
        return v;
    }

    // What the frame misses is orthogonal to what the vector misses within it.
    private static LayerFit FitOf(LayerUpdate layer, Matrix<double> target, Matrix<double> core, int parameters)
    {
        double outside = SpectralNorms.Remainder(layer.Norm, target.FrobeniusNorm());
        double error = double.Hypot(outside, (target - core).FrobeniusNorm());
        LowRankFactors frame = layer.Base.Frame(core.Rows);
        Matrix<double> Reconstruct() => LoraXsMethod.Expand(frame, core);
        return new(parameters, "", layer.Checked(error, Reconstruct), Reconstruct);
    }
}
