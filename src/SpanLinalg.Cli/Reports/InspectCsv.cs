using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>The spectra as a table of one layer a line.</summary>
internal static class InspectCsv
{
    public static string Compose(IReadOnlyList<InspectedAdapter> adapters)
    {
        CsvText csv = new(
            "file",
            "name",
            "rows",
            "columns",
            "nominal_rank",
            "scale",
            "sigma_max",
            "frobenius_norm",
            "stable_rank",
            "effective_rank",
            "k90",
            "k99",
            "verdict"
        );
        foreach (LayerSpectrum layer in adapters.SelectMany(adapter => adapter.Layers))
        {
            csv.Record(
                layer.File,
                layer.Name,
                layer.Rows,
                layer.Columns,
                layer.NominalRank,
                layer.Scale,
                layer.SigmaMax,
                layer.FrobeniusNorm,
                layer.StableRank,
                layer.EffectiveRank,
                layer.K90,
                layer.K99,
                InspectedAdapter.Words(layer.Verdict)
            );
        }
        return csv.ToString();
    }
}
