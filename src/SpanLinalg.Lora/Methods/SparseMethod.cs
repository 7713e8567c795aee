namespace SpanLinalg.Lora;

/// <summary>A sparse update: the entries of largest magnitude, wherever they are.</summary>
/// <remarks>
/// No choice of k entries leaves less. Only their values are trained and counted; their places must be stored too, and
/// count as bytes.
/// </remarks>
public sealed class SparseMethod()
    : LayerwiseMethod("sparse", "Guo, Rush and Kim, Parameter-efficient transfer learning with diff pruning, 2021")
{
    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.Sparse;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => 1;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        long count = Math.Min(budget, layer.Entries);
        using RentedMatrix update = new(layer.Rows, layer.Columns);
        layer.CopyTo(update.View);
        double error = LargestEntries.Keep(update.Elements, count);
        return new LayerFit(
            count,
            $"k = {count}",
            error,
            () =>
            {
                Matrix<double> kept = new(layer.ToMatrix());
                LargestEntries.Keep(kept.Elements, count);
                return kept;
            }
        ) with
        {
            Bytes = count * (LayerFit.BytesPerParameter + LayerFit.BytesPerIndex),
        };
    }
}
