using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>Packs lines that lie side by side (rows of B, mostly) into panels of one to three vectors.</summary>
internal static unsafe class PanelCopy<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Steps of the depth that are packed for all panels before the next.</summary>
    /// <remarks>
    /// So few lines of the source are read at a time, and each of them to its end; panel by panel they would be read
    /// again for every panel, and from as many pages as there are steps. Eight steps of a panel are whole cache lines.
    /// </remarks>
    private const int StepsAtATime = 8;

    /// <summary>Whether panels of this width are one to three whole vectors wide.</summary>
    public static bool Suits(int width) => width % TSimd.Lanes == 0 && width <= 3 * TSimd.Lanes;

    /// <summary>packed[panel][step][column] ← source[step][column], zero behind the last column.</summary>
    /// <param name="columns">Columns, the last panel's included.</param>
    /// <param name="depth">Steps.</param>
    /// <param name="source">The first element; columns are contiguous.</param>
    /// <param name="along">Elements from one step to the next.</param>
    /// <param name="width">Columns of a panel, which must suit.</param>
    /// <param name="packed">Room for the columns, rounded up to whole panels, times the depth.</param>
    public static void Run(int columns, int depth, T* source, nint along, int width, T* packed)
    {
        switch (width / TSimd.Lanes)
        {
            case 1:
                Copy<One>(columns, depth, source, along, packed);
                break;
            case 2:
                Copy<Two>(columns, depth, source, along, packed);
                break;
            default:
                Copy<Three>(columns, depth, source, along, packed);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TColumns>(int columns, int depth, T* source, nint along, T* packed)
        where TColumns : struct, IExtent
    {
        int width = TColumns.Value * TSimd.Lanes;
        int inLast = columns % width;
        TVector end = TSimd.FirstLanes(Math.Max(inLast % TSimd.Lanes, 1));
        for (nint apart = (nint)width * depth; depth > 0; depth -= StepsAtATime)
        {
            int steps = Math.Min(depth, StepsAtATime);
            T* from = source;
            T* panel = packed;
            for (int left = columns; left >= width; left -= width, from += width, panel += apart)
            {
                T* line = from;
                T* to = panel;
                for (int step = steps; step > 0; step--, line += along, to += width)
                {
                    TSimd.Store(to, TSimd.Load(line));
                    if (TColumns.Value > 1)
                    {
                        TSimd.Store(to + TSimd.Lanes, TSimd.Load(line + TSimd.Lanes));
                    }
                    if (TColumns.Value > 2)
                    {
                        TSimd.Store(to + (2 * TSimd.Lanes), TSimd.Load(line + (2 * TSimd.Lanes)));
                    }
                }
            }
            for (int step = 0; inLast > 0 && step < steps; step++, from += along, panel += width)
            {
                for (int lane = 0; lane < width; lane += TSimd.Lanes)
                {
                    TVector value =
                        inLast - lane >= TSimd.Lanes ? TSimd.Load(from + lane)
                        : inLast > lane ? TSimd.LoadMasked(from + lane, end)
                        : TSimd.Zero;
                    TSimd.Store(panel + lane, value);
                }
            }
            source += StepsAtATime * along;
            packed += StepsAtATime * width;
        }
    }
}
