namespace SpanLinalg.Lora;

/// <summary>A family of updates with few parameters, and how to find the member nearest to a given update.</summary>
/// <remarks>
/// What is asked is what a method can <i>represent</i>: the member of its family with the smallest ‖Ŵ − (W₀ + ΔW)‖_F,
/// or the nearest that an alternating fit finds. Whether training would get there is another question. Methods hold no
/// state; one instance may fit on several threads.
/// </remarks>
public interface IUpdateMethod
{
    /// <summary>The name in its paper.</summary>
    string Name { get; }

    /// <summary>Who published it, where and when.</summary>
    string Paper { get; }

    /// <summary>What an update must be like for it to suit.</summary>
    UpdateFamily Family { get; }

    /// <summary>
    /// Whether it trains on top of a quantised base, so that its error holds the rounding of the base too.
    /// </summary>
    bool QuantizesBase { get; }

    /// <summary>The fewest trainable parameters with which it can do anything for these layers.</summary>
    /// <param name="layers">The layers, at least one.</param>
    long LeastParameters(IReadOnlyList<LayerUpdate> layers);

    /// <summary>The best update within a budget.</summary>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="budget">Trainable parameters over all layers, at least <see cref="LeastParameters"/>.</param>
    /// <returns>What was reached; its parameters may be fewer than the budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is below the least.</exception>
    UpdateFit Fit(IReadOnlyList<LayerUpdate> layers, long budget);
}
