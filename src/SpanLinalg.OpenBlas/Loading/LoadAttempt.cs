namespace SpanLinalg.OpenBlas;

/// <summary>One library that was tried, and why it will not do.</summary>
/// <param name="Path">The path or name that was tried.</param>
/// <param name="Failure">
/// A <see cref="DllNotFoundException"/> or <see cref="BadImageFormatException"/> where there is no such library, an
/// <see cref="EntryPointNotFoundException"/> where it lacks symbols, an <see cref="IntegerWidthException"/> where its
/// integers have the wrong width.
/// </param>
public sealed record LoadAttempt(string Path, Exception Failure)
{
    /// <summary>The path and the reason in one line.</summary>
    /// <remarks>
    /// The runtime precedes what the system said with advice on debugging; the system's own line is the last.
    /// </remarks>
    public override string ToString()
    {
        string reason = Failure.Message.TrimEnd().Split('\n')[^1].Trim();
        return reason.StartsWith(Path, StringComparison.Ordinal) ? reason : $"{Path}: {reason}";
    }
}

/// <summary>No OpenBLAS with LAPACKE could be loaded.</summary>
/// <remarks>The message lists every path that was tried, each with its reason.</remarks>
public sealed class OpenBlasNotFoundException : DllNotFoundException
{
    internal OpenBlasNotFoundException(string message, IReadOnlyList<LoadAttempt> attempts)
        : base(message) => Attempts = attempts;

    /// <summary>What was tried, in this order.</summary>
    public IReadOnlyList<LoadAttempt> Attempts { get; }
}

/// <summary>A library takes integers of another width than it should: LP64 and ILP64 are mixed up.</summary>
public sealed class IntegerWidthException : NotSupportedException
{
    internal IntegerWidthException(string message)
        : base(message) { }
}
