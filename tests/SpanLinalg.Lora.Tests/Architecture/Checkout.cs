namespace SpanLinalg.Lora.Tests;

/// <summary>The files of this checkout.</summary>
internal static class Checkout
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", "BenchmarkDotNet.Artifacts", "TestResults"];

    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files with one of these extensions, by their paths from the root; none that a build made.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Files(new DirectoryInfo(Root))
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder
            .EnumerateDirectories()
            .Where(inner => !Built.Contains(inner.Name) && !inner.Name.StartsWith('.'))
            .SelectMany(Files)
            .Concat(folder.EnumerateFiles());

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpanLinalg.sln")))
        {
            folder = folder.Parent;
        }
        return folder!.FullName;
    }
}
