namespace SpanLinalg.Lora.Tests;

public sealed class LineWidthTests
{
    private const int Widest = 120;

    /// <summary>Code is broken by its formatter; comments and literals are not, and count as well.</summary>
    [Fact]
    public void Lines_of_sources_have_at_most_120_columns()
    {
        List<string> wide = [];
        foreach (string file in Checkout.Files(".cs"))
        {
            string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root, file));
            wide.AddRange(
                from index in Enumerable.Range(0, lines.Length)
                where lines[index].Length > Widest
                select $"{file}({index + 1}): {lines[index].Length} columns"
            );
        }
        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }
}
