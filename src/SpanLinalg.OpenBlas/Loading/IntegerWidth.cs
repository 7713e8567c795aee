namespace SpanLinalg.OpenBlas;

/// <summary>Finds out by experiment whether a library takes 32-bit integers (LP64) or 64-bit ones (ILP64).</summary>
/// <remarks>
/// Names do not tell: Debian's ILP64 build has the same symbols as the LP64 one. A length whose low half is 1 and whose
/// high half is all ones is 1 to a routine that reads 32 bits, and negative, so that nothing is read, to one that reads
/// 64. Arguments this early travel in registers, of which a callee with narrower parameters ignores the upper half.
/// </remarks>
internal static unsafe class IntegerWidth
{
    private const long OneOrNegative = unchecked((long)0xFFFF_FFFF_0000_0001);

    private const int ColumnMajor = 102;

    /// <summary>The width that a <c>cblas_ddot</c> takes: a dot product over a negative length is zero.</summary>
    /// <param name="ddot">Its address. Zero, for none, gives zero.</param>
    public static int OfCblas(nint ddot)
    {
        if (ddot == 0)
        {
            return 0;
        }

        var dot = (delegate* unmanaged<long, double*, long, double*, long, double>)ddot;
        double one = 1;
        return dot(OneOrNegative, &one, 1, &one, 1) == 1 ? 32 : 64;
    }

    /// <summary>
    /// The width that a <c>LAPACKE_dlange_work</c> takes: the largest of a negative number of elements is zero.
    /// </summary>
    /// <param name="dlange">Its address. Zero, for none, gives zero.</param>
    public static int OfLapacke(nint dlange)
    {
        if (dlange == 0)
        {
            return 0;
        }

        var norm = (delegate* unmanaged<int, byte, long, long, double*, long, double*, double>)dlange;
        double one = 1;
        double work = 0;
        return norm(ColumnMajor, (byte)'M', OneOrNegative, 1, &one, 1, &work) == 1 ? 32 : 64;
    }

    /// <summary>Refuses a library whose names promise 64 bits and that takes 32.</summary>
    /// <exception cref="IntegerWidthException">It does.</exception>
    public static void Check(SymbolTable symbols, int bits)
    {
        if (symbols.HasSuffix && bits != 64)
        {
            throw new IntegerWidthException(
                $"names its symbols with {SymbolTable.SuffixOf64Bits}, as builds for 64-bit integers do, "
                    + $"but takes {bits}-bit ones"
            );
        }
    }
}
