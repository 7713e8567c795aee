namespace SpanLinalg.Cli.Tests;

/// <summary>Documents of the checkout, and what the tool makes of the commands in them.</summary>
internal static class Document
{
    private const string SharedPath = "../shared/";

    /// <summary>The text of a document.</summary>
    /// <param name="path">Its path from the root of the checkout.</param>
    public static string Text(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpanLinalg.sln")))
        {
            folder = folder.Parent;
        }
        return File.ReadAllText(Path.Combine(folder!.FullName, path));
    }

    public static bool NeedsSharedData(DocumentedCommand command) =>
        command.Command.Any(word => word.StartsWith(SharedPath, StringComparison.Ordinal));

    /// <summary>Runs a command, and compares its report with the document's.</summary>
    public static string CheckedReport(DocumentedCommand command)
    {
        string report = Report(command.Command);
        string? mismatch = PrintedText.Mismatch(command.Printed, report.TrimEnd('\n').Split('\n'));
        Assert.True(mismatch is null, $"{string.Join(' ', command.Command)}: {mismatch}");
        return report;
    }

    /// <summary>Paths in the documents are those from the checkout, wherever the tests run.</summary>
    private static string Report(string[] command)
    {
        string? root = SharedData.Root is { } folder ? $"{folder}/" : null;
        string report = Tool.Report([
            .. command.Select(word => word.Replace(SharedPath, root ?? SharedPath, StringComparison.Ordinal)),
        ]);
        return root is null ? report : report.Replace(root, SharedPath, StringComparison.Ordinal);
    }
}
