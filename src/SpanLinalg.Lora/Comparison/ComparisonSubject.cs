namespace SpanLinalg.Lora;

/// <summary>The layers that methods are compared over.</summary>
/// <param name="Description">What they are, in a few words.</param>
/// <param name="Layers">At least one.</param>
/// <param name="Notes">What a reader should know before trusting the figures, one sentence each.</param>
public sealed record ComparisonSubject(
    string Description,
    IReadOnlyList<LayerUpdate> Layers,
    IReadOnlyList<string> Notes
)
{
    /// <summary>What makes a comparison impossible, in one sentence; null if nothing does.</summary>
    public string? Problem() =>
        Layers.Count == 0 ? $"{Description}: there is no layer."
        : Layers.All(layer => layer.Norm == 0)
            ? $"{Description}: the update is zero, so there is nothing to approximate."
        : null;
}
