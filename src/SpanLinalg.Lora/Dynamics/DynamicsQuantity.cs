namespace SpanLinalg.Lora;

/// <summary>What a slope is fitted to.</summary>
public enum DynamicsQuantity
{
    /// <summary>‖∂L/∂B‖_F at the start.</summary>
    GradientNorm,

    /// <summary><see cref="DynamicsReport.CurvePoint.ForwardChange"/>.</summary>
    ForwardChange,

    /// <summary><see cref="DynamicsReport.CurvePoint.UpdateNorm"/>.</summary>
    UpdateNorm,
}
