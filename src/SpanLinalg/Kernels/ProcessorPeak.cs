using System.Diagnostics;
using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The fastest that one core can multiply and add: what a speed is a share of.</summary>
public static class ProcessorPeak
{
    private const int Steps = 500_000;

    /// <summary>
    /// Measures the peak with vectors of <see cref="SimdPolicy.Width"/>: independent chains of multiply-adds that stay
    /// in registers.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>Flops a second of the core that this thread is on, a multiply-add being two.</returns>
    /// <remarks>
    /// Takes about a millisecond and allocates nothing. The clock of a processor moves: a share of peak has a meaning
    /// only if both speeds were measured next to each other.
    /// </remarks>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static double Measure<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.For(SimdPolicy.Width);
        long start = Stopwatch.GetTimestamp();
        kernels.RunPeak(Steps);
        return (double)Steps * kernels.PeakFlopsPerStep / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
