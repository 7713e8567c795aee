namespace SpanLinalg.Cli;

/// <summary>A column of a table of rows in CSV, and in JSON a member of the object for each row.</summary>
/// <typeparam name="TRow">What a row is about.</typeparam>
/// <param name="Name">The name, the same in both.</param>
/// <param name="Value">A string, a number, or null for what a row has not.</param>
internal sealed record Column<TRow>(string Name, Func<TRow, object?> Value)
{
    /// <summary>This column in a table of rows that have such a row, or none.</summary>
    /// <param name="part">The row that this column is about; null if there is none.</param>
    public Column<TOuter> Of<TOuter>(Func<TOuter, TRow?> part) =>
        new(Name, outer => part(outer) is { } row ? Value(row) : null);
}
