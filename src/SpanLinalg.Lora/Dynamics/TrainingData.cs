using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>
/// All that the trainings of one seed share: the update, the minibatches, and the A that they begin with.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// <para>
/// Every training of a seed sees the same inputs, so ranks, scales and optimisers differ in nothing else, and the
/// targets of all steps are one large product: XΔWᵀ, 2mn flops an input, which none of the trainings has to do again.
/// The A of a rank is the first rows of the largest.
/// </para>
/// <para>
/// Inputs are standard normal and never come twice: then the expected loss is ½‖γBA − ΔW‖²_F, that of the matrices.
/// </para>
/// </remarks>
internal sealed class TrainingData<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int batch;
    private readonly FactorInitialization initialization;
    private readonly Matrix<T> inputs;
    private readonly Matrix<T> targets;
    private readonly Matrix<T> initialA;
    private readonly double[] singularValues;

    /// <summary>
    /// Draws everything. Allocates mn + steps·batch·(m + n) + rn elements, and for a while more for the update.
    /// </summary>
    /// <param name="seed">The seed; <see cref="LoraStudy"/> has the same updates for it.</param>
    /// <param name="options">What to draw.</param>
    /// <exception cref="NotFiniteNumberException">
    /// The noise is so large that the update, or what it makes of an input, overflows.
    /// </exception>
    public TrainingData(uint seed, DynamicsOptions options)
    {
        batch = options.Batch;
        initialization = options.Initialization;
        Matrix<double> update = Draw(seed, options);
        singularValues = new double[options.FullRank];
        LoraStudy.SingularValues(update, singularValues, options.Noise, Parallelism.None);
        Update = new(options.Rows, options.Columns);
        Convert(update.Elements, Update.Elements);

        NumpyRandom random = new(Stream(seed, 1));
        inputs = new(options.Steps * batch, options.Columns);
        Fill(inputs, random.NextNormal);
        targets = new(inputs.Rows, options.Rows);
        Gemm.Multiply(inputs, Update.Transposed, targets, Parallelism.None);
        if (!double.IsFinite(LoraTrainer<T>.SumOfSquares(targets.Elements)))
        {
            throw new NotFiniteNumberException(
                FormattableString.Invariant($"The noise of {options.Noise} is so large that an update overflows."),
                options.Noise
            );
        }

        random = new(Stream(seed, 2));
        initialA = new(options.EffectiveRanks[^1], options.Columns);
        double bound = 1 / Math.Sqrt(options.Columns);
        Fill(
            initialA,
            initialization == FactorInitialization.Gaussian
                ? random.NextNormal
                : () => bound * ((2 * random.NextDouble()) - 1)
        );
    }

    /// <summary>ΔW, m × n.</summary>
    public Matrix<T> Update { get; }

    /// <summary>‖ΔW‖_F.</summary>
    public double UpdateNorm => SpectralNorms.Frobenius(singularValues);

    /// <summary>X of a step, b × n.</summary>
    public ReadOnlyMatrixView<T> Inputs(int step) => inputs.View.Slice(step * batch, 0, batch, inputs.Columns);

    /// <summary>T of a step, b × m.</summary>
    public ReadOnlyMatrixView<T> Targets(int step) => targets.View.Slice(step * batch, 0, batch, targets.Columns);

    /// <summary>The loss of a step's minibatch if nothing is learned: ‖T‖²/2b.</summary>
    public double LossWithoutAdapter(int step) =>
        LoraTrainer<T>.SumOfSquares(targets.Elements.Slice(step * batch * targets.Columns, batch * targets.Columns))
        / (2 * batch);

    /// <summary>The least relative error that a matrix of a rank can have (Eckart and Young, 1936).</summary>
    public double BestError(int rank) => SpectralNorms.Frobenius(singularValues.AsSpan(rank)) / UpdateNorm;

    /// <summary>The A that a rank begins with, r × n. Allocates it.</summary>
    public Matrix<T> InitialA(int rank)
    {
        Matrix<T> a = new(initialA.View.Slice(0, 0, rank, initialA.Columns));
        if (initialization == FactorInitialization.Gaussian)
        {
            T deviation = T.One / T.CreateTruncating(rank);
            foreach (ref T element in a.Elements)
            {
                element *= deviation;
            }
        }
        return a;
    }

    private static Matrix<double> Draw(uint seed, DynamicsOptions options)
    {
        // Style comes first in the study's stream.
        StudyOptions study = options.UpdatesOf(seed);
        UpdateGenerator generator = new(study);
        Matrix<double> style = generator.Next(study.EffectiveStyleRank, LoraStudy.StyleLargest);
        return options.Target == TrainingTarget.Style ? style : generator.Next(study.FullRank, LoraStudy.FactsLargest);
    }

    /// <summary>
    /// A seed for something else than the update, as far from that of any other as a hash can put it.
    /// </summary>
    private static uint Stream(uint seed, uint purpose)
    {
        // The finaliser of MurmurHash3 (Appleby, 2011).
        uint hash = unchecked((seed * 0x9e37_79b9u) + purpose);
        hash = unchecked((hash ^ (hash >> 16)) * 0x85eb_ca6bu);
        hash = unchecked((hash ^ (hash >> 13)) * 0xc2b2_ae35u);
        return hash ^ (hash >> 16);
    }

    private static void Fill(Matrix<T> matrix, Func<double> next)
    {
        foreach (ref T element in matrix.Elements)
        {
            element = T.CreateTruncating(next());
        }
    }

    private static void Convert(ReadOnlySpan<double> source, Span<T> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }
    }
}
