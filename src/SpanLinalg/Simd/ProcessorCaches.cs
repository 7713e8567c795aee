using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg;

/// <summary>The sizes of the data caches that one core sees, found once: what block sizes are derived from.</summary>
/// <remarks>
/// x86 processors are asked themselves (CPUID leaf 8000001D on AMD's, or, since virtual machines often hide that,
/// 80000005 and 80000006; leaf 4 on all others), Linux elsewhere; whatever remains unknown has a size that no current
/// server or desktop falls below.
/// </remarks>
public static class ProcessorCaches
{
    /// <summary>How the names AuthenticAMD and HygonGenuine begin, letter after letter in a register.</summary>
    private const int Authentic = 'A' | ('u' << 8) | ('t' << 16) | ('h' << 24);
    private const int Hygon = 'H' | ('y' << 8) | ('g' << 16) | ('o' << 24);

    private const int UnknownLevel1 = 32 << 10;
    private const int UnknownLevel2 = 512 << 10;
    private const int UnknownLevel3 = 4 << 20;

    private static readonly long[] Sizes = Find();

    /// <summary>Bytes of the first level, for data.</summary>
    public static long Level1 => Sizes[0];

    /// <summary>Bytes of the second level.</summary>
    public static long Level2 => Sizes[1];

    /// <summary>Bytes of the last level, which other cores use as well.</summary>
    public static long Level3 => Sizes[2];

    private static long[] Find()
    {
        long[] sizes = new long[3];
        if (X86Base.IsSupported)
        {
            AskProcessor(sizes);
        }
        else if (OperatingSystem.IsLinux())
        {
            AskLinux(sizes);
        }
        ReadOnlySpan<long> unknown = [UnknownLevel1, UnknownLevel2, UnknownLevel3];
        for (int level = 0; level < sizes.Length; level++)
        {
            if (sizes[level] == 0)
            {
                sizes[level] = unknown[level];
            }
        }
        return sizes;
    }

    private static void AskProcessor(long[] sizes)
    {
        const int FirstExtendedLeaf = unchecked((int)0x8000_0000);
        const int AmdLevel1Leaf = unchecked((int)0x8000_0005);
        const int AmdLevel2Leaf = unchecked((int)0x8000_0006);
        const int AmdCachesLeaf = unchecked((int)0x8000_001D);

        // A processor answers a leaf that it does not know with that of another, so it is first asked for the last it
        // knows.
        (int lastLeaf, int vendor, _, _) = X86Base.CpuId(0, 0);
        uint lastExtended = (uint)X86Base.CpuId(FirstExtendedLeaf, 0).Eax;
        if (vendor is not (Authentic or Hygon))
        {
            if (lastLeaf >= 4)
            {
                AskForEachCache(4, sizes);
            }
            return;
        }
        if (lastExtended >= unchecked((uint)AmdCachesLeaf))
        {
            AskForEachCache(AmdCachesLeaf, sizes);
        }
        if (sizes[0] == 0 && lastExtended >= unchecked((uint)AmdLevel2Leaf))
        {
            // The last level is that of the whole package there, of which a core sees a part only.
            sizes[0] = SizeOfLevel1(X86Base.CpuId(AmdLevel1Leaf, 0).Ecx);
            sizes[1] = SizeOfLevel2(X86Base.CpuId(AmdLevel2Leaf, 0).Ecx);
        }
    }

    private static void AskForEachCache(int leaf, long[] sizes)
    {
        for (int index = 0; index < 8; index++)
        {
            (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, index);
            int kind = eax & 0x1F;
            int level = (eax >> 5) & 7;
            if (kind == 0)
            {
                break;
            }
            if (kind is 1 or 3 && level is >= 1 and <= 3)
            {
                sizes[level - 1] = SizeOfCache(ebx, ecx);
            }
        }
    }

    /// <summary>
    /// What leaf 4, and AMD's 8000001D, say of a cache: ways, partitions, bytes of a line and sets, each less one.
    /// </summary>
    internal static long SizeOfCache(int ebx, int ecx)
    {
        long ways = (((uint)ebx >> 22) & 0x3FF) + 1;
        long partitions = (((uint)ebx >> 12) & 0x3FF) + 1;
        long line = ((uint)ebx & 0xFFF) + 1;
        return ways * partitions * line * ((uint)ecx + 1L);
    }

    /// <summary>What AMD's leaf 80000005 says of the first data cache: KiB.</summary>
    internal static long SizeOfLevel1(int ecx) => (long)((uint)ecx >> 24) << 10;

    /// <summary>What AMD's leaf 80000006 says of the second level: KiB.</summary>
    internal static long SizeOfLevel2(int ecx) => (long)((uint)ecx >> 16) << 10;

    private static void AskLinux(long[] sizes)
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        for (int index = 0; index < 8; index++)
        {
            string cache = Path.Combine(Folder, $"index{index}");
            bool isData = Read(cache, "type") is "Data" or "Unified";
            if (
                isData
                && int.TryParse(Read(cache, "level"), CultureInfo.InvariantCulture, out int level)
                && level is >= 1 and <= 3
                && Read(cache, "size") is [.. string kibibytes, 'K']
                && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out long size)
            )
            {
                sizes[level - 1] = size << 10;
            }
        }
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
