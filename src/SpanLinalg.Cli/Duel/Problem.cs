using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Cli;

/// <summary>What one duel is over: the size, and where a product's operands lie.</summary>
/// <param name="Size">The size.</param>
internal readonly record struct Problem(ProblemSize Size)
{
    /// <summary>The letter of an operand that is stored row by row.</summary>
    public const char Rows = 'n';

    /// <summary>The letter of one that is stored column by column: the transpose of what lies there.</summary>
    public const char Columns = 't';

    /// <summary>
    /// A letter for each factor that is a matrix; null for operations with a storage order of their own.
    /// </summary>
    public string? Layout { get; init; }

    /// <summary>
    /// Bytes that every leading dimension is a multiple of; null if rows or columns have no gap between them.
    /// </summary>
    public int? LeadingBytes { get; init; }

    /// <summary>How many products one call computes; null for operations that compute one.</summary>
    public int? Batch { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        (Batch is { } count ? FormattableString.Invariant($"{count} of ") : "")
        + Size
        + (Layout?.Contains(Columns, StringComparison.Ordinal) == true ? $" {Layout}" : "")
        + (LeadingBytes is { } bytes ? FormattableString.Invariant($" ld {bytes}") : "");

    /// <summary>A factor of the product, as the problem wants it stored.</summary>
    /// <param name="index">Its letter in <see cref="Layout"/>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public Operand<T> Factor<T>(int index, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(rows, columns, seed: index + 1, byColumns: Layout![index] == Columns, Leading<T>());

    /// <summary>
    /// The product: row by row always. Column by column it would be the same problem with the factors exchanged.
    /// </summary>
    public Operand<T> Product<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Size.M, Size.N, leadingMultiple: Leading<T>());

    private int Leading<T>() => Math.Max((LeadingBytes ?? 0) / Unsafe.SizeOf<T>(), 1);
}
