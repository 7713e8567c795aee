namespace SpanLinalg.Lora;

/// <summary>
/// The buffers for one layer's spectrum, grown to the largest layer they have met. One user at a time.
/// </summary>
internal sealed class SpectrumWorkspace
{
    private double[] a = [];
    private double[] b = [];
    private double[] scratch = [];

    /// <summary>The singular values of s·B·A, descending, without forming the product.</summary>
    /// <param name="layer">The layer; its file must be open.</param>
    /// <param name="singularValues">Exactly min(r, rows, columns) elements.</param>
    /// <exception cref="NotFiniteNumberException">A factor holds NaN or ±∞, or the core overflows.</exception>
    /// <remarks>Allocates only to grow. One thread, since the layers have the others.</remarks>
    public void SingularValues(AdapterLayer layer, Span<double> singularValues)
    {
        int rank = layer.NominalRank;
        Span<double> bElements = Grown(ref b, layer.Rows * rank);
        Span<double> aElements = Grown(ref a, rank * layer.Columns);
        layer.B.CopyTo(bElements);
        layer.A.CopyTo(aElements);
        int length = LowRankSvd.ValuesWorkspaceLength<double>(layer.Rows, layer.Columns, rank, Parallelism.None);
        LowRankSvd.Values(
            layer.Scale,
            new MatrixView<double>(bElements, layer.Rows, rank),
            new MatrixView<double>(aElements, rank, layer.Columns),
            singularValues,
            Grown(ref scratch, length),
            parallelism: Parallelism.None
        );
    }

    private static Span<double> Grown(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new double[length];
        }
        return buffer.AsSpan(0, length);
    }
}
