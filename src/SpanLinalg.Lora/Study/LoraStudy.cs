using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora;

/// <summary>
/// The study of two kinds of update: <i>style</i>, of low rank under a little noise, and <i>facts</i>, of full rank.
/// </summary>
/// <remarks>
/// An update is generated as the articles' NumPy code does it, from the same random stream: ΔW = Q_U·diag(S)·Q_Vᵀ +
/// noise, with Q_U and Q_V the orthonormal factors of random normal matrices. Then it is asked what a LoRA of each rank
/// makes of it, when its factors are the truncated SVD and its scale is α/r, α/√r, or 1.
/// </remarks>
public static class LoraStudy
{
    internal const double StyleLargest = 5;
    internal const double FactsLargest = 3;
    private const int FirstRowLength = 8;

    /// <summary>Runs the study.</summary>
    /// <param name="options">What to generate.</param>
    /// <param name="progress">Told before each stage, on this thread; may be null.</param>
    /// <exception cref="ArgumentException">The options have a <see cref="StudyOptions.Problem"/>.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// The noise is so large that an entry of an update overflows.
    /// </exception>
    /// <remarks>
    /// About 17·n³ flops for n × n updates, nearly all in the facts update's two QR factorisations and the two SVDs.
    /// Needs memory for three such matrices and the SVD's workspace. The same options give the same bits on the same
    /// processor.
    /// </remarks>
    public static StudyReport Run(StudyOptions options, IProgress<StudyProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        // Where each stage begins, in shares of the time that large updates take.
        UpdateGenerator generator = new(options);
        progress?.Report(new("Generating the style update", 0));
        Matrix<double> update = Style(generator, options);
        progress?.Report(new("Singular values of the style update", 0.03));
        GeneratedUpdate style = Examine(update, options.EffectiveStyleRank, options);

        progress?.Report(new("Generating the facts update", 0.35));
        update = Facts(generator, options);
        progress?.Report(new("Singular values of the facts update", 0.68));
        GeneratedUpdate facts = Examine(update, options.FullRank, options);
        progress?.Report(new("Done", 1));

        return new(options, style, facts, [.. options.ScaleRanks.Select(rank => ScalesAt(rank, options.Alpha))]);
    }

    /// <summary>The first update of the stream.</summary>
    internal static Matrix<double> Style(UpdateGenerator generator, StudyOptions options) =>
        generator.Next(options.EffectiveStyleRank, StyleLargest);

    /// <summary>The second update of the stream.</summary>
    internal static Matrix<double> Facts(UpdateGenerator generator, StudyOptions options) =>
        generator.Next(options.FullRank, FactsLargest);

    private static GeneratedUpdate Examine(Matrix<double> update, int rank, StudyOptions options)
    {
        double[] values = new double[options.FullRank];
        SingularValues(update, values, options.Noise);
        return new(
            rank,
            update.Elements[..Math.Min(FirstRowLength, update.Columns)].ToArray(),
            SpectralNorms.Frobenius(values),
            values,
            [.. options.EffectiveRanks.Select(r => ErrorsAt(r, options.Alpha, values))],
            [.. options.VarianceRanks.Select(r => new VarianceAtRank(r, PercentKept(values, r)))]
        );
    }

    /// <summary>The singular values of a generated update.</summary>
    /// <exception cref="NotFiniteNumberException">The noise is so large that an entry overflows.</exception>
    internal static void SingularValues(
        Matrix<double> update,
        Span<double> values,
        double noise,
        Parallelism parallelism = default
    )
    {
        try
        {
            Svd.Values(update, values, parallelism: parallelism);
        }
        catch (NotFiniteNumberException exception)
        {
            // Nothing else in an update can be large.
            throw new NotFiniteNumberException(
                FormattableString.Invariant($"The noise of {noise} is so large that an update overflows."),
                noise,
                exception
            );
        }
    }

    internal static double PercentKept(ReadOnlySpan<double> singularValues, int rank)
    {
        double kept = SpectralNorms.Frobenius(singularValues[..Math.Min(rank, singularValues.Length)]);
        double share = kept / SpectralNorms.Frobenius(singularValues);
        return 100 * share * share;
    }

    private static ErrorAtRank ErrorsAt(int rank, double alpha, ReadOnlySpan<double> singularValues)
    {
        ScaleAtRank scales = ScalesAt(rank, alpha);
        return new(
            rank,
            RelativeError(singularValues, rank, scales.Standard),
            RelativeError(singularValues, rank, scales.RankStabilized),
            RelativeError(singularValues, rank, 1)
        );
    }

    /// <summary>‖ΔW − s·ΔW_r‖_F / ‖ΔW‖_F for the truncated SVD ΔW_r, from the singular values alone.</summary>
    /// <remarks>
    /// In the basis of the singular vectors the difference is diagonal: (1 − s)σᵢ for i ≤ r and σᵢ beyond. With s = 1
    /// only the tail is left, which is the least that any matrix of rank r leaves (Eckart and Young, 1936).
    /// </remarks>
    private static double RelativeError(ReadOnlySpan<double> singularValues, int rank, double scale)
    {
        double head = (1 - scale) * SpectralNorms.Frobenius(singularValues[..rank]);
        double tail = SpectralNorms.Frobenius(singularValues[rank..]);
        return double.Hypot(head, tail) / SpectralNorms.Frobenius(singularValues);
    }

    private static ScaleAtRank ScalesAt(int rank, double alpha) =>
        new(rank, ScalingRule.Standard.Scale(alpha, rank), ScalingRule.RankStabilized.Scale(alpha, rank));
}
