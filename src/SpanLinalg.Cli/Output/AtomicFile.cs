namespace SpanLinalg.Cli;

/// <summary>Writes files that appear complete or not at all.</summary>
/// <remarks>
/// The text goes to a temporary file beside the one that the path leads to, which then takes its name and keeps its
/// mode. What exists without a length is written in place: it may be a device or a pipe, which must not be replaced,
/// and if it is an empty file there is nothing in it to lose. .NET does not tell the one from the other. So is a link
/// whose target is not there.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>
    /// Finds out whether a file can be written, so that nobody waits for a result that cannot be kept.
    /// </summary>
    /// <exception cref="CommandException">It cannot; the sentence names the path.</exception>
    public static void Check(string path) =>
        Guarded(
            path,
            (target, temporary) =>
            {
                if (!WritesInPlace(path, target))
                {
                    new FileStream(
                        temporary,
                        new FileStreamOptions
                        {
                            Mode = FileMode.CreateNew,
                            Access = FileAccess.Write,
                            Options = FileOptions.DeleteOnClose,
                        }
                    ).Dispose();
                }
            }
        );

    /// <summary>Writes a text.</summary>
    /// <exception cref="CommandException">The file cannot be written; one of that name is as it was.</exception>
    public static void Write(string path, string text) =>
        Guarded(
            path,
            (target, temporary) =>
            {
                if (WritesInPlace(path, target))
                {
                    File.WriteAllText(path, text);
                    return;
                }
                try
                {
                    File.WriteAllText(temporary, text);
                    if (!OperatingSystem.IsWindows() && target.Exists)
                    {
                        File.SetUnixFileMode(temporary, target.UnixFileMode);
                    }
                    File.Move(temporary, target.FullName, overwrite: true);
                }
                catch
                {
                    File.Delete(temporary);
                    throw;
                }
            }
        );

    private static bool WritesInPlace(string path, FileInfo target) =>
        target.Exists ? target.Length == 0 : new FileInfo(path).LinkTarget is not null;

    /// <summary>
    /// Hands on the file that a path leads to and a temporary name beside it; failures name the path.
    /// </summary>
    private static void Guarded(string path, Action<FileInfo, string> action)
    {
        string temporary = "";
        try
        {
            if (Directory.Exists(path))
            {
                throw new CommandException($"{path}: this is a folder, and the report needs a file.");
            }
            FileInfo target = new(path);
            if (target.LinkTarget is not null)
            {
                target = (FileInfo)target.ResolveLinkTarget(returnFinalTarget: true)!;
            }
            string folder = target.DirectoryName!;
            if (!Directory.Exists(folder))
            {
                throw new CommandException($"{path}: there is no folder '{folder}'.");
            }
            // The name says nothing of the file's, which may be as long as names can be.
            temporary = Path.Combine(folder, $".spanlinalg-{Path.GetRandomFileName()}");
            action(target, temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason =
                temporary == ""
                    ? exception.Message
                    : exception.Message.Replace(temporary, path, StringComparison.Ordinal);
            throw new CommandException(reason.Contains(path, StringComparison.Ordinal) ? reason : $"{path}: {reason}");
        }
    }
}
