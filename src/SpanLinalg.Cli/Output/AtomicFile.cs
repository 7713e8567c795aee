namespace SpanLinalg.Cli;

/// <summary>Writes files that appear complete or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, then gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be written; one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one of that name is as it was.</exception>
    public static void Write(string path, string text)
    {
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new CommandException($"{path}: this is a folder, and the report needs a file.");
        }
        if (target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            // A device is written to; a file in its place would be a nasty surprise.
            File.WriteAllText(target, text);
            return;
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"{path}: there is no folder '{folder}'.");
        }

        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
