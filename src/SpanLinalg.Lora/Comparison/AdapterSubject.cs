using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>The updates of a real adapter.</summary>
public static class AdapterSubject
{
    /// <summary>Reads the layers into singular triplets, and their base weights.</summary>
    /// <param name="adapter">The open adapter.</param>
    /// <param name="weights">The base model; null for Gaussian stand-ins, one for each shape.</param>
    /// <param name="layer">Matches somewhere in the name of each layer that is wanted; null takes all.</param>
    /// <param name="seed">The seed of the stand-ins.</param>
    /// <exception cref="AdapterException">
    /// No layer matches, one has more than 2³¹ − 1 entries, or a factor holds NaN or ±∞.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// The base model lacks a layer's weight, or it has another shape or an element that is not finite.
    /// </exception>
    /// <exception cref="SafetensorsException">A type cannot be converted to double.</exception>
    /// <remarks>ΔW is not formed: QR of both factors and the SVD of the core, O((m + n)r²) flops a layer.</remarks>
    public static ComparisonSubject Read(Adapter adapter, Checkpoint? weights, Regex? layer, uint seed)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        AdapterLayer[] chosen = [.. adapter.Layers.Where(candidate => layer?.IsMatch(candidate.Name) ?? true)];
        if (chosen.Length == 0)
        {
            string names = AdapterReader.Listed([.. adapter.Layers.Select(candidate => candidate.Name)]);
            throw new AdapterException(adapter.Path, $"no layer matches '{layer}'; there are {names}");
        }

        if (chosen.FirstOrDefault(candidate => (long)candidate.Rows * candidate.Columns > int.MaxValue) is { } huge)
        {
            throw new AdapterException(
                adapter.Path,
                $"layer '{huge.Name}' is {huge.Rows}×{huge.Columns}, more than the {int.MaxValue} entries that are "
                    + "compared; leave it out"
            );
        }

        Dictionary<(int, int), BaseWeight> standIns = [];
        if (weights is null)
        {
            foreach (
                (int rows, int columns) in chosen.Select(candidate => (candidate.Rows, candidate.Columns)).Distinct()
            )
            {
                standIns.Add((rows, columns), BaseWeight.Gaussian(rows, columns, seed));
            }
        }
        LayerUpdate[] updates = new LayerUpdate[chosen.Length];
        ParallelLoop.Run(
            updates.Length,
            i =>
            {
                AdapterLayer candidate = chosen[i];
                BaseWeight weight = weights is null
                    ? standIns[(candidate.Rows, candidate.Columns)]
                    : WeightOf(candidate, weights);
                updates[i] = new(candidate.Name, Decompose(candidate), weight);
            }
        );

        int rank = chosen.Max(candidate => candidate.NominalRank);
        List<string> notes =
        [
            .. adapter.Notes,
            $"The update was trained as a LoRA of rank {rank}, so a LoRA of that rank is exact by construction: read "
                + "what less would have done.",
        ];
        return new(adapter.Path, updates, notes);
    }

    private static LowRankFactors Decompose(AdapterLayer layer)
    {
        Matrix<double> b = new(layer.Rows, layer.NominalRank);
        Matrix<double> a = new(layer.NominalRank, layer.Columns);
        layer.B.CopyTo(b.Elements);
        layer.A.CopyTo(a.Elements);
        try
        {
            SvdFactors<double> svd = LowRankSvd.Thin(layer.Scale, b, a, Parallelism.None);
            return new(svd.U, svd.S, svd.Vt, 0);
        }
        catch (NotFiniteNumberException exception)
        {
            throw new AdapterException(layer.Path, layer.NotFinite(), exception);
        }
    }

    /// <summary>The tensor <c>layer.weight</c>, which the base model may keep under a prefix.</summary>
    private static BaseWeight WeightOf(AdapterLayer layer, Checkpoint weights)
    {
        string name = $"{layer.Name}.weight";
        SafetensorsTensor[] found = weights.Find(name) is { } exact
            ? [exact]
            : [.. weights.Tensors.Where(tensor => tensor.Name.EndsWith($".{name}", StringComparison.Ordinal))];
        if (found.Length != 1)
        {
            throw new CheckpointException(
                weights.Path,
                found.Length == 0
                    ? $"there is no tensor '{name}' for layer '{layer.Name}' of {layer.Path}"
                    : $"'{name}' for layer '{layer.Name}' may be any of "
                        + $"{AdapterReader.Listed([.. found.Select(tensor => tensor.Name)])}"
            );
        }
        Matrix<double> weight = weights.ReadMatrix(found[0]);
        if (layer.Transposed)
        {
            weight = new(weight.Transposed);
        }
        return weight.Rows == layer.Rows && weight.Columns == layer.Columns
            ? BaseWeight.Of(weight)
            : throw new CheckpointException(
                weights.Path,
                $"tensor '{found[0].Name}' is {weight.Rows}×{weight.Columns}, but the update of layer '{layer.Name}' "
                    + $"is {layer.Rows}×{layer.Columns}"
            );
    }
}
