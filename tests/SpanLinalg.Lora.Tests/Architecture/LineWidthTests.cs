namespace SpanLinalg.Lora.Tests;

public sealed class LineWidthTests
{
    private const int Widest = 120;

    /// <summary>Code is broken by its formatter; comments and literals are not, and count as well.</summary>
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void Lines_of_sources_have_at_most_120_columns(string folder)
    {
        List<string> wide = [];
        string root = FolderGraph.Checkout();
        foreach (string file in SourceFiles(Path.Combine(root, folder)))
        {
            string[] lines = File.ReadAllLines(file);
            wide.AddRange(
                from index in Enumerable.Range(0, lines.Length)
                where lines[index].Length > Widest
                select $"{Path.GetRelativePath(root, file)}({index + 1}): {lines[index].Length} columns"
            );
        }
        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
}
