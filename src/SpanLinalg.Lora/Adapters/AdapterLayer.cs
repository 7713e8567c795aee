namespace SpanLinalg.Lora;

/// <summary>One adapted layer: ΔW = s·B·A.</summary>
/// <remarks>
/// A convolution's factors are taken as matrices: A (r × in × k × k) as r × in·k·k, B (out × r × 1 × 1) as out × r.
/// </remarks>
public sealed class AdapterLayer
{
    internal AdapterLayer(string path, string name, SafetensorsTensor a, SafetensorsTensor b)
    {
        Path = path;
        Name = name;
        A = a;
        B = b;
        (NominalRank, Columns) = MatrixShape(path, a);
        (Rows, int rankOfB) = MatrixShape(path, b);
        if (rankOfB != NominalRank)
        {
            throw new AdapterException(
                path,
                $"the factors of layer '{name}' do not fit: '{a.Name}' has rank {NominalRank}, '{b.Name}' has rank "
                    + $"{rankOfB}"
            );
        }
    }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The adapted module, without the wrapper's <c>base_model.model.</c>.</summary>
    public string Name { get; }

    /// <summary>Rows of B·A: the layer's outputs.</summary>
    public int Rows { get; }

    /// <summary>Columns of B·A: the layer's inputs.</summary>
    public int Columns { get; }

    /// <summary>r, the inner dimension of B·A. The rank of ΔW cannot exceed it, nor rows, nor columns.</summary>
    public int NominalRank { get; }

    /// <summary>s.</summary>
    public double Scale { get; internal set; } = 1;

    /// <summary>
    /// Whether the base model stores this weight as inputs × outputs, so that (B·A)ᵀ is what is added to it:
    /// embeddings, and layers of an adapter with <c>fan_in_fan_out</c>.
    /// </summary>
    public bool Transposed { get; internal init; }

    /// <summary>r × columns, row-major once its trailing dimensions are flattened.</summary>
    public SafetensorsTensor A { get; }

    /// <summary>rows × r, row-major once its trailing dimensions are flattened.</summary>
    public SafetensorsTensor B { get; }

    /// <summary>The numbers that were trained: r·(rows + columns).</summary>
    public long Parameters => A.Length + B.Length;

    /// <summary>Why arithmetic with the factors has met NaN or ±∞, as part of a sentence. Reads them again.</summary>
    internal string NotFinite()
    {
        foreach (SafetensorsTensor factor in (ReadOnlySpan<SafetensorsTensor>)[A, B])
        {
            double[] elements = new double[factor.Length];
            factor.CopyTo(elements);
            if (factor.NotFinite(elements) is { } problem)
            {
                return problem;
            }
        }
        return $"the update of layer '{Name}' overflows a double";
    }

    private static (int Rows, int Columns) MatrixShape(string path, SafetensorsTensor tensor)
    {
        if (tensor.Shape.Count < 2)
        {
            throw new AdapterException(
                path,
                $"the factor '{tensor.Name}' is no matrix: the number of its dimensions is {tensor.Shape.Count}"
            );
        }
        if (tensor.Length is 0 or > int.MaxValue)
        {
            throw new AdapterException(
                path,
                $"the factor '{tensor.Name}' has {tensor.Length} elements; 1 to {int.MaxValue} can be read"
            );
        }
        return ((int)tensor.Shape[0], (int)(tensor.Length / tensor.Shape[0]));
    }
}
