namespace SpanLinalg.Lora;

/// <summary>What carries an update, and so what kind of method suits it.</summary>
public enum UpdateFamily
{
    /// <summary>A few directions.</summary>
    LowRank,

    /// <summary>A few entries, blocks or heads.</summary>
    Sparse,

    /// <summary>Some directions and some entries together.</summary>
    LowRankPlusSparse,

    /// <summary>Directions tied to W₀ or to random frames.</summary>
    FrozenFrame,

    /// <summary>Nothing small: a rank near the full one, or the full weight.</summary>
    HighRank,

    /// <summary>The budgets that were compared are too small to tell.</summary>
    BudgetTooSmall,
}
