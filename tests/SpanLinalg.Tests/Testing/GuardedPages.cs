using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SpanLinalg.Tests;

/// <summary>
/// Memory between two pages that nobody may touch: whoever reads or writes beyond it ends the process.
/// </summary>
/// <remarks>Canaries show what is written outside, and what is read there only if a result depends on it.</remarks>
internal sealed unsafe class GuardedPages : IDisposable
{
    private const int ReadAndWrite = 3;
    private const int PrivateAndAnonymous = 0x22;

    private readonly byte* start;
    private readonly nuint length;
    private readonly nuint inner;

    /// <param name="bytes">What there must be room for, at either end; one or more.</param>
    public GuardedPages(int bytes)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        inner = ((nuint)bytes + page - 1) / page * page;
        length = inner + (2 * page);
        start = (byte*)Map(null, length, 0, PrivateAndAnonymous, -1, 0);
        if ((nint)start == -1 || Protect(start + page, inner, ReadAndWrite) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Some elements before which there is nothing, or behind which there is nothing.</summary>
    public T* Place<T>(int elements, bool atEnd)
        where T : unmanaged
    {
        byte* first = start + Environment.SystemPageSize;
        return (T*)(atEnd ? first + inner - ((nuint)elements * (nuint)sizeof(T)) : first);
    }

    public void Dispose() => _ = Unmap(start, length);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(void* address, nuint length);
}

/// <summary>A test with <see cref="GuardedPages"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GuardedPagesFactAttribute : Xunit.FactAttribute
{
    public GuardedPagesFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Pages are guarded by Linux's calls.";
        }
    }
}
