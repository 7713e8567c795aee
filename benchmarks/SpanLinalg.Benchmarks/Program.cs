using BenchmarkDotNet.Running;
using SpanLinalg.Benchmarks;

// Without arguments: how near GEMM comes to the processor's peak, then every benchmark in BenchmarkDotNet's short job.
// `peak` prints the first part alone. Everything else is for BenchmarkDotNet: `--filter '*Svd*'`, `--list flat`, …
if (args is [] or ["peak"])
{
    PeakShare.Print();
}

if (args is not ["peak"])
{
    BenchmarkSwitcher
        .FromAssembly(typeof(Program).Assembly)
        .Run(args is [] ? ["--filter", "*", "--job", "short", "--join"] : args);
}
