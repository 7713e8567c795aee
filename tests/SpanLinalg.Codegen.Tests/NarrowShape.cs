namespace SpanLinalg.Codegen.Tests;

/// <summary>A tile of the kernel that takes some steps of the depth together.</summary>
/// <param name="Rows">One to eight.</param>
/// <param name="Steps">Two, or four for half a vector of columns.</param>
/// <param name="IsMasked">Whether there are fewer columns than that.</param>
internal sealed record NarrowShape(int Rows, int Steps, bool IsMasked) : IShape
{
    public static readonly IReadOnlyList<NarrowShape> All =
    [
        .. from rows in Enumerable.Range(1, 8)
        from steps in new[] { 2, 4 }
        from isMasked in new[] { false, true }
        select new NarrowShape(rows, steps, isMasked),
    ];

    public string[] TypeArguments => [IShape.Number(Rows), IShape.Number(Steps), IsMasked ? "MaskedEdge" : "WholeEdge"];

    /// <summary>
    /// Two for each row; null for tiles that are too tall for the registers, for masks that are made of single
    /// elements, and for halves of one element.
    /// </summary>
    public int? FmasOn(TargetProcessor target, Type type) =>
        (2 * Rows) + 4 > target.Registers || (IsMasked && !target.HasMasks) || target.Lanes(type) < Steps
            ? null
            : 2 * Rows;

    /// <summary>The columns that fill such a tile.</summary>
    public int WholeColumns(int lanes) => 2 * lanes / Steps;

    public override string ToString() => $"{Rows}x{Steps}{TypeArguments[2]}";
}
