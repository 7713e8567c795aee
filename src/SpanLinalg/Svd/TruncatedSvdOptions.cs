namespace SpanLinalg;

/// <summary>How much work a truncated singular value decomposition puts into its accuracy.</summary>
public sealed record TruncatedSvdOptions
{
    /// <summary>What is used where nothing is said.</summary>
    public static TruncatedSvdOptions Default { get; } = new();

    /// <summary>
    /// Columns sampled beyond the rank (10). Each lowers the odds of missing a direction, and costs as much as a column
    /// of the rank.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Oversampling
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>
    /// Times that AAᵀ is applied to the sample: each makes small singular values count less by the square of their
    /// ratio to the leading ones.
    /// </summary>
    /// <remarks>
    /// Null chooses 2, or 4 where the rank is below a tenth of the smaller side, since then much is left that could
    /// blur the sample.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? PowerIterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The seed of the random sample (0). The same seed gives the same bits, on one machine with one vector width.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Whether to look for NaN and infinities first, which reads A once (true).</summary>
    public bool CheckFinite { get; init; } = true;
}
