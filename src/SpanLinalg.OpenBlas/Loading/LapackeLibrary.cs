namespace SpanLinalg.OpenBlas;

/// <summary>LAPACKE, loaded and bound: a part of OpenBLAS, or a library of its own.</summary>
internal sealed class LapackeLibrary
{
    private readonly NativeModule module;

    /// <exception cref="EntryPointNotFoundException">The library lacks symbols.</exception>
    /// <exception cref="IntegerWidthException">Its integers have another width than they must.</exception>
    private LapackeLibrary(NativeModule module, int integerBits)
    {
        this.module = module;
        SymbolTable symbols = new(module.Find, "LAPACKE_dgesdd_work");
        nint norm = symbols["LAPACKE_dlange_work"];
        int bits = IntegerWidth.OfLapacke(norm);
        (Single, Double) =
            bits == 64
                ? (
                    (Lapacke<float>)new Lapacke<float, long>(symbols),
                    (Lapacke<double>)new Lapacke<double, long>(symbols)
                )
                : (new Lapacke<float, int>(symbols), new Lapacke<double, int>(symbols));
        symbols.ThrowIfIncomplete();
        IntegerWidth.Check(symbols, bits);
        if (bits != integerBits)
        {
            throw new IntegerWidthException(
                $"this LAPACKE takes {bits}-bit integers, and the OpenBLAS that it is for takes {integerBits}-bit ones"
            );
        }
        Path = module.FileOf(norm);
    }

    public Lapacke<float> Single { get; }

    public Lapacke<double> Double { get; }

    /// <summary>Where it was loaded from.</summary>
    public string Path { get; }

    /// <summary>Looks in OpenBLAS itself, beside it, and then for the given names; notes what will not do.</summary>
    public static LapackeLibrary? Find(
        NativeModule openBlas,
        string openBlasPath,
        int integerBits,
        IReadOnlyList<string> names,
        List<LoadAttempt> attempts
    )
    {
        if (openBlas.Find("LAPACKE_dgesdd_work") != 0 || openBlas.Find("LAPACKE_dgesdd_work64_") != 0)
        {
            return TryBind(openBlas, integerBits, attempts);
        }

        string? directory = System.IO.Path.GetDirectoryName(openBlasPath);
        IEnumerable<string> beside = string.IsNullOrEmpty(directory)
            ? []
            : names.Select(name => System.IO.Path.Combine(directory, name)).Except(names).Where(File.Exists);
        foreach (string name in beside.Concat(names))
        {
            if (NativeModule.TryLoad(name, attempts) is { } module)
            {
                if (TryBind(module, integerBits, attempts) is { } library)
                {
                    return library;
                }
                module.Unload();
            }
        }
        return null;
    }

    /// <summary>
    /// Whether it computes with the OpenBLAS whose <c>openblas_set_num_threads</c> is at this address.
    /// </summary>
    public bool UsesBlasOf(nint setThreads) =>
        module.Find("openblas_set_num_threads") == setThreads
        || module.Find("openblas_set_num_threads" + SymbolTable.SuffixOf64Bits) == setThreads;

    private static LapackeLibrary? TryBind(NativeModule module, int integerBits, List<LoadAttempt> attempts)
    {
        try
        {
            return new(module, integerBits);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or IntegerWidthException)
        {
            attempts.Add(new(module.Name, failure));
            return null;
        }
    }
}
