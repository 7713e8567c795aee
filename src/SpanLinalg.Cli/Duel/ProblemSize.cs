using System.Globalization;

namespace SpanLinalg.Cli;

/// <summary>
/// The size of a problem: an m × n matrix, for products an m × k times a k × n, or an m × n matrix of which the rank k
/// is wanted.
/// </summary>
/// <param name="M">Rows.</param>
/// <param name="N">Columns.</param>
/// <param name="K">
/// The inner dimension of a product, or the rank of a truncated decomposition; null for other operations.
/// </param>
internal readonly record struct ProblemSize(int M, int N, int? K)
{
    /// <summary>The lesser of rows and columns.</summary>
    public int Rank => Math.Min(M, N);

    /// <summary>Reads <c>n</c> (a square), <c>m×n</c> or <c>m×n×k</c>, with the letter x between.</summary>
    public static bool TryParse(string text, out ProblemSize size)
    {
        string[] parts = text.Split('x', 'X', '×');
        int[] numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            bool isNumber = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
            if (!isNumber || numbers[i] == 0)
            {
                size = default;
                return false;
            }
        }

        size = numbers switch
        {
            [int n] => new(n, n, null),
            [int m, int n] => new(m, n, null),
            [int m, int n, int k] => new(m, n, k),
            _ => default,
        };
        return numbers.Length <= 3;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant(K is null ? (FormattableString)$"{M}×{N}" : $"{M}×{N}×{K}");
}
