using System.Text.RegularExpressions;

namespace SpanLinalg.Lora;

/// <summary>The updates between two checkpoints of one model.</summary>
public static class CheckpointSubject
{
    /// <summary>
    /// Weights and updates are held in double, 16 bytes an entry: more would not fit into usual machines.
    /// </summary>
    public const long MostEntries = 1 << 28;

    /// <summary>Reads W₀ and ΔW of every matrix that was changed.</summary>
    /// <param name="source">The model before.</param>
    /// <param name="tuned">The model after.</param>
    /// <param name="layer">
    /// Matches somewhere in the name of each tensor that is wanted; null takes every matrix.
    /// </param>
    /// <exception cref="CheckpointException">
    /// No matrix matches; one of them is missing in the other checkpoint or has another shape there; they are too many;
    /// all are unchanged; an element is not finite.
    /// </exception>
    /// <exception cref="SafetensorsException">A type cannot be converted to double.</exception>
    public static ComparisonSubject Read(Checkpoint source, Checkpoint tuned, Regex? layer)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tuned);
        IReadOnlyList<SafetensorsTensor> matrices = Matrices(source, layer);
        CheckSame(source, tuned, matrices, Matrices(tuned, layer));

        List<LayerUpdate> layers = [];
        foreach (SafetensorsTensor tensor in matrices)
        {
            Matrix<double> before = source.ReadMatrix(tensor);
            Matrix<double> after = tuned.ReadMatrix(tuned.Find(tensor.Name)!);
            LayerUpdate update = new(tensor.Name, after - before, BaseWeight.Of(before));
            if (update.Norm > 0)
            {
                layers.Add(update);
            }
        }
        if (layers.Count == 0)
        {
            throw new CheckpointException(tuned.Path, $"every matrix is as in {source.Path}, so there is no update");
        }
        int unchanged = matrices.Count - layers.Count;
        return new(
            $"{tuned.Path} against {source.Path}",
            layers,
            unchanged == 0 ? [] : [$"{unchanged} of {matrices.Count} matrices are unchanged and were left out."]
        );
    }

    /// <summary>The one matrix whose name matches, as a weight to put a simulated update on.</summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="layer">Matches somewhere in its name; null if there is only one.</param>
    /// <exception cref="CheckpointException">None matches, or several do; an element is not finite.</exception>
    public static BaseWeight OnlyWeight(Checkpoint checkpoint, Regex? layer)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        IReadOnlyList<SafetensorsTensor> matrices = Matrices(checkpoint, layer);
        return matrices.Count == 1
            ? BaseWeight.Of(checkpoint.ReadMatrix(matrices[0]))
            : throw new CheckpointException(
                checkpoint.Path,
                "one matrix is wanted, and the layers that match are "
                    + $"{AdapterReader.Listed([.. matrices.Select(tensor => tensor.Name)])}"
            );
    }

    /// <summary>The matrices of a checkpoint whose names match.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    internal static IReadOnlyList<SafetensorsTensor> Matrices(Checkpoint checkpoint, Regex? layer)
    {
        SafetensorsTensor[] all = [.. checkpoint.Tensors.Where(tensor => tensor.Shape.Count == 2 && tensor.Length > 0)];
        SafetensorsTensor[] matching = [.. all.Where(tensor => layer?.IsMatch(tensor.Name) ?? true)];
        if (matching.Length > 0)
        {
            return matching;
        }
        throw new CheckpointException(
            checkpoint.Path,
            all.Length == 0
                ? "there is no matrix in it"
                : $"no matrix matches '{layer}'; there are "
                    + $"{AdapterReader.Listed([.. all.Select(tensor => tensor.Name)])}"
        );
    }

    private static void CheckSame(
        Checkpoint source,
        Checkpoint tuned,
        IReadOnlyList<SafetensorsTensor> before,
        IReadOnlyList<SafetensorsTensor> after
    )
    {
        const string Advice = "choose layers that both have";
        foreach (SafetensorsTensor tensor in before)
        {
            SafetensorsTensor other =
                tuned.Find(tensor.Name)
                ?? throw new CheckpointException(
                    tuned.Path,
                    $"tensor '{tensor.Name}' of {source.Path} is missing; {Advice}"
                );
            if (!tensor.Shape.SequenceEqual(other.Shape))
            {
                throw new CheckpointException(
                    tuned.Path,
                    $"tensor '{tensor.Name}' has shape [{string.Join(", ", other.Shape)}], in {source.Path} "
                        + $"[{string.Join(", ", tensor.Shape)}]"
                );
            }
        }
        if (after.FirstOrDefault(tensor => source.Find(tensor.Name) is null) is { } extra)
        {
            throw new CheckpointException(source.Path, $"tensor '{extra.Name}' of {tuned.Path} is missing; {Advice}");
        }
        long entries = before.Sum(tensor => tensor.Length);
        if (entries > MostEntries)
        {
            throw new CheckpointException(
                source.Path,
                $"{before.Count} matrices have {entries} entries, more than the {MostEntries} that are compared at "
                    + "once; choose fewer layers"
            );
        }
    }
}
