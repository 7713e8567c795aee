namespace SpanLinalg.Tests;

internal static class Allocations
{
    /// <summary>Once warm, a call allocates not one byte.</summary>
    public static void AssertNone(Action call, string context = "")
    {
        call();
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(after == before, $"{context}: {after - before} bytes were allocated.");
    }
}
