namespace SpanLinalg;

/// <summary>The places of a view's elements, without its type: parallel lines of evenly spaced elements.</summary>
/// <param name="Lines">How many lines; one for a view of one row, of one column, or without gaps.</param>
/// <param name="Step">Elements of memory from one line to the next, at least <paramref name="Stride"/>.</param>
/// <param name="Length">Elements in a line.</param>
/// <param name="Stride">Elements of memory from one element of a line to the next.</param>
internal readonly record struct Lattice(int Lines, nint Step, int Length, nint Stride)
{
    /// <summary>Lines, and pairs of them, that are looked at: about a tenth of a millisecond.</summary>
    public const int MostSteps = 10_000;

    /// <summary>Elements of memory from the first element of a line to its last.</summary>
    private nint Span => (Length - 1) * Stride;

    /// <summary>That of a view with elements. The stride of a single or repeated line does not matter.</summary>
    public static Lattice Of<T>(in ReadOnlyMatrixView<T> view)
        where T : unmanaged
    {
        int rows = view.RowStride == 0 ? 1 : view.Rows;
        int columns = view.ColumnStride == 0 ? 1 : view.Columns;
        if (rows == 1)
        {
            return new(1, 1, columns, view.ColumnStride);
        }
        if (columns == 1)
        {
            return new(1, 1, rows, view.RowStride);
        }
        return view.RowStride >= view.ColumnStride
            ? new(rows, view.RowStride, columns, view.ColumnStride)
            : new(columns, view.ColumnStride, rows, view.RowStride);
    }

    /// <summary>Whether two lattices share a place, or have too many lines to tell.</summary>
    /// <param name="other">The other.</param>
    /// <param name="offset">Elements of memory from the first place of this one to that of the other.</param>
    public bool Meets(in Lattice other, nint offset)
    {
        Lattice first = AlignedWith(other);
        Lattice second = other.AlignedWith(first);
        if (first.IsBlockBeside(second))
        {
            return first.MeetsBlock(second, offset);
        }
        return first.Lines <= second.Lines ? first.MeetsLines(second, offset) : second.MeetsLines(first, -offset);
    }

    /// <summary>A single line as a block of the same matrix as another lattice, if it runs in step with that.</summary>
    private Lattice AlignedWith(in Lattice other) =>
        Lines > 1 || other.Lines == 1 ? this
        : Length == 1 || Stride == other.Stride ? this with { Step = other.Step, Stride = other.Stride }
        : Stride == other.Step ? new(Length, other.Step, 1, other.Stride)
        : this;

    /// <summary>Whether both are blocks of one matrix, whose lines do not reach into one another.</summary>
    private bool IsBlockBeside(in Lattice other) =>
        Stride == other.Stride && Step == other.Step && Step > Math.Max(Span, other.Span);

    private bool MeetsBlock(in Lattice other, nint offset)
    {
        // The other begins `down` lines and `right` places from this one. A block may not wrap around the end of a
        // line, so of the two readings of the offset (right ≥ 0, or one line further and right < 0) both must be apart.
        (nint down, nint right) = Math.DivRem(offset, Step);
        if (right < 0)
        {
            (down, right) = (down - 1, right + Step);
        }
        return MeetsAt(other, down, right) || MeetsAt(other, down + 1, right - Step);
    }

    private bool MeetsAt(in Lattice other, nint down, nint right) =>
        down < Lines && -down < other.Lines && LinesMeet(Length, Stride, other.Length, other.Stride, right);

    /// <summary>Compares each line with those of the other that begin before it ends and end after it begins.</summary>
    private bool MeetsLines(in Lattice other, nint offset)
    {
        int steps = 0;
        for (int i = 0; i < Lines; i++)
        {
            // The other's line k begins at offset + k·Step from the first place of this line.
            nint begin = offset - (i * Step);
            nint from = Math.Max(0, CeilingOfQuotient(-other.Span - begin, other.Step));
            nint to = Math.Min(other.Lines - 1, FloorOfQuotient(Span - begin, other.Step));
            for (nint k = from; k <= to; k++)
            {
                if (
                    ++steps > MostSteps
                    || LinesMeet(Length, Stride, other.Length, other.Stride, begin + (k * other.Step))
                )
                {
                    return true;
                }
            }
            if (++steps > MostSteps)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether i·s = d + k·t for an i from 0 to the first length and a k from 0 to the second.</summary>
    private static bool LinesMeet(int firstLength, nint s, int secondLength, nint t, nint d)
    {
        if (firstLength == 1 || secondLength == 1 || s == t)
        {
            return LineMeetsEvenly(firstLength, s, secondLength, t, d);
        }

        // k is a solution of t·k ≡ −d (mod s) between the bounds that i sets: so there is one among any s/gcd(s, t)
        // numbers.
        (nint divisor, nint inverse) = InverseModulo(t % s, s);
        if (d % divisor != 0)
        {
            return false;
        }
        nint period = s / divisor;
        nint from = Math.Max(0, CeilingOfQuotient(-d, t));
        nint to = Math.Min(secondLength - 1, FloorOfQuotient(((firstLength - 1) * s) - d, t));
        Int128 solution = (Int128)(-d / divisor % period) * inverse;
        Int128 beyond = (solution - from) % period;
        return from + (nint)(beyond < 0 ? beyond + period : beyond) <= to;
    }

    /// <summary>Lines of one stride, or of one element.</summary>
    private static bool LineMeetsEvenly(int firstLength, nint s, int secondLength, nint t, nint d)
    {
        if (firstLength == 1)
        {
            return secondLength == 1 ? d == 0 : d % t == 0 && d <= 0 && -d / t < secondLength;
        }
        return d % s == 0 && d / s < firstLength && (secondLength == 1 ? d >= 0 : -d / s < secondLength);
    }

    /// <summary>The greatest common divisor g of a and a modulus, and 1/(a/g) modulo modulus/g (Euclid).</summary>
    private static (nint Divisor, nint Inverse) InverseModulo(nint a, nint modulus)
    {
        (nint remainder, nint next) = (modulus, a);
        (nint factor, nint nextFactor) = (0, 1);
        while (next != 0)
        {
            (nint quotient, nint rest) = Math.DivRem(remainder, next);
            (remainder, next) = (next, rest);
            (factor, nextFactor) = (nextFactor, factor - (quotient * nextFactor));
        }
        return (remainder, factor);
    }

    private static nint FloorOfQuotient(nint dividend, nint divisor)
    {
        (nint quotient, nint remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private static nint CeilingOfQuotient(nint dividend, nint divisor) => -FloorOfQuotient(-dividend, divisor);
}
