using static SpanLinalg.Lora.StudyReport;

namespace SpanLinalg.Lora;

/// <summary>What the study found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Style">The update of low rank under noise.</param>
/// <param name="Facts">The update of full rank.</param>
/// <param name="Scales">The two scaling rules side by side.</param>
public sealed record StudyReport(
    StudyOptions Options,
    GeneratedUpdate Style,
    GeneratedUpdate Facts,
    IReadOnlyList<ScaleAtRank> Scales
)
{
    /// <summary>One generated update ΔW and what becomes of it at each rank.</summary>
    /// <param name="Rank">The rank it was generated with, before the noise.</param>
    /// <param name="FirstRow">
    /// The first entries of its first row, at most eight: enough to recognise the random stream.
    /// </param>
    /// <param name="FrobeniusNorm">‖ΔW‖_F.</param>
    /// <param name="SingularValues">All min(rows, columns) of them, descending.</param>
    /// <param name="Errors">The relative errors at the ranks asked for, in that order.</param>
    /// <param name="Variance">The share of Σσ² that the leading singular values hold.</param>
    public sealed record GeneratedUpdate(
        int Rank,
        IReadOnlyList<double> FirstRow,
        double FrobeniusNorm,
        ReadOnlyMemory<double> SingularValues,
        IReadOnlyList<ErrorAtRank> Errors,
        IReadOnlyList<VarianceAtRank> Variance
    )
    {
        /// <summary>The share of ‖ΔW‖_F² that the best approximation of a rank keeps, in percent.</summary>
        /// <param name="rank">0 or more; above the number of singular values all of it is kept.</param>
        public double PercentKept(int rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rank);
            return LoraStudy.PercentKept(SingularValues.Span, rank);
        }

        /// <summary>The smallest rank whose best approximation keeps at least that share of ‖ΔW‖_F².</summary>
        /// <param name="percent">0 to 100.</param>
        public int RankKeeping(double percent) => SpectralNorms.RankHolding(SingularValues.Span, percent / 100);
    }

    /// <summary>‖ΔW − s·BA‖_F / ‖ΔW‖_F, where BA is the best approximation of ΔW at a rank.</summary>
    /// <param name="Rank">The rank r.</param>
    /// <param name="Standard">With s = α/r.</param>
    /// <param name="RankStabilized">With s = α/√r.</param>
    /// <param name="BestPossible">With s = 1: no matrix of this rank comes closer (Eckart–Young).</param>
    public sealed record ErrorAtRank(int Rank, double Standard, double RankStabilized, double BestPossible);

    /// <summary>The scale s that each rule gives.</summary>
    /// <param name="Rank">The rank r.</param>
    /// <param name="Standard">α/r.</param>
    /// <param name="RankStabilized">α/√r.</param>
    public sealed record ScaleAtRank(int Rank, double Standard, double RankStabilized);

    /// <summary>How much of an update its leading singular values hold.</summary>
    /// <param name="Rank">How many of them.</param>
    /// <param name="Percent">100·Σσ² over these, by Σσ² over all.</param>
    public sealed record VarianceAtRank(int Rank, double Percent);
}
