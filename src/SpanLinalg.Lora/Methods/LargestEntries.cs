namespace SpanLinalg.Lora;

/// <summary>The k entries of largest magnitude.</summary>
internal static class LargestEntries
{
    private const int Bins = 1 << 12;

    /// <summary>Sets all but the k entries of largest magnitude to zero; among equals the first ones stay.</summary>
    /// <returns>The Frobenius norm of the entries that went.</returns>
    /// <remarks>Linear in the number of entries. Rents space for some of them.</remarks>
    public static double Keep(Span<double> entries, long count)
    {
        if (count >= entries.Length)
        {
            return 0;
        }
        (double threshold, int ties) = count == 0 ? (double.PositiveInfinity, 0) : Threshold(entries, (int)count);
        double energy = 0;
        foreach (ref double entry in entries)
        {
            double magnitude = Math.Abs(entry);
            if (magnitude > threshold || (magnitude == threshold && ties-- > 0))
            {
                continue;
            }
            energy += entry * entry;
            entry = 0;
        }
        return Math.Sqrt(energy);
    }

    /// <summary>The magnitude of the last entry to stay, and how many of that very magnitude do.</summary>
    /// <remarks>
    /// Magnitudes are counted by exponent and first bit, which order as they do. Only those that share theirs with the
    /// last one have to be looked at further: a quarter of normal entries at most, and a selection has nothing to guess
    /// about the rest.
    /// </remarks>
    private static (double Magnitude, int Ties) Threshold(ReadOnlySpan<double> entries, int count)
    {
        Span<int> bins = stackalloc int[Bins];
        foreach (double entry in entries)
        {
            bins[Bin(entry)]++;
        }
        int bin = Bins - 1;
        int left = count;
        for (; bins[bin] < left; bin--)
        {
            left -= bins[bin];
        }

        using RentedMatrix rented = new(1, bins[bin]);
        Span<double> candidates = rented.Elements;
        int found = 0;
        foreach (double entry in entries)
        {
            if (Bin(entry) == bin)
            {
                candidates[found++] = Math.Abs(entry);
            }
        }
        double threshold = Descending(candidates, left - 1);
        foreach (double candidate in candidates)
        {
            left -= candidate > threshold ? 1 : 0;
        }
        return (threshold, left);
    }

    /// <summary>Eleven bits of exponent and one of the fraction.</summary>
    private static int Bin(double entry) => (int)(BitConverter.DoubleToUInt64Bits(entry) >> 51) & (Bins - 1);

    /// <summary>The element that sorting in descending order would put at an index; reorders the values.</summary>
    /// <remarks>
    /// Hoare's selection (Algorithm 65, Communications of the ACM, 1961), with the middle element as pivot.
    /// </remarks>
    public static double Descending(Span<double> values, int index)
    {
        int low = 0;
        int high = values.Length - 1;
        while (low < high)
        {
            double pivot = values[(low + high) / 2];
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }
                while (values[j] < pivot)
                {
                    j--;
                }
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (index <= j)
            {
                high = j;
            }
            else if (index >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }
        return values[index];
    }
}
