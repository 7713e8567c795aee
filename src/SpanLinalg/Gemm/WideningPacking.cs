using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>Packs operands that are stored in 16 bits, widening them to float on the way.</summary>
/// <remarks>A strip of the operand is widened into a buffer on the stack, which stays in the first-level cache, and packed from there.</remarks>
internal static unsafe class WideningPacking
{
    /// <summary>Elements of the buffer: 8 KiB.</summary>
    private const int BufferLength = 2048;

    /// <inheritdoc cref="Packing.Pack"/>
    public static void Pack<TStored>(
        int width,
        int depth,
        TStored* source,
        nint across,
        nint along,
        int panelWidth,
        float* packed
    )
        where TStored : unmanaged
    {
        float* buffer = stackalloc float[BufferLength];
        for (; width > 0; width -= panelWidth, source += panelWidth * across, packed += panelWidth * depth)
        {
            int lines = Math.Min(width, panelWidth);
            int stepsAtATime = BufferLength / panelWidth;
            for (int p = 0; p < depth; p += stepsAtATime)
            {
                int steps = Math.Min(stepsAtATime, depth - p);
                TStored* block = source + (p * along);
                float* to = packed + (p * panelWidth);
                if (panelWidth == 1)
                {
                    // A panel of one line is that line: nothing is left to rearrange.
                    Widening.ToSingle(steps, block, along, to);
                }
                else if (across == 1)
                {
                    for (int step = 0; step < steps; step++)
                    {
                        Widening.ToSingle(lines, block + (step * along), 1, buffer + (step * lines));
                    }
                    Packing.Pack(lines, steps, buffer, 1, lines, panelWidth, to);
                }
                else
                {
                    for (int line = 0; line < lines; line++)
                    {
                        Widening.ToSingle(steps, block + (line * across), along, buffer + (line * steps));
                    }
                    Packing.Pack(lines, steps, buffer, steps, 1, panelWidth, to);
                }
            }
        }
    }
}
