using System.Diagnostics;
using System.Runtime;

namespace SpanLinalg.Latency;

/// <summary>What a piece of work cost, most of it the runtime's own.</summary>
/// <param name="Milliseconds">From its begin to its end.</param>
/// <param name="Bytes">Allocated by this thread.</param>
/// <param name="Methods">Compiled meanwhile, by this thread.</param>
/// <param name="JitMilliseconds">Spent on compiling them.</param>
internal readonly record struct Cost(double Milliseconds, long Bytes, long Methods, double JitMilliseconds)
{
    public static Cost Of(Action work)
    {
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true);
        TimeSpan compiling = JitInfo.GetCompilationTime(currentThread: true);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        work();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        compiling = JitInfo.GetCompilationTime(currentThread: true) - compiling;
        methods = JitInfo.GetCompiledMethodCount(currentThread: true) - methods;
        return new(milliseconds, bytes, methods, compiling.TotalMilliseconds);
    }

    /// <summary>Without what measuring costs.</summary>
    public Cost Beyond(Cost measuring) =>
        new(
            Milliseconds - measuring.Milliseconds,
            Bytes - measuring.Bytes,
            Methods - measuring.Methods,
            JitMilliseconds - measuring.JitMilliseconds
        );
}
