namespace SpanLinalg;

/// <summary>How the elements of an operand are stored.</summary>
internal enum StorageFormat
{
    /// <summary>As they are computed with: float or double.</summary>
    Computed,

    /// <summary>The upper half of a float.</summary>
    BFloat16,

    /// <summary>IEEE binary16.</summary>
    Half,
}

internal static class StorageFormats
{
    public static StorageFormat Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(BrainFloat16) ? StorageFormat.BFloat16
        : typeof(T) == typeof(Half) ? StorageFormat.Half
        : StorageFormat.Computed;
}
