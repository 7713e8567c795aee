using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpanLinalg.OpenBlas;

/// <summary>A loaded library.</summary>
/// <remarks>
/// One that is used stays loaded to the end of the process: OpenBLAS has threads of its own, which run its code.
/// </remarks>
internal sealed class NativeModule
{
    private readonly nint handle;

    private NativeModule(string name, nint handle)
    {
        Name = name;
        this.handle = handle;
    }

    /// <summary>The path or name it was loaded by.</summary>
    public string Name { get; }

    /// <summary>Loads a library, or notes why it cannot.</summary>
    public static NativeModule? TryLoad(string name, List<LoadAttempt> attempts)
    {
        try
        {
            return new(name, NativeLibrary.Load(name));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            attempts.Add(new(name, failure));
            return null;
        }
    }

    /// <summary>
    /// The address of a symbol in this library or (not on Windows) in one that it depends on, or zero.
    /// </summary>
    public nint Find(string symbol) => NativeLibrary.TryGetExport(handle, symbol, out nint address) ? address : 0;

    /// <summary>Unloads a library of which nothing was used.</summary>
    public void Unload() => NativeLibrary.Free(handle);

    /// <summary>The file that an address was loaded from, links resolved, if the system tells.</summary>
    public string FileOf(nint address)
    {
        using Process process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (address >= module.BaseAddress && address - module.BaseAddress < module.ModuleMemorySize)
            {
                return module.FileName ?? Name;
            }
        }
        return Name;
    }
}
