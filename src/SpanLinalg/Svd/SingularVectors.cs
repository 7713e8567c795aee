namespace SpanLinalg;

/// <summary>Which singular vectors a decomposition is to compute (LAPACK: jobz).</summary>
public enum SingularVectors
{
    /// <summary>The values only.</summary>
    None,

    /// <summary>The min(m, n) vectors on each side that belong to the values.</summary>
    Thin,

    /// <summary>All of them: U and V are square.</summary>
    Full,
}
