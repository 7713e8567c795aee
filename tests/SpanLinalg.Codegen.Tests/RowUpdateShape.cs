namespace SpanLinalg.Codegen.Tests;

/// <summary>The rows of C and of B that the inner kernel of a row sweep takes together.</summary>
/// <param name="Rows">Of C: one to four.</param>
/// <param name="Steps">Rows of B: one, and as many as the registers allow.</param>
internal sealed record RowUpdateShape(int Rows, int Steps) : IShape
{
    public static readonly IReadOnlyList<RowUpdateShape> All =
    [
        .. from rows in Enumerable.Range(1, 4) from steps in new[] { 1, 2, 4 } select new RowUpdateShape(rows, steps),
    ];

    public string[] TypeArguments => [IShape.Number(Rows), IShape.Number(Steps)];

    /// <summary>
    /// For each row and step a multiply-add on each of two vectors; null where another number of steps is used.
    /// </summary>
    public int? FmasOn(TargetProcessor target, Type type) =>
        Steps == 1 || Steps == target.Registers / 8 ? 2 * Rows * Steps : null;

    public override string ToString() => $"{Rows}x{Steps}";
}
