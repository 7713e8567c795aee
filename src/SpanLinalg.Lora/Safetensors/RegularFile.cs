namespace SpanLinalg.Lora;

/// <summary>Opens files that have a length and can be read from any position, and nothing else.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <returns>The open file; null for an empty file, a pipe, a device, or a link that leads nowhere.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <remarks>
    /// It has to be known before opening, which waits for as long as nobody writes to a pipe. .NET does not say what
    /// kind of file a path leads to, but pipes and devices have length zero, and <c>/dev/fd</c> links to an open pipe
    /// by a name that is no path.
    /// </remarks>
    public static FileStream? TryOpen(string path)
    {
        FileInfo file = new(path);
        if (file.LinkTarget is not null)
        {
            file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            if (!file.Exists)
            {
                return null;
            }
        }
        if (file is { Exists: true, Length: 0 })
        {
            return null;
        }
        return new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }
}
