using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Copies a block of an operand into the order in which the micro-kernel reads it.</summary>
/// <remarks>
/// A and B are packed alike: cut into panels as wide as the tile (rows of A, columns of B), each panel stored step by step
/// along the depth. The last panel is filled up with zeros, so that the kernel has no edge case. Lines that lie side by side and
/// fill vectors have a kernel of their own, <see cref="Kernels.PanelCopy{TSimd, TVector, T}"/>.
/// </remarks>
internal static unsafe class Packing
{
    /// <summary>Packs a block of any strides.</summary>
    /// <param name="width">Rows of A, or columns of B, in the block.</param>
    /// <param name="depth">Columns of A, or rows of B, in the block.</param>
    /// <param name="source">The first element.</param>
    /// <param name="across">Stride from one row of A, or column of B, to the next.</param>
    /// <param name="along">Stride along the depth.</param>
    /// <param name="panelWidth">Rows, or columns, of the tile.</param>
    /// <param name="packed">Room for the width, rounded up to whole panels, times the depth.</param>
    public static void Pack<T>(int width, int depth, T* source, nint across, nint along, int panelWidth, T* packed)
        where T : unmanaged
    {
        if (across == 1)
        {
            for (; width > 0; width -= panelWidth, source += panelWidth, packed += panelWidth * depth)
            {
                CopySteps(Math.Min(width, panelWidth), depth, source, along, panelWidth, packed);
            }
            return;
        }

        for (; width > 0; width -= panelWidth, source += panelWidth * across, packed += panelWidth * depth)
        {
            int lines = Math.Min(width, panelWidth);
            if (lines < panelWidth)
            {
                new Span<T>(packed, panelWidth * depth).Clear();
            }
            Interleave(lines, depth, source, across, along, panelWidth, packed);
        }
    }

    /// <summary>A panel whose steps lie contiguous in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopySteps<T>(int lines, int depth, T* source, nint along, int panelWidth, T* packed)
        where T : unmanaged
    {
        for (int p = 0; p < depth; p++, source += along, packed += panelWidth)
        {
            int i = 0;
            for (; i <= lines - 8; i += 8)
            {
                *(Eight<T>*)(packed + i) = *(Eight<T>*)(source + i);
            }
            if (i <= lines - 4)
            {
                *(Four<T>*)(packed + i) = *(Four<T>*)(source + i);
                i += 4;
            }
            for (; i < lines; i++)
            {
                packed[i] = source[i];
            }
            for (; i < panelWidth; i++)
            {
                packed[i] = default;
            }
        }
    }

    /// <summary>A panel whose steps are gathered from separate lines of the source, four lines at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<T>(
        int lines,
        int depth,
        T* source,
        nint across,
        nint along,
        int panelWidth,
        T* packed
    )
        where T : unmanaged
    {
        int i = 0;
        for (; i <= lines - 4; i += 4, source += 4 * across)
        {
            T* line0 = source;
            T* line1 = line0 + across;
            T* line2 = line1 + across;
            T* line3 = line2 + across;
            T* step = packed + i;
            int p = 0;
            for (; along == 1 && p <= depth - 4; p += 4, step += 4 * panelWidth)
            {
                Transpose4x4.Move(line0 + p, line1 + p, line2 + p, line3 + p, step, panelWidth);
            }
            for (; p < depth; p++, step += panelWidth)
            {
                nint at = p * along;
                step[0] = line0[at];
                step[1] = line1[at];
                step[2] = line2[at];
                step[3] = line3[at];
            }
        }
        for (; i < lines; i++, source += across)
        {
            T* step = packed + i;
            for (int p = 0; p < depth; p++, step += panelWidth)
            {
                *step = source[p * along];
            }
        }
    }

    /// <summary>Eight elements, which the JIT moves in as few registers as the processor allows.</summary>
    [InlineArray(8)]
    private struct Eight<T>
        where T : unmanaged
    {
        private T first;
    }

    [InlineArray(4)]
    private struct Four<T>
        where T : unmanaged
    {
        private T first;
    }
}
