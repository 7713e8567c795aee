using System.Text.Json;
using SpanLinalg.Lora;

namespace SpanLinalg.Cli;

/// <summary>The spectra as JSON: all layers, the totals over all of them, and the totals of each adapter.</summary>
internal static class InspectJson
{
    public static string Compose(IReadOnlyList<InspectedAdapter> adapters) =>
        JsonText.Compose(writer =>
        {
            LayerSpectrum[] layers = [.. adapters.SelectMany(adapter => adapter.Layers)];
            writer.WriteObjects("layers", layers, InspectedAdapter.LayerColumns);
            Write(writer, new SpectrumTotals(layers));
            writer.WriteObjects(
                "adapters",
                adapters,
                adapter =>
                {
                    writer.WriteString("file", adapter.File);
                    writer.WriteString("dialect", adapter.Dialect);
                    writer.WriteArray("notes", adapter.Notes);
                    Write(writer, adapter.Totals);
                }
            );
        });

    private static void Write(Utf8JsonWriter writer, SpectrumTotals totals)
    {
        writer.WriteStartObject("totals");
        writer.WriteNumber("layers", totals.Layers);
        writer.WriteNumber("parameters", totals.Parameters);
        writer.WriteNumber("nominal_rank_min", totals.SmallestNominalRank);
        writer.WriteNumber("nominal_rank_max", totals.LargestNominalRank);
        writer.WriteFinite("mean_stable_rank", totals.MeanStableRank);
        writer.WriteFinite("mean_effective_rank", totals.MeanEffectiveRank);
        writer.WriteFinite("mean_k90", totals.MeanK90);
        writer.WriteFinite("mean_k99", totals.MeanK99);
        writer.WriteNumber("rank_for_90_percent", totals.RankFor90Percent);
        writer.WriteNumber("rank_for_99_percent", totals.RankFor99Percent);
        writer.WriteStartObject("verdicts");
        writer.WriteNumber(InspectedAdapter.Words(UpdateVerdict.StyleLike), totals.StyleLike);
        writer.WriteNumber(InspectedAdapter.Words(UpdateVerdict.InBetween), totals.InBetween);
        writer.WriteNumber(InspectedAdapter.Words(UpdateVerdict.FactsLike), totals.FactsLike);
        writer.WriteNumber(InspectedAdapter.Words(UpdateVerdict.NoUpdate), totals.NoUpdate);
        writer.WriteEndObject();
        writer.WriteString("verdict", InspectedAdapter.Words(totals.Verdict));
        writer.WriteEndObject();
    }
}
