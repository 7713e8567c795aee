namespace SpanLinalg.Tests;

internal static class Allocations
{
    /// <summary>Once warm, a call allocates not one byte.</summary>
    /// <remarks>
    /// A garbage collection that another test causes takes what is left of this thread's piece of the heap, which then
    /// counts as allocated. So the call gets more than one chance: an allocation of its own would show every time.
    /// </remarks>
    public static void AssertNone(Action call, string context = "")
    {
        call();
        call();
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < 5 && fewest > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(fewest == 0, $"{context}: {fewest} bytes were allocated.");
    }
}
