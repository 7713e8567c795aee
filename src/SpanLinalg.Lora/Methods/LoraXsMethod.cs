namespace SpanLinalg.Lora;

/// <summary>
/// LoRA-XS: ΔW ≈ U_r·R·V_rᵀ in the frozen frame of W₀'s leading singular vectors; only R, r × r, is trained.
/// </summary>
/// <remarks>
/// The frame is orthonormal, so R = U_rᵀ·ΔW·V_r is the least-squares fit. (The paper puts √S into both factors, which R
/// takes up.)
/// </remarks>
public sealed class LoraXsMethod()
    : LayerwiseMethod(
        "LoRA-XS",
        "Bałazy et al., LoRA-XS: Low-rank adaptation with extremely small number of parameters, 2024"
    )
{
    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.FrozenFrame;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => 1;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        int rank = (int)Math.Min(Math.Floor(Math.Sqrt(budget)), Math.Min(layer.Rows, layer.Columns));
        LowRankFactors frame = layer.Base.Frame(rank);
        Matrix<double> core = Project(layer, frame, rank);
        Matrix<double> Reconstruct() => Expand(frame, core);
        double error = layer.Checked(SpectralNorms.Remainder(layer.Norm, core.FrobeniusNorm()), Reconstruct);
        return new((long)rank * rank, $"r = {rank}", error, Reconstruct);
    }

    /// <summary>R = U_rᵀ·ΔW·V_r.</summary>
    internal static Matrix<double> Project(LayerUpdate layer, LowRankFactors frame, int rank)
    {
        Matrix<double> image = new(layer.Rows, rank);
        layer.Multiply(frame.Vt.View.Slice(0, 0, rank, layer.Columns).Transposed, image);
        Matrix<double> core = new(rank, rank);
        Gemm.Multiply(frame.U.View.Slice(0, 0, layer.Rows, rank).Transposed, image, core);
        return core;
    }

    /// <summary>U_r·R·V_rᵀ.</summary>
    internal static Matrix<double> Expand(LowRankFactors frame, Matrix<double> core)
    {
        Matrix<double> left = new(frame.U.Rows, core.Columns);
        Gemm.Multiply(frame.U.View.Slice(0, 0, frame.U.Rows, core.Rows), core, left);
        Matrix<double> update = new(frame.U.Rows, frame.Vt.Columns);
        Gemm.Multiply(left, frame.Vt.View.Slice(0, 0, core.Columns, frame.Vt.Columns), update);
        return update;
    }
}
