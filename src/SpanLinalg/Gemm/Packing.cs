using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>Copies a block of an operand into the order in which the micro-kernel reads it.</summary>
/// <remarks>
/// A and B are packed alike: cut into panels as wide as the tile (rows of A, columns of B), each panel stored step by
/// step along the depth. The last panel is filled up with zeros, which the kernel does not read. Lines that lie side by
/// side and fill vectors have a kernel of their own, <see cref="Kernels.PanelCopy{TSimd, TVector, T}"/>.
/// </remarks>
internal static unsafe class Packing
{
    /// <summary>
    /// Steps of the depth that are packed for all panels before the next, as in <see cref="Kernels.PanelCopy{TSimd,
    /// TVector, T}"/>.
    /// </summary>
    private const int StepsAtATime = 8;

    /// <summary>Packs some lines of an operand that lies in place.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="source">The operand, from the first line and step on.</param>
    /// <param name="lines">Rows of A, or columns of B.</param>
    /// <param name="depth">Columns of A, or rows of B.</param>
    /// <param name="panelWidth">Rows, or columns, of a panel.</param>
    /// <param name="packed">Room for the lines, rounded up to whole panels, times the depth.</param>
    /// <returns>The panels.</returns>
    public static TileOperand<T> Pack<T>(
        KernelSet<T> kernels,
        in TileOperand<T> source,
        int lines,
        int depth,
        int panelWidth,
        T* packed
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.Across != 1)
        {
            GatherPanels(lines, depth, source.Origin, source.Across, source.Along, panelWidth, packed);
        }
        else if (kernels.CanCopyPanels(panelWidth))
        {
            kernels.CopyPanels(lines, depth, source.Origin, source.Along, panelWidth, packed);
        }
        else
        {
            for (int p = 0; p < depth; p += StepsAtATime)
            {
                CopySteps(
                    lines,
                    Math.Min(StepsAtATime, depth - p),
                    source.Origin + (p * source.Along),
                    source.Along,
                    panelWidth,
                    packed + (p * panelWidth),
                    nextPanel: (nint)panelWidth * depth
                );
            }
        }
        return TileOperand<T>.Packed(packed, depth, panelWidth);
    }

    /// <summary>Panels whose steps are gathered from separate lines of the source.</summary>
    private static void GatherPanels<T>(
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

    /// <summary>Some steps of all panels, where a step lies contiguous in memory.</summary>
    private static void CopySteps<T>(
        int width,
        int steps,
        T* source,
        nint along,
        int panelWidth,
        T* packed,
        nint nextPanel
    )
        where T : unmanaged
    {
        int whole = width / panelWidth;
        switch (panelWidth)
        {
            case 4:
                CopyPanels<T, FourElements<T>>(whole, steps, source, along, packed, nextPanel);
                break;
            case 8:
                CopyPanels<T, EightElements<T>>(whole, steps, source, along, packed, nextPanel);
                break;
            default:
                whole = 0;
                break;
        }
        for (int panel = whole; panel * panelWidth < width; panel++)
        {
            CopyPanel(
                Math.Min(width - (panel * panelWidth), panelWidth),
                steps,
                source + (panel * panelWidth),
                along,
                panelWidth,
                packed + (panel * nextPanel)
            );
        }
    }

    /// <summary>Panels in which a step is one line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanels<T, TLine>(int panels, int steps, T* source, nint along, T* packed, nint nextPanel)
        where T : unmanaged
        where TLine : unmanaged
    {
        int panelWidth = sizeof(TLine) / sizeof(T);
        for (; panels > 0; panels--, source += panelWidth, packed += nextPanel)
        {
            T* from = source;
            T* to = packed;
            for (int step = steps; step > 0; step--, from += along, to += panelWidth)
            {
                *(TLine*)to = *(TLine*)from;
            }
        }
    }

    /// <summary>A panel of any width, zero behind the last line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanel<T>(int lines, int steps, T* source, nint along, int panelWidth, T* packed)
        where T : unmanaged
    {
        for (; steps > 0; steps--, source += along, packed += panelWidth)
        {
            int i = 0;
            for (; i <= lines - 8; i += 8)
            {
                *(EightElements<T>*)(packed + i) = *(EightElements<T>*)(source + i);
            }
            if (i <= lines - 4)
            {
                *(FourElements<T>*)(packed + i) = *(FourElements<T>*)(source + i);
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
                AskForNextLines(line0 + p, across);
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

    /// <summary>Asks for the same steps of the next four lines.</summary>
    /// <remarks>Each line of a block is short, and the hardware learns anew where to read ahead.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskForNextLines<T>(T* line, nint across)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(line + (4 * across));
            Sse.Prefetch0(line + (5 * across));
            Sse.Prefetch0(line + (6 * across));
            Sse.Prefetch0(line + (7 * across));
        }
    }

    /// <summary>Eight elements, which the JIT moves in as few registers as the processor allows.</summary>
    [InlineArray(8)]
    private struct EightElements<T>
        where T : unmanaged
    {
        private T first;
    }

    [InlineArray(4)]
    private struct FourElements<T>
        where T : unmanaged
    {
        private T first;
    }
}
