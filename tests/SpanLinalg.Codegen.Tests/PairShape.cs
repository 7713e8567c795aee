namespace SpanLinalg.Codegen.Tests;

/// <summary>A tile of the kernel that takes two steps of the depth together.</summary>
/// <param name="Rows">One to eight.</param>
/// <param name="IsMasked">Whether the columns do not fill the vector.</param>
internal sealed record PairShape(int Rows, bool IsMasked) : IShape
{
    public static readonly IReadOnlyList<PairShape> All =
    [
        .. from rows in Enumerable.Range(1, 8)
        from isMasked in new[] { false, true }
        select new PairShape(rows, isMasked),
    ];

    public string[] TypeArguments => [IShape.Number(Rows), IsMasked ? "MaskedEdge" : "WholeEdge"];

    /// <summary>Two for each row; null for tiles that are too tall for the registers, and for masks that are made of single elements.</summary>
    public int? FmasOn(TargetProcessor target) =>
        (2 * Rows) + 4 > target.Registers || (IsMasked && !target.HasMasks) ? null : 2 * Rows;

    public override string ToString() => $"{Rows}{TypeArguments[1]}";
}
