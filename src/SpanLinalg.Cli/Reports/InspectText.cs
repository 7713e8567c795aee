using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>The spectra as tables, with the totals in sentences.</summary>
internal static class InspectText
{
    private const string Legend =
        "k90, k99: the smallest rank that keeps that percentage of the energy Σσ². Verdict: no update if ΔW is zero; "
        + "in between if it has a single singular value, which cannot tell; facts-like if the last of its q = "
        + "min(rank, rows, columns) singular values is at least half of the first, or if k90 exceeds a quarter of "
        + "the layer's smaller side, where that is 8 or more; else style-like if the last is at most a fifth of "
        + "the first, or if k90 is at most q/2; else in between.";

    public static string Compose(IReadOnlyList<InspectedAdapter> adapters, int width)
    {
        ReportWriter text = new(width);
        foreach (InspectedAdapter adapter in adapters)
        {
            Layers(text, adapter);
            Totals(text, adapter.Totals);
            foreach (string note in adapter.Notes)
            {
                text.Paragraph(note, "  Note: ");
            }
            text.Line();
        }
        if (adapters.Count > 1)
        {
            Summary(text, adapters);
        }
        text.Paragraph(Legend);
        return text.ToString();
    }

    private static void Layers(ReportWriter text, InspectedAdapter adapter) =>
        text.Table(
            $"{adapter.File} ({adapter.Dialect})",
            [
                "layer",
                "shape",
                "rank",
                "scale",
                "σ₁",
                "‖ΔW‖_F",
                "stable rank",
                "effective rank",
                "k90",
                "k99",
                "verdict",
            ],
            adapter.Layers.Select(layer =>
                (string[])
                    [
                        layer.Name,
                        $"{layer.Rows}×{layer.Columns}",
                        Number(layer.NominalRank),
                        Significant(layer.Scale),
                        Significant(layer.SigmaMax),
                        Significant(layer.FrobeniusNorm),
                        Number(layer.StableRank, 2),
                        Number(layer.EffectiveRank, 2),
                        Number(layer.K90),
                        Number(layer.K99),
                        InspectedAdapter.Words(layer.Verdict),
                    ]
            )
        );

    private static void Totals(ReportWriter text, SpectrumTotals totals)
    {
        text.Line(
            $"  {totals.Layers} {(totals.Layers == 1 ? "layer" : "layers")}, {totals.Parameters} parameters, nominal "
                + $"rank {NominalRank(totals)}"
        );
        text.Line(
            $"  Mean stable rank {Number(totals.MeanStableRank, 2)}, effective rank "
                + $"{Number(totals.MeanEffectiveRank, 2)}, k90 {Number(totals.MeanK90, 2)}, k99 "
                + $"{Number(totals.MeanK99, 2)}"
        );
        text.Line(
            $"  Verdict: {InspectedAdapter.Words(totals.Verdict)} ({totals.StyleLike} style-like, {totals.InBetween} "
                + $"in between, {totals.FactsLike} facts-like, {totals.NoUpdate} without update)"
        );
        if (totals.Verdict != UpdateVerdict.NoUpdate)
        {
            text.Line(
                $"  Rank that would have been enough for every layer: {totals.RankFor99Percent} to keep 99 % of the "
                    + $"energy, {totals.RankFor90Percent} to keep 90 %"
            );
        }
        if (totals.FactsLike > 0)
        {
            text.Line(
                "  A facts-like layer had not died out where its rank ended: for it, more than this rank may be worth "
                    + "trying."
            );
        }
    }

    private static void Summary(ReportWriter text, IReadOnlyList<InspectedAdapter> adapters) =>
        text.Table(
            "All adapters",
            [
                "adapter",
                "layers",
                "parameters",
                "rank",
                "stable rank",
                "effective rank",
                "k90",
                "k99",
                "enough for 90 %",
                "for 99 %",
                "verdict",
            ],
            adapters.Select(adapter =>
                (string[])
                    [
                        adapter.File,
                        Number(adapter.Totals.Layers),
                        Number(adapter.Totals.Parameters),
                        NominalRank(adapter.Totals),
                        Number(adapter.Totals.MeanStableRank, 2),
                        Number(adapter.Totals.MeanEffectiveRank, 2),
                        Number(adapter.Totals.MeanK90, 2),
                        Number(adapter.Totals.MeanK99, 2),
                        Number(adapter.Totals.RankFor90Percent),
                        Number(adapter.Totals.RankFor99Percent),
                        InspectedAdapter.Words(adapter.Totals.Verdict),
                    ]
            )
        );

    private static string NominalRank(SpectrumTotals totals) =>
        totals.SmallestNominalRank == totals.LargestNominalRank
            ? Number(totals.LargestNominalRank)
            : $"{totals.SmallestNominalRank}–{totals.LargestNominalRank}";
}
