namespace SpanLinalg.Codegen.Tests;

/// <summary>A shape of the GEMM micro-kernel's tile.</summary>
/// <param name="Rows">One to eight.</param>
/// <param name="Vectors">One to three, in a row.</param>
/// <param name="Edge">How the last vector is read and written, by the name of its type.</param>
internal sealed record Tile(int Rows, int Vectors, string Edge) : IShape
{
    private const string Shared = "SharedEdge";

    private const string Masked = "MaskedEdge";

    public static readonly IReadOnlyList<Tile> All =
    [
        .. from rows in Enumerable.Range(1, 8)
        from vectors in Enumerable.Range(1, 3)
        from edge in new[] { "WholeEdge", vectors == 1 ? Masked : Shared }
        select new Tile(rows, vectors, edge),
    ];

    public bool IsMasked => Edge == Masked;

    /// <summary>
    /// Columns, where a vector has so many lanes; a shared edge has a last vector with one column of its own.
    /// </summary>
    public int Columns(int lanes) => Edge == Shared ? ((Vectors - 1) * lanes) + 1 : Vectors * lanes;

    public string[] TypeArguments => [IShape.Number(Rows), IShape.Number(Vectors), Edge];

    /// <summary>
    /// A multiply-add for each vector of the tile; null for tiles that are too tall for the registers, which are not
    /// used, and for masks that are made of single elements: loops of these are not what is looked at here.
    /// </summary>
    public int? FmasOn(TargetProcessor target, Type type)
    {
        int needed = (Rows * Vectors) + Vectors + 1 + (IsMasked ? 1 : 0);
        return needed > target.Registers || (IsMasked && !target.HasMasks) ? null : Rows * Vectors;
    }

    /// <summary>
    /// The multiply-adds, a load for each vector of B and each element of A, and what leads to the next step: nothing
    /// that copies an element to all lanes.
    /// </summary>
    public int? MostInstructionsOn(TargetProcessor target)
    {
        // Two additions, the count, its comparison, the jump; and where the last vector begins, or a stride for which
        // x64 has no register left.
        int step = target.IsX64 ? 8 : 6;
        return (Rows * Vectors) + Vectors + Rows + step;
    }

    public override string ToString() => $"{Rows}x{Vectors}{Edge}";
}
