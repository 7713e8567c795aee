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
static void Svds<T>()
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    foreach (
        (int m, int n) in new[]
        {
            (1, 1),
            (2, 2),
            (3, 2),
            (2, 3),
            (16, 16),
            (32, 32),
            (64, 64),
            (128, 128),
            (100, 20),
            (20, 100),
            (256, 256),
            (512, 512),
        }
    )
    {
        Matrix<T> a = new(m, n),
            u = new(m, Math.Min(m, n)),
            vt = new(Math.Min(m, n), n),
            c = new(m, n);
        T[] s = new T[Math.Min(m, n)],
            ws = new T[Svd.ThinWorkspaceLength<T>(m, n)],
            s2 = new T[s.Length];
        Random random = new(1);
        foreach (ref T x in a.Elements)
            x = T.CreateChecked(random.NextDouble() - .5);
        int reps = Math.Max(3, (int)(2e8 / (20.0 * m * n * Math.Min(m, n) + 10000)));
        double best = 1e9,
            bestV = 1e9;
        for (int r = 0; r < 4; r++)
        {
            long t = Stopwatch.GetTimestamp();
            for (int i = 0; i < reps; i++)
                Svd.Thin<T>(a, u, s, vt, ws);
            best = Math.Min(best, Stopwatch.GetElapsedTime(t).TotalMilliseconds / reps);
            t = Stopwatch.GetTimestamp();
            for (int i = 0; i < reps; i++)
                Svd.Values<T>(a, s2);
            bestV = Math.Min(bestV, Stopwatch.GetElapsedTime(t).TotalMilliseconds / reps);
            Thread.Sleep(100);
        }
        for (int i = 0; i < u.Rows; i++)
        for (int j = 0; j < u.Columns; j++)
            u[i, j] *= s[j];
        Gemm.Multiply<T>(u, vt, c);
        T err = T.Zero;
        for (int i = 0; i < c.Elements.Length; i++)
            err = T.Max(err, T.Abs(c.Elements[i] - a.Elements[i]));
        Console.WriteLine($"SVD {typeof(T).Name} {m}x{n} thin {best:F4} ms values {bestV:F4} ms err {err} s0 {s[0]}");
    }
}

if (args is ["svd"])
{
    Svds<double>();
    Svds<float>();
    return;
}
int[] sizes = args.Length > 0 ? args[0].Split(',').Select(int.Parse).ToArray() : [64, 128, 256, 512, 768, 1024];
Console.WriteLine(SimdPolicy.Width + " " + SimdPolicy.Reason);
Bench<double>(sizes);
Bench<float>(sizes);
