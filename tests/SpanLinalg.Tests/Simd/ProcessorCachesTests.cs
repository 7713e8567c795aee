using SpanLinalg.Simd;

namespace SpanLinalg.Tests;

public class ProcessorCachesTests
{
    /// <summary>A field read from the wrong bits, or in the wrong unit, is a factor of two or more off, and hardly a multiple of 4 KiB that also grows from level to level.</summary>
    [Fact]
    public void Sizes_are_those_of_a_processor()
    {
        Assert.InRange(ProcessorCaches.Level1, 16 << 10, 256 << 10);
        Assert.InRange(ProcessorCaches.Level2, 128 << 10, 64 << 20);
        Assert.True(ProcessorCaches.Level1 < ProcessorCaches.Level2, "The second level is larger than the first.");
        Assert.Equal(0, ProcessorCaches.Level1 % 4096);
        Assert.Equal(0, ProcessorCaches.Level2 % 4096);
    }
}
