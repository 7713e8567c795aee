namespace SpanLinalg;

/// <summary>The side from which Q multiplies a matrix.</summary>
public enum QSide
{
    /// <summary>C ← QC.</summary>
    Left,

    /// <summary>C ← CQ.</summary>
    Right,
}
