using System.Runtime.InteropServices;

namespace SpanLinalg.OpenBlas;

/// <summary>OpenBLAS, loaded and bound, with the LAPACKE that goes with it.</summary>
/// <remarks>
/// The routines are bound through function pointers. <c>[LibraryImport]</c> wants one name for each symbol at compile
/// time and one resolver for the whole assembly. Here a symbol has one of two names, LAPACKE may be in either of two
/// libraries, and integers are 32 or 64 bits wide. A search is repeated with other candidates, and a missing symbol
/// must show when the library is loaded, not when it is called. The arguments are blittable, so the calls themselves
/// are the same.
/// </remarks>
internal sealed unsafe class OpenBlasLibrary
{
    private readonly delegate* unmanaged[SuppressGCTransition]<int> getThreads;
    private readonly delegate* unmanaged<int, void> setThreads;
    private readonly delegate* unmanaged<byte*> getConfiguration;
    private readonly delegate* unmanaged<byte*> getCore;
    private readonly int integerBits;
    private readonly string path;

    /// <exception cref="EntryPointNotFoundException">The library lacks symbols, or LAPACKE is nowhere.</exception>
    /// <exception cref="IntegerWidthException">Its integers have another width than its names say.</exception>
    private OpenBlasLibrary(NativeModule module, IReadOnlyList<string> lapackeNames, List<LoadAttempt> attempts)
    {
        SymbolTable symbols = new(module.Find, "cblas_dgemm");

        // All that this one does is to return a variable: not worth telling the garbage collector about.
        getThreads = (delegate* unmanaged[SuppressGCTransition]<int>)symbols["openblas_get_num_threads"];
        setThreads = (delegate* unmanaged<int, void>)symbols["openblas_set_num_threads"];
        getConfiguration = (delegate* unmanaged<byte*>)symbols["openblas_get_config"];
        getCore = (delegate* unmanaged<byte*>)symbols["openblas_get_corename"];
        integerBits = IntegerWidth.OfCblas(symbols["cblas_ddot"]);
        (SingleBlas, DoubleBlas) =
            integerBits == 64
                ? ((Cblas<float>)new Cblas<float, long>(symbols), (Cblas<double>)new Cblas<double, long>(symbols))
                : (new Cblas<float, int>(symbols), new Cblas<double, int>(symbols));
        symbols.ThrowIfIncomplete();
        IntegerWidth.Check(symbols, integerBits);

        path = module.FileOf((nint)setThreads);
        Lapack =
            LapackeLibrary.Find(module, path, integerBits, lapackeNames, attempts)
            ?? throw new EntryPointNotFoundException("has no LAPACKE, and none that goes with it was found");
    }

    public Cblas<float> SingleBlas { get; }

    public Cblas<double> DoubleBlas { get; }

    public LapackeLibrary Lapack { get; }

    /// <summary>The number of threads that the library uses at present, whoever calls it.</summary>
    public int Threads => getThreads();

    /// <summary>Opens a library and a LAPACKE that goes with it, or notes why not.</summary>
    public static OpenBlasLibrary? TryOpen(string path, IReadOnlyList<string> lapackeNames, List<LoadAttempt> attempts)
    {
        if (NativeModule.TryLoad(path, attempts) is not { } module)
        {
            return null;
        }
        try
        {
            return new OpenBlasLibrary(module, lapackeNames, attempts);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or IntegerWidthException)
        {
            attempts.Add(new(path, failure));
            module.Unload();
            return null;
        }
    }

    /// <summary>Has the library use a number of threads from now on.</summary>
    public void UseThreads(int threads)
    {
        if (getThreads() != threads)
        {
            setThreads(threads);
        }
    }

    public OpenBlasDescription Describe() =>
        new(
            Text(getConfiguration()),
            Text(getCore()),
            Threads,
            integerBits,
            path,
            Lapack.Path,
            Lapack.UsesBlasOf((nint)setThreads)
        );

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)?.Trim() ?? "";
}
