namespace SpanLinalg.Lora.Tests;

/// <summary>
/// Where the reference files and real adapters lie: beside the checkout, in <c>../shared</c>, if they are there.
/// </summary>
internal static class SharedData
{
    public static string? Root { get; } = Find();

    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("The shared data is not there."), .. parts]);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SpanLinalg.sln")))
            {
                string shared = Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
            }
        }
        return null;
    }
}

/// <summary>A fact that needs <see cref="SharedData"/>, and is skipped, saying so, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "There is no ../shared folder with reference data beside this checkout.";
        }
    }
}
