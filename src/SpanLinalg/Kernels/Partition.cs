namespace SpanLinalg.Kernels;

/// <summary>How a length is cut into parts.</summary>
/// <remarks>Without signs and in 32 bits: small products divide a few times for each call, and wider divisions take longer.</remarks>
internal static class Partition
{
    /// <summary>The parts of a size that cover a length.</summary>
    public static int Count(int length, int size) => (int)(((uint)length + (uint)size - 1) / (uint)size);

    /// <summary>The size of the parts of a length that is cut evenly into the fewest parts of at most the largest size.</summary>
    public static int Even(int length, int largest) =>
        length <= largest ? length : Count(length, Count(length, largest));

    /// <summary>The next multiple of a step.</summary>
    /// <exception cref="OverflowException">It is larger than 2³¹ − 1.</exception>
    public static int RoundUp(int length, int step) => checked(Count(length, step) * step);
}
