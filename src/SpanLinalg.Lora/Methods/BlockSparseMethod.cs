namespace SpanLinalg.Lora;

/// <summary>A block-sparse update: whole blocks of entries, those of largest norm.</summary>
/// <remarks>
/// Blocks tile the matrix from its first entry; the last ones of a row or column may be smaller, and cost as much as
/// they have entries. Equal blocks are chosen by norm, which is optimal; where they differ in size, by energy for each
/// parameter, largest first, as far as the budget goes. An attention head is a block of the rows that make its output.
/// </remarks>
public sealed class BlockSparseMethod : LayerwiseMethod
{
    private readonly Func<LayerUpdate, (int Rows, int Columns)> shape;
    private readonly string noun;

    private BlockSparseMethod(string name, string noun, string paper, Func<LayerUpdate, (int, int)> shape)
        : base(name, paper) => (this.noun, this.shape) = (noun, shape);

    /// <summary>Square blocks.</summary>
    /// <param name="side">Rows and columns of a block, 1 or more.</param>
    public static BlockSparseMethod Blocks(int side) =>
        new(
            $"{side}×{side} blocks",
            "blocks",
            "Gray, Radford and Kingma, GPU kernels for block-sparse weights, 2017",
            layer => (Math.Min(side, layer.Rows), Math.Min(side, layer.Columns))
        );

    /// <summary>Whole heads.</summary>
    /// <param name="heads">
    /// Heads of a layer; null for heads of 64 rows, or for eight heads where there are at most 64 rows.
    /// </param>
    public static BlockSparseMethod Heads(int? heads) =>
        new(
            "heads",
            "heads",
            "Michel, Levy and Neubig, Are sixteen heads really better than one?, 2019",
            layer => (HeadRows(layer.Rows, heads), layer.Columns)
        );

    /// <summary>The rows of a head.</summary>
    internal static int HeadRows(int rows, int? heads)
    {
        const int UsualRows = 64;
        const int UsualHeads = 8;
        int usual = rows > UsualRows ? (rows + UsualRows - 1) / UsualRows : UsualHeads;
        int number = Math.Min(rows, heads ?? usual);
        return (rows + number - 1) / number;
    }

    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.Sparse;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer)
    {
        (int rows, int columns) = shape(layer);
        return (long)rows * columns;
    }

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        (int rows, int columns) = shape(layer);
        using RentedMatrix update = new(layer.Rows, layer.Columns);
        layer.CopyTo(update.View);
        int across = (layer.Columns + columns - 1) / columns;
        double[] energies = new double[across * ((layer.Rows + rows - 1) / rows)];
        for (int i = 0; i < layer.Rows; i++)
        {
            ReadOnlySpan<double> row = update.Elements.Slice(i * layer.Columns, layer.Columns);
            int block = i / rows * across;
            for (int j = 0; j < layer.Columns; j += columns)
            {
                ReadOnlySpan<double> part = row.Slice(j, Math.Min(columns, layer.Columns - j));
                energies[block++] += Blas1.Dot(part, part);
            }
        }
        long SizeOf(int block) =>
            (long)Math.Min(rows, layer.Rows - (block / across * rows))
            * Math.Min(columns, layer.Columns - (block % across * columns));

        double[] worth = new double[energies.Length];
        int[] order = new int[energies.Length];
        for (int block = 0; block < order.Length; block++)
        {
            worth[block] = -energies[block] / SizeOf(block);
            order[block] = block;
        }
        Array.Sort(worth, order);
        HashSet<(int, int)> kept = [];
        long parameters = 0;
        double missed = 0;
        foreach (int block in order)
        {
            if (parameters + SizeOf(block) <= budget)
            {
                parameters += SizeOf(block);
                kept.Add((block / across * rows, block % across * columns));
            }
            else
            {
                missed += energies[block];
            }
        }
        return new LayerFit(
            parameters,
            $"{kept.Count} of {energies.Length} {noun}",
            Math.Sqrt(missed),
            () =>
            {
                Matrix<double> full = layer.ToMatrix();
                Matrix<double> sparse = new(layer.Rows, layer.Columns);
                foreach ((int row, int column) in kept)
                {
                    int height = Math.Min(rows, layer.Rows - row);
                    int width = Math.Min(columns, layer.Columns - column);
                    full.View.Slice(row, column, height, width).CopyTo(sparse.View.Slice(row, column, height, width));
                }
                return sparse;
            }
        ) with
        {
            Bytes = (LayerFit.BytesPerParameter * parameters) + (LayerFit.BytesPerIndex * kept.Count),
        };
    }
}
