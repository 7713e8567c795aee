namespace SpanLinalg.Lora;

/// <summary>Random streams for different purposes from one seed, so that none repeats the numbers of another.</summary>
internal static class RandomStreams
{
    /// <summary>W₀ where there is none.</summary>
    public const uint Base = 1;

    /// <summary>VeRA's frames.</summary>
    public const uint Frames = 2;

    /// <summary>TinyLoRA's directions.</summary>
    public const uint Directions = 3;

    /// <summary>The synthetic updates that the study does not have.</summary>
    public const uint Updates = 4;

    private const uint GoldenRatio = 0x9E37_79B9; // 2³² over the golden ratio: the seeds lie far apart

    /// <summary>The stream of a purpose.</summary>
    public static NumpyRandom For(uint seed, uint purpose) => new(unchecked(seed + (purpose * GoldenRatio)));
}
