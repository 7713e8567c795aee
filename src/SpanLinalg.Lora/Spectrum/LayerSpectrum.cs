namespace SpanLinalg.Lora;

/// <summary>The spectrum of one layer's update ΔW = s·B·A and what follows from it.</summary>
/// <remarks>Of a zero update every figure is zero and the verdict is <see cref="UpdateVerdict.NoUpdate"/>.</remarks>
public sealed record LayerSpectrum
{
    private readonly double[] singularValues;

    /// <summary>The figures that follow from singular values.</summary>
    /// <param name="layer">The layer they belong to.</param>
    /// <param name="singularValues">All min(nominal rank, rows, columns) of them, descending; kept, not copied.</param>
    internal LayerSpectrum(AdapterLayer layer, double[] singularValues)
    {
        this.singularValues = singularValues;
        File = layer.Path;
        Name = layer.Name;
        Rows = layer.Rows;
        Columns = layer.Columns;
        NominalRank = layer.NominalRank;
        Scale = layer.Scale;
        Parameters = layer.Parameters;
        FrobeniusNorm = SpectralNorms.Frobenius(singularValues);
        StableRank = SpectralNorms.StableRank(singularValues);
        EffectiveRank = SpectralNorms.EffectiveRank(singularValues);
        K90 = SpectralNorms.RankHolding(singularValues, 0.90);
        K99 = SpectralNorms.RankHolding(singularValues, 0.99);
        Verdict = VerdictRule.Judge(singularValues, Rows, Columns);
    }

    /// <summary>The file the layer was read from.</summary>
    public string File { get; }

    /// <summary>The adapted module.</summary>
    public string Name { get; }

    /// <summary>Rows of ΔW.</summary>
    public int Rows { get; }

    /// <summary>Columns of ΔW.</summary>
    public int Columns { get; }

    /// <summary>r, the inner dimension of B·A.</summary>
    public int NominalRank { get; }

    /// <summary>s.</summary>
    public double Scale { get; }

    /// <summary>The numbers that were trained: r·(rows + columns).</summary>
    public long Parameters { get; }

    /// <summary>All min(r, rows, columns) singular values of ΔW that can differ from zero, descending.</summary>
    public ReadOnlySpan<double> SingularValues => singularValues;

    /// <summary>σ₁ = ‖ΔW‖₂.</summary>
    public double SigmaMax => singularValues[0];

    /// <summary>‖ΔW‖_F.</summary>
    public double FrobeniusNorm { get; }

    /// <summary>‖ΔW‖_F²/‖ΔW‖₂²: how many directions as strong as the strongest would have this norm.</summary>
    public double StableRank { get; }

    /// <summary>
    /// exp of the entropy of σᵢ/Σσ (Roy and Vetterli, 2007): how many equal directions would be this spread.
    /// </summary>
    public double EffectiveRank { get; }

    /// <summary>The smallest rank that keeps 90 % of Σσ².</summary>
    public int K90 { get; }

    /// <summary>The smallest rank that keeps 99 % of Σσ².</summary>
    public int K99 { get; }

    /// <summary>What kind of update this is, by <see cref="VerdictRule"/>.</summary>
    public UpdateVerdict Verdict { get; }
}
