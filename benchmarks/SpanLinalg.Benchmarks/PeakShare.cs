using System.Diagnostics;
using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.Benchmarks;

/// <summary>GEMM's speed on one thread as a share of the FMA peak of one core.</summary>
/// <remarks>
/// The clock of a shared machine moves, so every product is timed right after a probe of the peak, and the share is taken
/// pair by pair.
/// </remarks>
internal static class PeakShare
{
    private static readonly int[] Sizes = [64, 128, 256, 384, 512, 768, 1000, 1024, 2048];

    public static void Print()
    {
        Console.WriteLine($"{SimdPolicy.Width}: {SimdPolicy.Reason}");
        Console.WriteLine("type        n   GFLOP/s (median)   peak   share of peak: median   quartiles");
        Print<double>();
        Print<float>();
    }

    private static void Print<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int n in Sizes)
        {
            (double speed, double peak, double share, double low, double high) = Measure<T>(n);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{typeof(T).Name, -6} {n, 6} {speed, 18:F1} {peak, 6:F1} {share, 23:P0} {low, 6:P0} … {high:P0}"
                )
            );
        }
    }

    private static (double Speed, double Peak, double Share, double Low, double High) Measure<T>(int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = RandomMatrix.Create<T>(n, n, seed: 1),
            b = RandomMatrix.Create<T>(n, n, seed: 2),
            c = new(n, n);
        T[] workspace = new T[Gemm.WorkspaceLength<T>(n, n, n)];
        double flops = 2.0 * n * n * n;
        int calls = (int)Math.Max(1, 1e8 / flops);
        int rounds = (int)Math.Clamp(4e10 / (flops * calls), 20, 200);

        double[] speeds = new double[rounds],
            peaks = new double[rounds],
            shares = new double[rounds];
        for (int round = -2; round < rounds; round++)
        {
            double peak = ProbePeak<T>();
            Gemm.Multiply(T.One, a, b, T.Zero, c, workspace);
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++)
            {
                Gemm.Multiply(T.One, a, b, T.Zero, c, workspace);
            }
            double speed = flops * calls / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            if (round >= 0)
            {
                (speeds[round], peaks[round], shares[round]) = (speed, peak, speed / peak);
            }
        }
        Array.Sort(speeds);
        Array.Sort(peaks);
        Array.Sort(shares);
        return (speeds[rounds / 2], peaks[rounds / 2], shares[rounds / 2], shares[rounds / 4], shares[3 * rounds / 4]);
    }

    /// <summary>GFLOP/s of nothing but multiply-adds, over about a millisecond.</summary>
    private static double ProbePeak<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelSet<T> kernels = KernelSet<T>.Default;
        const int steps = 500_000;
        long start = Stopwatch.GetTimestamp();
        kernels.RunPeak(steps);
        return (double)steps * kernels.PeakFlopsPerStep / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
