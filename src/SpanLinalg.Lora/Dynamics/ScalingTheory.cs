namespace SpanLinalg.Lora;

/// <summary>The exponents in r that theory gives for the start of training with γ = α·r^(−p) and B = 0.</summary>
/// <remarks>
/// <para>
/// The laws (Kalajdzievski, "A rank stabilization scaling factor for fine-tuning with LoRA", 2023): ∂L/∂B = γRᵀZ, and
/// the r entries of an input's z = Ax are independent, so ‖∂L/∂B‖ ∝ γ√r. After one step of SGD B is −η∂L/∂B, and the
/// output moves by γBz ∝ γ²·zᵀz ∝ γ²r. A step of Adam has entries ±η: γBz ∝ γ·Σ|z| ∝ γr. If A's entries have standard
/// deviation r^(−q), each factor z brings r^(−q) along.
/// </para>
/// <para>
/// They are laws of large r. The part of the output that moves is on top of a random one, since the z of different
/// inputs are only almost orthogonal: the mean square over d orthogonal inputs that the step was taken with is
/// proportional to r(r + d + 1) for SGD (E[WMW] = r(r + 1)M + r·tr(M)·I for a Wishart matrix W = AᵀA of r degrees of
/// freedom) and to r(r + πd/2 − 1) for Adam (from E[z·sign z] = √(2/π)). On the b inputs of the minibatch d is b; the
/// norm ‖γBA‖_F takes in all n directions, so there d is n, and as long as r is much smaller than the layer the norm
/// grows by half an exponent less than the output.
/// </para>
/// </remarks>
internal static class ScalingTheory
{
    /// <summary>The exponent of ‖∂L/∂B‖ at the start.</summary>
    public static double GradientNorm(double exponent, FactorInitialization initialization) =>
        0.5 - exponent - Shrinking(initialization);

    /// <summary>The exponent of the forward change after one step.</summary>
    public static double ForwardChange(OptimizerKind optimizer, double exponent, FactorInitialization initialization) =>
        1 - (Factors(optimizer) * (exponent + Shrinking(initialization)));

    /// <summary>The exponent that a fit over some ranks finds in the change of d directions after one step.</summary>
    /// <param name="optimizer">What made the step.</param>
    /// <param name="exponent">p.</param>
    /// <param name="initialization">How A was drawn.</param>
    /// <param name="ranks">The ranks of the fit.</param>
    /// <param name="directions">d: b for the output on the minibatch, n for ‖ΔW‖.</param>
    public static double AtSize(
        OptimizerKind optimizer,
        double exponent,
        FactorInitialization initialization,
        IReadOnlyList<int> ranks,
        int directions
    )
    {
        double offset = IsAdaptive(optimizer) ? (Math.PI / 2 * directions) - 1 : directions + 1;
        double[] moved = [.. ranks.Select(rank => Math.Sqrt(rank * (rank + offset)))];
        return PowerLaw.Exponent(ranks, moved) - 1 + ForwardChange(optimizer, exponent, initialization);
    }

    /// <summary>Whether the size of a step does not depend on that of the gradient.</summary>
    public static bool IsAdaptive(OptimizerKind optimizer) => optimizer is OptimizerKind.Adam or OptimizerKind.AdamW;

    /// <summary>
    /// The p at which the forward change after one step would not depend on the rank, by its slope at another p.
    /// </summary>
    /// <remarks>The first step's slope is a straight line in p, since γ only multiplies it.</remarks>
    public static double StableExponent(OptimizerKind optimizer, double exponent, double slope) =>
        exponent + (slope / Factors(optimizer));

    /// <summary>
    /// The exponent of the learning rate that keeps the first step of the output the same at every rank.
    /// </summary>
    /// <remarks>That step is proportional to the rate, with SGD as with Adam.</remarks>
    public static double LearningRate(OptimizerKind optimizer, double exponent, FactorInitialization initialization) =>
        -ForwardChange(optimizer, exponent, initialization);

    // How often γ, and with it the size of A, enters into the first step: through the output, and through the gradient
    // unless that is normalised.
    private static int Factors(OptimizerKind optimizer) => IsAdaptive(optimizer) ? 1 : 2;

    private static double Shrinking(FactorInitialization initialization) =>
        initialization == FactorInitialization.Gaussian ? 1 : 0;
}
