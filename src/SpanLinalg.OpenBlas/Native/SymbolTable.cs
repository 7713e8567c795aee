namespace SpanLinalg.OpenBlas;

/// <summary>The symbols of one library, under the suffix that its build gave them.</summary>
internal sealed class SymbolTable
{
    /// <summary>What builds with 64-bit integers append to every name; not all do (Debian's do not).</summary>
    public const string SuffixOf64Bits = "64_";

    private readonly List<string> missing = [];
    private readonly Func<string, nint> find;
    private int count;

    /// <summary>
    /// The symbols under the suffix with which the library knows a given one, or without if it does not.
    /// </summary>
    /// <param name="find">The address of a name in the library; zero if it has none.</param>
    /// <param name="known">A name that every library of the kind has.</param>
    public SymbolTable(Func<string, nint> find, string known)
    {
        this.find = find;
        HasSuffix = find(known) == 0 && find(known + SuffixOf64Bits) != 0;
    }

    /// <summary>Whether the names have the suffix of 64-bit integers.</summary>
    public bool HasSuffix { get; }

    /// <summary>The address of a symbol; zero, and a note that it is missing, if there is none.</summary>
    public nint this[string symbol]
    {
        get
        {
            count++;
            nint address = find(HasSuffix ? symbol + SuffixOf64Bits : symbol);
            if (address == 0)
            {
                missing.Add(symbol);
            }
            return address;
        }
    }

    /// <summary>Refuses a library that lacks a symbol that was asked for.</summary>
    /// <exception cref="EntryPointNotFoundException">It does; the message names all that are missing.</exception>
    public void ThrowIfIncomplete()
    {
        if (missing.Count > 0)
        {
            throw new EntryPointNotFoundException(
                $"lacks {(missing.Count == count ? "all" : missing.Count)} of {count} symbols: "
                    + string.Join(", ", missing)
            );
        }
    }
}
