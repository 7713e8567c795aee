using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Lora;

/// <summary>What the methods made of one update.</summary>
/// <param name="Options">How they were compared.</param>
/// <param name="Subject">What was compared over, in a few words.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Shapes">The layers' shapes, each once: "768×768".</param>
/// <param name="Entries">Entries of all layers: the parameters of full fine-tuning.</param>
/// <param name="UpdateNorm">‖ΔW‖_F over all layers.</param>
/// <param name="WeightNorm">‖W₀ + ΔW‖_F over all layers.</param>
/// <param name="BaseNorm">‖W₀‖_F over all layers.</param>
/// <param name="BaseIsStandIn">Whether W₀ was drawn at random for want of the real one.</param>
/// <param name="Budgets">Trainable parameters, ascending.</param>
/// <param name="Methods">One entry for each method.</param>
/// <param name="Frontier">
/// The fits over a full-precision base that no other one beats in both parameters and error, by parameters.
/// </param>
/// <param name="Recommendation">Which to choose, and why.</param>
/// <param name="Notes">What a reader should know before trusting the figures, one sentence each.</param>
public sealed record ComparisonReport(
    ComparisonOptions Options,
    string Subject,
    int Layers,
    IReadOnlyList<string> Shapes,
    long Entries,
    double UpdateNorm,
    double WeightNorm,
    double BaseNorm,
    bool BaseIsStandIn,
    IReadOnlyList<long> Budgets,
    IReadOnlyList<MethodResult> Methods,
    IReadOnlyList<FrontierPoint> Frontier,
    Advice Recommendation,
    IReadOnlyList<string> Notes
)
{
    /// <summary>One method at every budget.</summary>
    /// <param name="Name">The method.</param>
    /// <param name="Paper">Who published it.</param>
    /// <param name="QuantizesBase">Whether its base is in 4 bits.</param>
    /// <param name="LeastParameters">The budget it needs at least.</param>
    /// <param name="AtBudgets">What it made of each budget; null where the budget was below its least.</param>
    public sealed record MethodResult(
        string Name,
        string Paper,
        bool QuantizesBase,
        long LeastParameters,
        IReadOnlyList<FitFigures?> AtBudgets
    );

    /// <summary>The figures of one fit.</summary>
    /// <param name="Parameters">Numbers that are trained.</param>
    /// <param name="Bytes">What an adapter file stores.</param>
    /// <param name="Setting">What the method made of its budget.</param>
    /// <param name="Error">
    /// ‖Ŵ − (W₀ + ΔW)‖_F/‖ΔW‖_F. Of a quantised base it may exceed 1: the rounding is larger than the update.
    /// </param>
    /// <param name="WeightError">‖Ŵ − (W₀ + ΔW)‖_F/‖W₀ + ΔW‖_F, the error of the whole weight.</param>
    /// <param name="BaseErrors">
    /// ‖Q + BA − W₀‖_F/‖W₀‖_F after each iteration of a quantised initialisation; empty for the others.
    /// </param>
    /// <param name="BaseBitsPerWeight">Bits for an entry of the base model, averaged over the entries.</param>
    public sealed record FitFigures(
        long Parameters,
        long Bytes,
        string Setting,
        double Error,
        double WeightError,
        IReadOnlyList<double> BaseErrors,
        double BaseBitsPerWeight
    );

    /// <summary>A point of the frontier of error against parameters.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Fit">Its figures.</param>
    public sealed record FrontierPoint(string Method, FitFigures Fit);

    /// <summary>Which method to choose.</summary>
    /// <param name="Family">The kind of advice.</param>
    /// <param name="Method">The method's name.</param>
    /// <param name="Fit">Its figures at the smallest budget that reaches the target; null if nothing does.</param>
    /// <param name="LoraRank">The rank at which LoRA, the same for all layers, reaches the target.</param>
    /// <param name="Reason">Why, in sentences that follow from the figures.</param>
    public sealed record Advice(UpdateFamily Family, string Method, FitFigures? Fit, int LoraRank, string Reason);
}
