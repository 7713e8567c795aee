namespace SpanLinalg.Lora;

/// <summary>How the product of the two factors is scaled: ΔW = s·B·A.</summary>
public enum ScalingRule
{
    /// <summary>s = α/r (Hu et al., LoRA, 2021).</summary>
    Standard,

    /// <summary>s = α/√r (Kalajdzievski, rsLoRA, 2023).</summary>
    RankStabilized,
}

/// <summary>The arithmetic of <see cref="ScalingRule"/>.</summary>
public static class ScalingRuleExtensions
{
    /// <summary>The factor s for a given α and rank.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="alpha">α.</param>
    /// <param name="rank">r, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is less than 1, or there is no such rule.</exception>
    public static double Scale(this ScalingRule rule, double alpha, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        return rule switch
        {
            ScalingRule.Standard => alpha / rank,
            ScalingRule.RankStabilized => alpha / Math.Sqrt(rank),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such scaling rule."),
        };
    }
}
