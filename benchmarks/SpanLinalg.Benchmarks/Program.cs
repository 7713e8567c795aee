using System.Diagnostics;
using SpanLinalg;
using SpanLinalg.Kernels;

static double Peak<T>(KernelSet<T> kernels)
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    double best = 0;
    for (int r = 0; r < 6; r++)
    {
        long t = Stopwatch.GetTimestamp();
        kernels.RunPeak(2_000_000);
        best = Math.Max(best, 2e6 * kernels.PeakFlopsPerStep / Stopwatch.GetElapsedTime(t).TotalNanoseconds);
    }
    return best;
}
static void Bench<T>(int[] sizes)
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    KernelSet<T> k = KernelSet<T>.Default;
    Peak(k);
    foreach (int n in sizes)
    {
        Matrix<T> a = new(n, n),
            b = new(n, n),
            c = new(n, n);
        Random random = new(1);
        foreach (ref T x in a.Elements)
            x = T.CreateChecked(random.NextDouble() - .5);
        foreach (ref T x in b.Elements)
            x = T.CreateChecked(random.NextDouble() - .5);
        int reps = Math.Max(1, (int)(2e8 / (2.0 * n * n * n)));
        for (int w = 0; w < 40; w++)
            Gemm.Multiply<T>(a, b, c);
        Thread.Sleep(100);
        double best = 0,
            bestT = 0;
        double peak = Peak(k);
        for (int r = 0; r < 8; r++)
        {
            long t = Stopwatch.GetTimestamp();
            for (int i = 0; i < reps; i++)
                Gemm.Multiply<T>(a, b, c);
            best = Math.Max(best, 2.0 * n * n * n * reps / Stopwatch.GetElapsedTime(t).TotalNanoseconds);
            t = Stopwatch.GetTimestamp();
            for (int i = 0; i < reps; i++)
                Gemm.Multiply<T>(a.Transposed, b.Transposed, c);
            bestT = Math.Max(bestT, 2.0 * n * n * n * reps / Stopwatch.GetElapsedTime(t).TotalNanoseconds);
            peak = Math.Max(peak, Peak(k));
        }
        Console.WriteLine(
            $"{typeof(T).Name} n={n, 5} NN {best, 7:F1} GF {best / peak:P0}  TT {bestT, 7:F1} GF {bestT / peak:P0}  peak {peak:F1}"
        );
    }
}
int[] sizes = args.Length > 0 ? args[0].Split(',').Select(int.Parse).ToArray() : [64, 128, 256, 512, 768, 1024];
Console.WriteLine(SimdPolicy.Width + " " + SimdPolicy.Reason);
Bench<double>(sizes);
Bench<float>(sizes);
