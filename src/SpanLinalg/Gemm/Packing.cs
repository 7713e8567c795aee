using System.Runtime.CompilerServices;

namespace SpanLinalg;

/// <summary>Copies a block of an operand into the order in which the micro-kernel reads it.</summary>
/// <remarks>
/// A and B are packed alike: cut into panels as wide as the tile (rows of A, columns of B), each panel stored step by step
/// along the depth. The last panel is filled up with zeros, so that the kernel has no edge case.
/// </remarks>
internal static unsafe class Packing
{
    /// <summary>Packs a block of any strides.</summary>
    /// <param name="width">Rows of A, or columns of B, in the block.</param>
    /// <param name="depth">Columns of A, or rows of B, in the block.</param>
    /// <param name="source">The first element.</param>
    /// <param name="across">Stride from one row of A, or column of B, to the next.</param>
    /// <param name="along">Stride along the depth.</param>
    /// <param name="panelWidth">Rows, or columns, of the tile: a multiple of 3 or of 4.</param>
    /// <param name="packed">Room for the width, rounded up to whole panels, times the depth.</param>
    public static void Pack<T>(int width, int depth, T* source, nint across, nint along, int panelWidth, T* packed)
        where T : unmanaged
    {
        for (; width >= panelWidth; width -= panelWidth, source += panelWidth * across, packed += panelWidth * depth)
        {
            if (across == 1)
            {
                CopySteps(depth, source, along, panelWidth, packed);
            }
            else
            {
                Interleave(panelWidth, depth, source, across, along, panelWidth, packed);
            }
        }

        if (width > 0)
        {
            new Span<T>(packed, panelWidth * depth).Clear();
            Interleave(width, depth, source, across, along, panelWidth, packed);
        }
    }

    /// <summary>A full panel whose steps lie contiguous in memory.</summary>
    private static void CopySteps<T>(int depth, T* source, nint along, int panelWidth, T* packed)
        where T : unmanaged
    {
        for (int p = 0; p < depth; p++, source += along, packed += panelWidth)
        {
            Unsafe.CopyBlockUnaligned(packed, source, (uint)(panelWidth * sizeof(T)));
        }
    }

    /// <summary>A panel whose steps are gathered from <paramref name="width"/> lines of the source, four lines at a time.</summary>
    private static void Interleave<T>(
        int width,
        int depth,
        T* source,
        nint across,
        nint along,
        int panelWidth,
        T* packed
    )
        where T : unmanaged
    {
        int line = 0;
        for (; line <= width - 4; line += 4, source += 4 * across)
        {
            T* from = source;
            T* to = packed + line;
            for (int p = 0; p < depth; p++, from += along, to += panelWidth)
            {
                T s0 = from[0],
                    s1 = from[across],
                    s2 = from[2 * across],
                    s3 = from[3 * across];
                to[0] = s0;
                to[1] = s1;
                to[2] = s2;
                to[3] = s3;
            }
        }
        for (; line < width; line++, source += across)
        {
            T* from = source;
            T* to = packed + line;
            for (int p = 0; p < depth; p++, from += along, to += panelWidth)
            {
                *to = *from;
            }
        }
    }
}
