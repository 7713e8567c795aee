namespace SpanLinalg.Codegen.Tests;

/// <summary>A shape of the GEMM micro-kernel's tile.</summary>
/// <param name="Rows">One to eight.</param>
/// <param name="Vectors">One to three, in a row.</param>
/// <param name="Edge">How the last vector is read and written, by the name of its type.</param>
internal sealed record Tile(int Rows, int Vectors, string Edge)
{
    private const string Masked = "MaskedEdge";

    private static readonly string[] Numbers = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

    public static readonly IReadOnlyList<Tile> All =
    [
        .. from rows in Enumerable.Range(1, 8)
        from vectors in Enumerable.Range(1, 3)
        from edge in new[] { "WholeEdge", "PaddedEdge", Masked }
        select new Tile(rows, vectors, edge),
    ];

    /// <summary>Whether it has no masked vector.</summary>
    public bool IsWhole => Edge == "WholeEdge";

    public string[] TypeArguments => [Numbers[Rows - 1], Numbers[Vectors - 1], Edge];

    /// <summary>
    /// A multiply-add for each vector of the tile; null for tiles that are too tall for the registers, which are not used, and
    /// for masks that are made of single elements: loops of these are not what is looked at here.
    /// </summary>
    public int? FmasWith(int registers, bool hasMasks)
    {
        bool isMasked = Edge == Masked;
        int needed = (Rows * Vectors) + Vectors + 1 + (isMasked ? 1 : 0);
        return needed > registers || (isMasked && !hasMasks) ? null : Rows * Vectors;
    }

    public override string ToString() => $"{Rows}x{Vectors}{Edge}";
}
