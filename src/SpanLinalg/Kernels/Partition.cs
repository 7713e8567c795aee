using System.Runtime.CompilerServices;

namespace SpanLinalg.Kernels;

/// <summary>How a length is cut into parts.</summary>
/// <remarks>
/// Without signs and in 32 bits: small products divide a few times for each call, and wider divisions take longer.
/// </remarks>
internal static class Partition
{
    /// <summary>The parts of a size that cover a length.</summary>
    public static int Count(int length, int size) => (int)(((uint)length + (uint)size - 1) / (uint)size);

    /// <summary>
    /// The size of the parts of a length that is cut evenly into the fewest parts of at most the largest size.
    /// </summary>
    public static int Even(int length, int largest) =>
        length <= largest ? length : Count(length, Count(length, largest));

    /// <summary>The next multiple of a step.</summary>
    /// <exception cref="OverflowException">It is larger than 2³¹ − 1.</exception>
    public static int RoundUp(int length, int step) => checked(Count(length, step) * step);
}

/// <summary>A length in parts: some of a size, and the last ones smaller.</summary>
/// <param name="Count">Parts of the size.</param>
/// <param name="Size">Their size.</param>
/// <param name="LastCount">The smaller parts; zero or more.</param>
/// <param name="LastSize">Their size.</param>
internal readonly record struct Parts(int Count, int Size, int LastCount, int LastSize)
{
    /// <summary>The fewest parts of at most the largest size, none of them smaller by more than one.</summary>
    /// <param name="length">The length; not zero.</param>
    /// <param name="largest">The largest size.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Parts Even(int length, int largest)
    {
        int parts = Partition.Count(length, largest);
        int size = parts == 1 ? length : Partition.Count(length, parts);
        int smaller = (parts * size) - length;
        return new(parts - smaller, size, smaller, size - 1);
    }

    /// <summary>Parts of one size, and what is left.</summary>
    public static Parts WithRest(int length, int size)
    {
        int rest = length % size;
        return new(length / size, size, Math.Sign(rest), rest);
    }
}
