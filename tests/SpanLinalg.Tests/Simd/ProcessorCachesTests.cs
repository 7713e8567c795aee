namespace SpanLinalg.Tests;

public class ProcessorCachesTests
{
    /// <summary>Skylake-X: 32 KiB of eight ways, 1 MiB of sixteen; and 1.375 MiB of eleven for each core.</summary>
    [Theory]
    [InlineData(0x01C0_003F, 0x3F, 32 << 10)]
    [InlineData(0x03C0_003F, 0x3FF, 1 << 20)]
    [InlineData(0x0280_003F, 0x7FF, 11 << 17)]
    public void A_cache_is_ways_times_lines_times_sets(int ebx, int ecx, long size) =>
        Assert.Equal(size, ProcessorCaches.SizeOfCache(ebx, ecx));

    /// <summary>Zen 5: 48 KiB and 1 MiB.</summary>
    [Fact]
    public void Older_leaves_of_AMD_count_in_KiB()
    {
        Assert.Equal(48 << 10, ProcessorCaches.SizeOfLevel1(0x300C_0140));
        Assert.Equal(1 << 20, ProcessorCaches.SizeOfLevel2(0x0400_6140));
    }

    [Fact]
    public void This_processor_has_caches_of_a_likely_size()
    {
        Assert.InRange(ProcessorCaches.Level1, 16 << 10, 256 << 10);
        Assert.InRange(ProcessorCaches.Level2, 128 << 10, 64 << 20);
        Assert.True(ProcessorCaches.Level1 < ProcessorCaches.Level2, "The second level is larger than the first.");
        Assert.True(ProcessorCaches.Level3 > 0, "There is a last level, or a size that stands for it.");
    }
}
