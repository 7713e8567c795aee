namespace SpanLinalg.Lora;

/// <summary>The kinds of simulated update.</summary>
public enum UpdateKind
{
    /// <summary>The study's style update: low rank under a little noise.</summary>
    Style,

    /// <summary>The study's facts update: full rank.</summary>
    Facts,

    /// <summary>The style update and the sparse one added.</summary>
    Mixed,

    /// <summary>One entry in twenty is normal, the rest is noise.</summary>
    Sparse,

    /// <summary>Two of eight attention heads are normal, the rest is noise.</summary>
    Heads,
}

/// <summary>Draws simulated updates.</summary>
public static class SyntheticUpdate
{
    private const double SparseShare = 0.05;
    private const double SparseDeviation = 0.5;
    private const double HeadDeviation = 0.25;
    private const int ChangedHeads = 2;

    /// <summary>One update.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="options">
    /// Shape, seed, noise, and the rank of the style. Style and facts are the study's, to the bit.
    /// </param>
    /// <param name="heads">Heads of the layer; null as for <see cref="ComparisonOptions.Heads"/>.</param>
    /// <param name="weight">W₀, of the options' shape; null draws a Gaussian one from the same seed.</param>
    /// <exception cref="ArgumentException">The options have a <see cref="StudyOptions.Problem"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    /// <exception cref="NotFiniteNumberException">The noise is so large that an entry overflows.</exception>
    public static ComparisonSubject Draw(
        UpdateKind kind,
        StudyOptions options,
        int? heads = null,
        BaseWeight? weight = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }
        UpdateGenerator generator = new(options);
        Matrix<double> style = new(LoraStudy.Style(generator, options));
        NumpyRandom random = RandomStreams.For(options.Seed, RandomStreams.Updates);
        Matrix<double> update = kind switch
        {
            UpdateKind.Style => style,
            UpdateKind.Facts => new(LoraStudy.Facts(generator, options)),
            UpdateKind.Mixed => AddSparse(style, random),
            UpdateKind.Sparse => AddSparse(Noise(options, random), random),
            UpdateKind.Heads => AddHeads(Noise(options, random), random, heads),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of update."),
        };
        string name = kind.ToString().ToLowerInvariant();
        weight ??= BaseWeight.Gaussian(options.Rows, options.Columns, options.Seed);
        return new(
            FormattableString.Invariant(
                $"{name} update of {options.Rows}×{options.Columns}, seed {options.Seed}, noise {options.Noise}"
            ),
            [new LayerUpdate(name, update, weight)],
            []
        );
    }

    private static Matrix<double> Noise(StudyOptions options, NumpyRandom random)
    {
        Matrix<double> noise = new(options.Rows, options.Columns);
        foreach (ref double entry in noise.Elements)
        {
            entry = options.Noise * random.NextNormal();
        }
        return noise;
    }

    /// <summary>
    /// Adds a normal number to one entry in twenty, at least to one, at places drawn without repetition.
    /// </summary>
    private static Matrix<double> AddSparse(Matrix<double> update, NumpyRandom random)
    {
        Span<double> entries = update.Elements;
        int[] places = [.. Enumerable.Range(0, entries.Length)];
        int count = Math.Max(1, (int)(SparseShare * entries.Length));
        for (int i = 0; i < count; i++)
        {
            int j = i + (int)(random.NextDouble() * (places.Length - i));
            (places[i], places[j]) = (places[j], places[i]);
            entries[places[i]] += SparseDeviation * random.NextNormal();
        }
        return update;
    }

    /// <summary>
    /// Adds normal numbers to the rows of two heads, the second and the last but two, or of what there is.
    /// </summary>
    private static Matrix<double> AddHeads(Matrix<double> update, NumpyRandom random, int? heads)
    {
        int height = BlockSparseMethod.HeadRows(update.Rows, heads);
        int number = (update.Rows + height - 1) / height;
        foreach (int head in new[] { 1 % number, Math.Max(0, number - 1 - ChangedHeads) }.Distinct())
        {
            for (int i = head * height; i < Math.Min(update.Rows, (head + 1) * height); i++)
            {
                for (int j = 0; j < update.Columns; j++)
                {
                    update[i, j] += HeadDeviation * random.NextNormal();
                }
            }
        }
        return update;
    }
}
