using SpanLinalg.Lora;
using static SpanLinalg.Cli.ReportWriter;

namespace SpanLinalg.Cli;

/// <summary>What the parts of the dynamics are called in all reports.</summary>
internal static class DynamicsNames
{
    public static string Of(OptimizerKind optimizer) =>
        optimizer switch
        {
            OptimizerKind.Sgd => "sgd",
            OptimizerKind.Momentum => "momentum",
            OptimizerKind.Adam => "adam",
            _ => "adamw",
        };

    /// <summary>The optimiser as people write it.</summary>
    public static string Title(OptimizerKind optimizer) =>
        optimizer switch
        {
            OptimizerKind.Sgd => "SGD",
            OptimizerKind.Momentum => "Momentum",
            OptimizerKind.Adam => "Adam",
            _ => "AdamW",
        };

    public static string Of(DynamicsQuantity quantity) =>
        quantity switch
        {
            DynamicsQuantity.GradientNorm => "gradient_norm",
            DynamicsQuantity.ForwardChange => "forward_change",
            _ => "update_norm",
        };

    public static string Of(TrainingTarget target) => target == TrainingTarget.Style ? "style" : "facts";

    public static string Of(FactorInitialization initialization) =>
        initialization == FactorInitialization.Gaussian ? "gaussian" : "kaiming";

    /// <summary>γ as a formula.</summary>
    public static string Scale(double exponent) =>
        exponent switch
        {
            0 => "α",
            0.25 => "α/r^¼",
            0.5 => "α/√r",
            1 => "α/r",
            > 0 => $"α/r^{Significant(exponent)}",
            _ => $"α·r^{Significant(-exponent)}",
        };

    /// <summary>So many of something.</summary>
    public static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";
}
