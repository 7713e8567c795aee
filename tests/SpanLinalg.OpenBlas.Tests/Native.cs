namespace SpanLinalg.OpenBlas.Tests;

/// <summary>The provider under test, on one thread, if OpenBLAS is on this machine.</summary>
internal static class Native
{
    private static readonly OpenBlasProvider? Loaded;

    static Native()
    {
        if (OpenBlasProvider.TryLoad(out OpenBlasProvider? provider, out string? reason))
        {
            // The tests run in parallel, each call alone on its core.
            Loaded = provider.WithThreads(1);
        }
        Missing = reason;
    }

    /// <summary>Why there is no provider, or null if there is one.</summary>
    public static string? Missing { get; }

    public static OpenBlasProvider Provider => Loaded ?? throw new InvalidOperationException(Missing);
}

/// <summary>
/// A fact about the native provider: skipped, and the reason printed, where OpenBLAS is not installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = Native.Missing;
}

/// <summary>
/// A theory about the native provider: skipped, and the reason printed, where OpenBLAS is not installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute() => Skip = Native.Missing;
}

/// <summary>
/// A property of the native provider: skipped, and the reason printed, where OpenBLAS is not installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal class NativePropertyAttribute : PropertyAttribute
{
    public NativePropertyAttribute() => Skip = Native.Missing;
}
