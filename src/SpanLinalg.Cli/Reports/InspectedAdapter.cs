using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>What <c>inspect</c> reports of one adapter.</summary>
/// <param name="File">Its path.</param>
/// <param name="Dialect">How it names its factors.</param>
/// <param name="Layers">The spectra, in the file's order.</param>
/// <param name="Notes">What to know before trusting them.</param>
internal sealed record InspectedAdapter(
    string File,
    string Dialect,
    IReadOnlyList<LayerSpectrum> Layers,
    IReadOnlyList<string> Notes
)
{
    /// <summary>What JSON and CSV have of a layer.</summary>
    public static readonly IReadOnlyList<Column<LayerSpectrum>> LayerColumns =
    [
        new("file", layer => layer.File),
        new("name", layer => layer.Name),
        new("rows", layer => layer.Rows),
        new("columns", layer => layer.Columns),
        new("nominal_rank", layer => layer.NominalRank),
        new("scale", layer => layer.Scale),
        new("sigma_max", layer => layer.SigmaMax),
        new("frobenius_norm", layer => layer.FrobeniusNorm),
        new("stable_rank", layer => layer.StableRank),
        new("effective_rank", layer => layer.EffectiveRank),
        new("k90", layer => layer.K90),
        new("k99", layer => layer.K99),
        new("verdict", layer => Words(layer.Verdict)),
    ];

    public SpectrumTotals Totals { get; } = new([.. Layers]);

    public static InspectedAdapter Read(string path)
    {
        using Adapter adapter = AdapterReader.Read(path);
        string dialect = adapter.Dialect == AdapterDialect.Peft ? "PEFT" : "Segment Anything";
        return new(path, dialect, AdapterSpectrum.Of(adapter), adapter.Notes);
    }

    /// <summary>A verdict in words, the same in every format.</summary>
    public static string Words(UpdateVerdict verdict) =>
        verdict switch
        {
            UpdateVerdict.StyleLike => "style-like",
            UpdateVerdict.FactsLike => "facts-like",
            UpdateVerdict.InBetween => "in between",
            _ => "no update",
        };
}
